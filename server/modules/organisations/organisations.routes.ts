/** Organisations over HTTP. */
import { z } from 'zod';
import { timelineSchema } from '../../contract/calls.contract.ts';
import { idSchema, listQuerySchema } from '../../contract/common.contract.ts';
import {
  newNoteSchema,
  newOrganisationSchema,
  noteListQuerySchema,
  noteListSchema,
  noteSchema,
  organisationDuplicatesQuerySchema,
  organisationDuplicatesSchema,
  organisationListQuerySchema,
  organisationListSchema,
  organisationPatchSchema,
  organisationSchema,
} from '../../contract/contacts.contract.ts';
import type { Platform } from '../../platform/platform.ts';
import { route } from '../access/route.ts';
import { type TellChanges, withToldChanges } from '../audit/tell-changes.usecases.ts';
import { findDuplicateOrganisations } from './find-duplicates.usecases.ts';
import { listOrganisations } from './list-organisations.usecases.ts';
import { addOrganisationNote, listOrganisationNotes, resolveOrganisationNote } from './organisation-notes.usecases.ts';
import { type OrganisationTimelineSource, readOrganisationTimeline } from './organisation-timeline.usecases.ts';
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
    path: '/api/organisations/duplicates',
    permission: 'contacts.read',
    summary: 'Organisations that may be the one that is being typed in',
    query: organisationDuplicatesQuerySchema,
    response: organisationDuplicatesSchema,
    handler: ({ principal, query }) => findDuplicateOrganisations(platform, principal, query),
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
    handler: async ({ principal, params: { id }, request }) =>
      void (await deleteOrganisation(platform, { organisationId: id, principal, ip: request.ip })),
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

const timeline = (platform: Platform, sources: readonly OrganisationTimelineSource[], tellChanges: TellChanges) => [
  route({
    method: 'get',
    path: '/api/organisations/{id}/timeline',
    permission: 'contacts.read',
    summary: 'Notes and changes of an organisation, calls, tasks and debts of its people and numbers, newest first',
    params,
    query: listQuerySchema,
    response: timelineSchema,
    handler: async ({ principal, params: { id }, query }) => {
      const page = await readOrganisationTimeline(platform, sources, {
        reader: principal,
        organisationId: id,
        ...query,
      });
      return withToldChanges(tellChanges, platform.database.sql, principal, page);
    },
  }),
  route({
    method: 'get',
    path: '/api/organisations/{id}/notes',
    permission: 'contacts.read',
    summary: 'Notes of an organisation, newest first; only one kind, or only what is to be kept in mind',
    params,
    query: noteListQuerySchema,
    response: noteListSchema,
    handler: ({ principal, params: { id }, query }) =>
      listOrganisationNotes(platform, principal, { organisationId: id, kind: query.kind, open: query.open === 'true' }),
  }),
  route({
    method: 'post',
    path: '/api/organisations/{id}/notes',
    permission: 'contacts.write',
    summary: 'Write a note on an organisation',
    params,
    body: newNoteSchema,
    response: noteSchema,
    status: 201,
    handler: ({ principal, params: { id }, body, request }) =>
      addOrganisationNote(platform, { organisationId: id, ...body, principal, ip: request.ip }),
  }),
  route({
    method: 'patch',
    path: '/api/organisations/{id}/notes/{noteId}',
    permission: 'contacts.write',
    summary: 'Settle a complaint of an organisation, or open it again',
    params: z.object({ id: idSchema, noteId: idSchema }),
    body: z.object({ resolved: z.boolean() }),
    response: noteSchema,
    handler: ({ principal, params: { id, noteId }, body, request }) =>
      resolveOrganisationNote(platform, {
        organisationId: id,
        noteId,
        resolved: body.resolved,
        principal,
        ip: request.ip,
      }),
  }),
];

/** @param timelineSources what other modules know of an organisation: calls, tasks, missed calls */
export const organisationRoutes = (
  platform: Platform,
  timelineSources: readonly OrganisationTimelineSource[],
  tellChanges: TellChanges,
) => [...reading(platform), ...changing(platform), ...timeline(platform, timelineSources, tellChanges)];
