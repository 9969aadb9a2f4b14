/** Organisations over HTTP. */
import { z } from 'zod';
import { idSchema } from '../../contract/common.contract.ts';
import {
  newOrganisationSchema,
  organisationListQuerySchema,
  organisationListSchema,
  organisationPatchSchema,
  organisationSchema,
} from '../../contract/contacts.contract.ts';
import type { Platform } from '../../platform/platform.ts';
import { route } from '../access/route.ts';
import { listOrganisations } from './list-organisations.usecases.ts';
import {
  changeOrganisation,
  createOrganisation,
  deleteOrganisation,
  readOrganisation,
  restoreOrganisation,
} from './organisations.usecases.ts';

const params = z.object({ id: idSchema });

const reading = (platform: Platform) => [
  route({
    method: 'get',
    path: '/api/organisations',
    permission: 'contacts.read',
    summary: 'List organisations by name, filtered',
    query: organisationListQuerySchema,
    response: organisationListSchema,
    handler: ({ principal, query }) => listOrganisations(platform, principal, query),
  }),
  route({
    method: 'get',
    path: '/api/organisations/{id}',
    permission: 'contacts.read',
    summary: 'Read an organisation with its people',
    params,
    response: organisationSchema,
    handler: ({ principal, params: { id } }) => readOrganisation(platform, principal, id),
  }),
];

const changing = (platform: Platform) => [
  route({
    method: 'post',
    path: '/api/organisations',
    permission: 'contacts.write',
    summary: 'Create an organisation',
    body: newOrganisationSchema,
    response: organisationSchema,
    status: 201,
    handler: ({ principal, body, request }) => createOrganisation(platform, { body, principal, ip: request.ip }),
  }),
  route({
    method: 'patch',
    path: '/api/organisations/{id}',
    permission: 'contacts.write',
    summary: 'Change an organisation; an old version is refused',
    params,
    body: organisationPatchSchema,
    response: organisationSchema,
    handler: ({ principal, params: { id }, body, request }) =>
      changeOrganisation(platform, { organisationId: id, patch: body, principal, ip: request.ip }),
  }),
  route({
    method: 'delete',
    path: '/api/organisations/{id}',
    permission: 'contacts.delete',
    summary: 'Delete an organisation; its people stay; can be taken back',
    params,
    handler: ({ principal, params: { id }, request }) =>
      deleteOrganisation(platform, { organisationId: id, principal, ip: request.ip }),
  }),
  route({
    method: 'post',
    path: '/api/organisations/{id}/restore',
    permission: 'contacts.delete',
    summary: 'Take back that an organisation was deleted',
    params,
    response: organisationSchema,
    handler: ({ principal, params: { id }, request }) =>
      restoreOrganisation(platform, { organisationId: id, principal, ip: request.ip }),
  }),
];

export const organisationRoutes = (platform: Platform) => [...reading(platform), ...changing(platform)];
