/** Table of contents: every list that can be taken out as a file. */
import { callListQuerySchema, callSchema } from '../contract/calls.contract.ts';
import {
  contactListQuerySchema,
  contactSchema,
  organisationListQuerySchema,
  organisationSchema,
} from '../contract/contacts.contract.ts';
import { taskListQuerySchema, taskSchema } from '../contract/tasks.contract.ts';
import { type CallsDeps, listCalls } from '../modules/calls/calls.usecases.ts';
import { listContacts } from '../modules/contacts/list-contacts.usecases.ts';
import { type ExportableList, exportableList } from '../modules/exports/exportable-list.ts';
import { callColumns, contactColumns, organisationColumns, taskColumns } from '../modules/exports/list-columns.ts';
import { listOrganisations } from '../modules/organisations/list-organisations.usecases.ts';
import { listTasks } from '../modules/tasks/list-tasks.usecases.ts';
import type { Platform } from '../platform/platform.ts';

export const exportableLists = (platform: Platform, calls: CallsDeps): ExportableList[] => [
  exportableList({
    list: 'contacts',
    item: contactSchema,
    permission: 'contacts.read',
    query: contactListQuerySchema,
    columns: contactColumns,
    read: (principal, query) => listContacts(platform, principal, query),
  }),
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
];
