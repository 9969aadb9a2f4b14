/** People over HTTP. */
import { z } from 'zod';
import { timelineSchema } from '../../contract/calls.contract.ts';
import { idSchema, listQuerySchema } from '../../contract/common.contract.ts';
import {
  birthdayListSchema,
  birthdayQuerySchema,
  contactListQuerySchema,
  contactListSchema,
  contactPatchSchema,
  contactSchema,
  duplicatesQuerySchema,
  duplicatesSchema,
  lookupSchema,
  newContactSchema,
  newNoteSchema,
  noteListQuerySchema,
  noteListSchema,
  noteSchema,
  revealedPhoneSchema,
} from '../../contract/contacts.contract.ts';
import type { Platform } from '../../platform/platform.ts';
import { route } from '../access/route.ts';
import { type TellChanges, withToldChanges } from '../audit/tell-changes.usecases.ts';
import { listBirthdays } from './birthdays.usecases.ts';
import { changeContact, deleteContact, readContact, restoreContact } from './contacts.usecases.ts';
import { type CallsOfOthers, createContact } from './create-contact.usecases.ts';
import { findDuplicates, listContacts, lookupNumber } from './list-contacts.usecases.ts';
import { addNote, listNotes, resolveNote } from './notes.usecases.ts';
import { readingPrivate } from './private-reads.usecases.ts';
import { revealPhone } from './reveal-phone.usecases.ts';
import { takeBackContact } from './take-back.usecases.ts';
import { readTimeline, type TimelineSource } from './timeline.usecases.ts';

const params = z.object({ id: idSchema });

const finding = (platform: Platform) => [
  route({
    method: 'get',
    path: '/api/contacts',
    permission: 'contacts.read',
    summary: 'List people by name, filtered',
    query: contactListQuerySchema,
    response: contactListSchema,
    handler: ({ principal, query }) => listContacts(platform, principal, query),
  }),
  route({
    method: 'get',
    path: '/api/contacts/lookup',
    permission: 'contacts.read',
    summary: 'Who a number belongs to, in any form, likeliest first; of somebody else’s client only whose it is',
    query: z.object({ number: z.string().min(1).max(200) }),
    response: lookupSchema,
    handler: ({ principal, query }) => lookupNumber(platform, principal, query.number),
  }),
  route({
    method: 'get',
    path: '/api/contacts/duplicates',
    permission: 'contacts.read',
    summary: 'People who may be the one that is being typed in',
    query: duplicatesQuerySchema,
    response: duplicatesSchema,
    handler: ({ principal, query }) => findDuplicates(platform, principal, query),
  }),
  route({
    method: 'get',
    path: '/api/contacts/birthdays',
    permission: 'contacts.read',
    summary: 'Whose birthday it is from one day to another, soonest first',
    query: birthdayQuerySchema,
    response: birthdayListSchema,
    handler: ({ principal, query }) => listBirthdays(platform, principal, query),
  }),
  route({
    method: 'get',
    path: '/api/contacts/{id}',
    permission: 'contacts.read',
    summary: 'Read a person',
    params,
    response: contactSchema,
    handler: ({ principal, params: { id }, request }) =>
      readingPrivate(platform, { principal, ip: request.ip }, id, () => readContact(platform, principal, id)),
  }),
];

const changing = (platform: Platform, calls: CallsOfOthers) => [
  route({
    method: 'post',
    path: '/api/contacts',
    permission: 'contacts.write',
    summary: 'Create a person; a name is enough',
    body: newContactSchema,
    response: contactSchema,
    status: 201,
    handler: ({ principal, body, request }) => createContact(platform, { body, principal, ip: request.ip }, calls),
  }),
  route({
    method: 'patch',
    path: '/api/contacts/{id}',
    permission: 'contacts.write',
    summary: 'Change a person; an old version is refused',
    params,
    body: contactPatchSchema,
    response: contactSchema,
    handler: ({ principal, params: { id }, body, request }) =>
      changeContact(platform, { contactId: id, patch: body, principal, ip: request.ip }),
  }),
  route({
    method: 'delete',
    path: '/api/contacts/{id}',
    permission: 'contacts.delete',
    summary: 'Delete a person; can be taken back',
    params,
    handler: async ({ principal, params: { id }, request }) =>
      void (await deleteContact(platform, { contactId: id, principal, ip: request.ip })),
  }),
  route({
    method: 'post',
    path: '/api/contacts/{id}/take-back',
    permission: 'contacts.write',
    summary: 'Take back a person one has made within the last hour; deleted as above',
    params,
    handler: ({ principal, params: { id }, request }) =>
      takeBackContact(platform, { contactId: id, principal, ip: request.ip }),
  }),
  route({
    method: 'post',
    path: '/api/contacts/{id}/restore',
    permission: 'contacts.delete',
    summary: 'Take back that a person was deleted',
    params,
    response: contactSchema,
    handler: ({ principal, params: { id }, request }) =>
      restoreContact(platform, { contactId: id, principal, ip: request.ip }),
  }),
];

const phoneParams = z.object({ id: idSchema, phoneId: idSchema });

const revealing = (platform: Platform) =>
  (
    [
      ['contact', '/api/contacts/{id}/phones/{phoneId}/reveal'],
      ['organisation', '/api/organisations/{id}/phones/{phoneId}/reveal'],
    ] as const
  ).map(([kind, path]) =>
    route({
      method: 'post',
      path,
      permission: 'numbers.reveal',
      summary: 'Show one telephone number in full to somebody who sees masked ones; written down in the audit',
      params: phoneParams,
      response: revealedPhoneSchema,
      handler: ({ principal, params: { id, phoneId }, request }) =>
        revealPhone(platform, { kind, recordId: id, phoneId, principal, ip: request.ip }),
    }),
  );

const timeline = (platform: Platform, sources: readonly TimelineSource[], tellChanges: TellChanges) => [
  route({
    method: 'get',
    path: '/api/contacts/{id}/timeline',
    permission: 'contacts.read',
    summary: 'Calls, notes, tasks, debts and changes of a person, newest first',
    params,
    query: listQuerySchema,
    response: timelineSchema,
    handler: ({ principal, params: { id }, query, request }) =>
      readingPrivate(platform, { principal, ip: request.ip }, id, async () => {
        const page = await readTimeline(platform, sources, { reader: principal, contactId: id, ...query });
        return withToldChanges(tellChanges, platform.database.sql, principal, page);
      }),
  }),
  route({
    method: 'get',
    path: '/api/contacts/{id}/notes',
    permission: 'contacts.read',
    summary: 'Notes of a person, newest first; only one kind, or only what is to be kept in mind',
    params,
    query: noteListQuerySchema,
    response: noteListSchema,
    handler: ({ principal, params: { id }, query, request }) =>
      readingPrivate(platform, { principal, ip: request.ip }, id, () =>
        listNotes(platform, principal, { contactId: id, kind: query.kind, open: query.open === 'true' }),
      ),
  }),
  route({
    method: 'post',
    path: '/api/contacts/{id}/notes',
    permission: 'contacts.write',
    summary: 'Write a note on a person',
    params,
    body: newNoteSchema,
    response: noteSchema,
    status: 201,
    handler: ({ principal, params: { id }, body, request }) =>
      addNote(platform, { contactId: id, ...body, principal, ip: request.ip }),
  }),
  route({
    method: 'patch',
    path: '/api/contacts/{id}/notes/{noteId}',
    permission: 'contacts.write',
    summary: 'Settle a complaint, or open it again',
    params: z.object({ id: idSchema, noteId: idSchema }),
    body: z.object({ resolved: z.boolean() }),
    response: noteSchema,
    handler: ({ principal, params: { id, noteId }, body, request }) =>
      resolveNote(platform, { contactId: id, noteId, resolved: body.resolved, principal, ip: request.ip }),
  }),
];

export interface ContactNeighbours {
  calls: CallsOfOthers;
  /** What other modules know of a person: calls, tasks, missed calls. */
  timelineSources: readonly TimelineSource[];
  tellChanges: TellChanges;
}

export const contactRoutes = (platform: Platform, { calls, timelineSources, tellChanges }: ContactNeighbours) => [
  ...finding(platform),
  ...changing(platform, calls),
  ...revealing(platform),
  ...timeline(platform, timelineSources, tellChanges),
];
