/** Many people, organisations or tasks in one request, by the usecases that one of them goes through. */
import {
  type BulkItem,
  bulkAnswerSchema,
  contactBulkSchema,
  maxBulkItems,
  organisationBulkSchema,
  taskBulkSchema,
} from '../contract/bulk.contract.ts';
import { route } from '../modules/access/route.ts';
import { callsForContacts } from '../modules/calls/calls-for-others.usecases.ts';
import { changeContact } from '../modules/contacts/contacts.usecases.ts';
import { createContact } from '../modules/contacts/create-contact.usecases.ts';
import { changeOrganisation, createOrganisation } from '../modules/organisations/organisations.usecases.ts';
import { changeTask, createTask } from '../modules/tasks/tasks.usecases.ts';
import { runBulk } from '../platform/bulk/run-bulk.ts';
import { invalid } from '../platform/errors/domain-error.ts';
import type { Platform } from '../platform/platform.ts';

type Saved = { id: string; version: number };

/** Does what an item asks for. */
function carryOut<Record, Patch>(
  item: BulkItem<Record, Patch>,
  create: (record: Record) => Promise<Saved>,
  change: (id: string, patch: Patch) => Promise<Saved>,
): Promise<Saved> {
  switch (item.op) {
    case 'create':
      return create(item.record);
    case 'change':
      return change(item.id, item.patch);
    case 'invalid':
      throw invalid('request.invalid', 'This item is not valid; `fields` says where and why.', item.fields);
  }
}

const summaryOf = (what: string) => `Create and change up to ${maxBulkItems} ${what} at once, with an answer for each`;
const maxBodyBytes = 8 * 1024 * 1024;

export const bulkRoutes = (platform: Platform) => [
  route({
    method: 'post',
    path: '/api/contacts/bulk',
    permission: 'contacts.write',
    summary: summaryOf('people'),
    body: contactBulkSchema,
    maxBodyBytes,
    response: bulkAnswerSchema,
    handler: ({ principal, body, request: { ip } }) =>
      runBulk(platform.database, body, (database, item) => {
        const inside = { ...platform, database };
        return carryOut(
          item,
          (record) => createContact(inside, { body: record, principal, ip }, callsForContacts),
          (contactId, patch) => changeContact(inside, { contactId, patch, principal, ip }),
        );
      }),
  }),
  route({
    method: 'post',
    path: '/api/organisations/bulk',
    permission: 'contacts.write',
    summary: summaryOf('organisations'),
    body: organisationBulkSchema,
    maxBodyBytes,
    response: bulkAnswerSchema,
    handler: ({ principal, body, request: { ip } }) =>
      runBulk(platform.database, body, (database, item) => {
        const inside = { ...platform, database };
        return carryOut(
          item,
          (record) => createOrganisation(inside, { body: record, principal, ip }),
          (organisationId, patch) => changeOrganisation(inside, { organisationId, patch, principal, ip }),
        );
      }),
  }),
  route({
    method: 'post',
    path: '/api/tasks/batch',
    permission: 'tasks.write',
    summary: summaryOf('tasks'),
    body: taskBulkSchema,
    maxBodyBytes,
    response: bulkAnswerSchema,
    handler: ({ principal, body, request: { ip } }) =>
      runBulk(platform.database, body, (database, item) => {
        const inside = { ...platform, database };
        return carryOut(
          item,
          (record) => createTask(inside, { body: record, principal, ip }),
          (taskId, patch) => changeTask(inside, { taskId, patch, principal, ip }),
        );
      }),
  }),
];
