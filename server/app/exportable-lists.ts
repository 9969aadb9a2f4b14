/** Table of contents: every list that can be taken out as a file. */
import { callListQuerySchema, callSchema } from '../contract/calls.contract.ts';
import {
  contactListQuerySchema,
  contactSchema,
  organisationListQuerySchema,
  organisationSchema,
} from '../contract/contacts.contract.ts';
import { dealCardSchema, dealListQuerySchema } from '../contract/deals.contract.ts';
import { filterSchema } from '../contract/filters.contract.ts';
import { searchRecordsSchema } from '../contract/segments.contract.ts';
import { taskListQuerySchema, taskSchema } from '../contract/tasks.contract.ts';
import { type CallsDeps, listCalls } from '../modules/calls/calls.usecases.ts';
import { showContactsOf } from '../modules/contacts/contact-table.usecases.ts';
import { listContacts } from '../modules/contacts/list-contacts.usecases.ts';
import { listDeals } from '../modules/deals/list-deals.usecases.ts';
import { type ExportableList, exportableList } from '../modules/exports/exportable-list.ts';
import {
  callColumns,
  contactColumns,
  dealColumns,
  organisationColumns,
  taskColumns,
} from '../modules/exports/list-columns.ts';
import { listOrganisations } from '../modules/organisations/list-organisations.usecases.ts';
import { checkFilter, pageOfSelection } from '../modules/segments/select-records.usecases.ts';
import { listTasks } from '../modules/tasks/list-tasks.usecases.ts';
import type { Platform } from '../platform/platform.ts';
import { fieldSources } from './field-sources.ts';

/** People are listed by their address or searched by a filter; the console does the latter. */
const contactQuery = contactListQuerySchema
  .extend({ filter: filterSchema.optional() })
  .refine(
    ({ filter, ownerId, organisationId, lifecycle }) =>
      filter === undefined || (ownerId ?? organisationId ?? lifecycle) === undefined,
    'a filter says all that is wanted; only q stands beside it',
  );

const contactList = (platform: Platform): ExportableList => {
  const withFields = { ...platform, fieldSources };
  const { sql } = platform.database;
  return exportableList({
    list: 'contacts',
    item: contactSchema,
    permission: 'contacts.read',
    query: contactQuery,
    columns: contactColumns,
    check: async (principal, { filter }) => {
      if (filter !== undefined) await checkFilter(withFields, sql, principal, { record: 'contact', filter });
    },
    read: async (principal, { filter, q, cursor, limit, ...query }) => {
      if (filter === undefined) return listContacts(platform, principal, { q, cursor, limit, ...query });
      const selection = searchRecordsSchema.parse({ filter, q, cursor, limit });
      const { ids, nextCursor } = await pageOfSelection(withFields, principal, { ...selection, record: 'contact' });
      return { items: await showContactsOf(platform, sql, ids), nextCursor };
    },
  });
};

export const exportableLists = (platform: Platform, calls: CallsDeps): ExportableList[] => [
  contactList(platform),
  exportableList({
    list: 'organisations',
    item: organisationSchema,
    permission: 'contacts.read',
    query: organisationListQuerySchema,
    columns: organisationColumns,
    read: (principal, query) => listOrganisations(platform, principal, query),
  }),
  exportableList({
    list: 'calls',
    item: callSchema,
    permission: 'calls.read',
    query: callListQuerySchema,
    columns: callColumns,
    read: (principal, query) => listCalls(calls, principal, query),
  }),
  exportableList({
    list: 'tasks',
    item: taskSchema,
    permission: 'tasks.read',
    query: taskListQuerySchema,
    columns: taskColumns,
    read: (principal, query) => listTasks(platform, principal, query),
  }),
  exportableList({
    list: 'deals',
    item: dealCardSchema,
    permission: 'deals.read',
    query: dealListQuerySchema,
    columns: dealColumns,
    read: (principal, query) => listDeals(platform, principal, query),
  }),
];
