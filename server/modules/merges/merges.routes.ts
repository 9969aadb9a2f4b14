/** Merges over HTTP. */
import { z } from 'zod';
import { idSchema, listQuerySchema } from '../../contract/common.contract.ts';
import {
  duplicatePairsQuerySchema,
  duplicatePairsSchema,
  mergeBodySchema,
  mergedSchema,
  mergePreviewQuerySchema,
  mergePreviewSchema,
  notDuplicateSchema,
  organisationPairsSchema,
} from '../../contract/merges.contract.ts';
import { route } from '../access/route.ts';
import { listDuplicatePairs, listOrganisationPairs, sayNotDuplicate } from './duplicate-pairs.usecases.ts';
import { mergeRecords } from './merge.usecases.ts';
import type { MergeDeps } from './merge-kinds.ts';
import { previewMerge } from './preview-merge.usecases.ts';

const params = z.object({ id: idSchema });
const permission = 'contacts.merge';

const ofRecords = (deps: MergeDeps) =>
  (['contact', 'organisation'] as const).flatMap((record) => [
    route({
      method: 'get',
      path: `/api/${record}s/merge-preview`,
      permission,
      summary: `What merging these ${record}s would make: where each value comes from and why`,
      query: mergePreviewQuerySchema,
      response: mergePreviewSchema,
      handler: ({ principal, query }) => previewMerge(deps, record, principal, query),
    }),
    route({
      method: 'post',
      path: `/api/${record}s/{id}/merge`,
      permission,
      summary: `Merge other ${record}s into this one, with all that hangs on them; can be taken back`,
      params,
      body: mergeBodySchema,
      response: mergedSchema,
      handler: ({ principal, params: { id }, body, request }) =>
        mergeRecords(deps, record, { survivorId: id, body, principal, ip: request.ip }),
    }),
  ]);

const ofDuplicates = (deps: MergeDeps) => [
  route({
    method: 'get',
    path: '/api/contacts/duplicate-pairs',
    permission,
    summary: 'Pairs of people with the same number or e-mail, one after the other',
    query: duplicatePairsQuerySchema,
    response: duplicatePairsSchema,
    handler: ({ principal, query }) => listDuplicatePairs(deps, principal, query),
  }),
  route({
    method: 'get',
    path: '/api/organisations/duplicate-pairs',
    permission,
    summary: 'Pairs of organisations with the same name without its legal form, number or domain of an e-mail',
    query: listQuerySchema,
    response: organisationPairsSchema,
    handler: ({ principal, query }) => listOrganisationPairs(deps, principal, query),
  }),
  ...(['contact', 'organisation'] as const).map((record) =>
    route({
      method: 'post',
      path: `/api/${record}s/not-duplicates`,
      permission,
      summary: `Two ${record === 'contact' ? 'people' : 'organisations'} are not the same: they are not shown as a pair again`,
      body: notDuplicateSchema,
      handler: ({ principal, body, request }) => sayNotDuplicate(deps, record, body, { principal, ip: request.ip }),
    }),
  ),
];

export const mergeRoutes = (deps: MergeDeps) => [...ofDuplicates(deps), ...ofRecords(deps)];
