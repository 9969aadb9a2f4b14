/** Lists of people and organisations as files: by their query, or by the filter that was built on the screen. */
import {
  contactListQuerySchema,
  contactSchema,
  organisationListQuerySchema,
  organisationSchema,
} from '../contract/contacts.contract.ts';
import { type Filter, filterSchema } from '../contract/filters.contract.ts';
import { searchRecordsSchema } from '../contract/segments.contract.ts';
import type { Principal } from '../modules/access/principal.ts';
import { showContactsOf } from '../modules/contacts/contact-table.usecases.ts';
import { listContacts } from '../modules/contacts/list-contacts.usecases.ts';
import { type ExportableList, exportableList } from '../modules/exports/exportable-list.ts';
import { contactColumns, organisationColumns } from '../modules/exports/people-columns.ts';
import { listOrganisations } from '../modules/organisations/list-organisations.usecases.ts';
import { showOrganisationsOf } from '../modules/organisations/organisation-table.usecases.ts';
import { checkFilter, pageOfSelection } from '../modules/segments/select-records.usecases.ts';
import type { Platform } from '../platform/platform.ts';
import { withFields } from './field-sources.ts';

/** Lists by the filter of a screen instead of by the query of an address: then only words stand beside it. */
const byFilter = (platform: Platform, record: 'contact' | 'organisation') => {
  const fielded = withFields(platform);
  const { sql } = platform.database;
  type Asked = { filter?: Filter | undefined; q?: string | undefined; cursor?: string | undefined; limit: number };
  return {
    check: async (principal: Principal, { filter }: Pick<Asked, 'filter'>) => {
      if (filter !== undefined) await checkFilter(fielded, sql, principal, { record, filter });
    },
    idsOf: (principal: Principal, { filter, q, cursor, limit }: Asked) =>
      pageOfSelection(fielded, principal, {
        ...searchRecordsSchema.parse({ filter, q: q || undefined, cursor, limit }),
        record,
      }),
  };
};

const filterAlone = 'a filter says all that is wanted; only q stands beside it';

const contactQuery = contactListQuerySchema
  .extend({ filter: filterSchema.optional() })
  .refine(
    ({ filter, ownerId, organisationId, lifecycle }) =>
      filter === undefined || (ownerId ?? organisationId ?? lifecycle) === undefined,
    filterAlone,
  );

export const contactList = (platform: Platform): ExportableList => {
  const { check, idsOf } = byFilter(platform, 'contact');
  return exportableList(platform, {
    list: 'contacts',
    record: 'contact',
    item: contactSchema,
    permission: 'contacts.read',
    query: contactQuery,
    columns: contactColumns,
    check,
    read: async (principal, { filter, ...query }) => {
      if (filter === undefined) return listContacts(platform, principal, query);
      const { ids, nextCursor } = await idsOf(principal, { filter, ...query });
      return { items: await showContactsOf(platform, platform.database.sql, ids), nextCursor };
    },
  });
};

const organisationQuery = organisationListQuerySchema
  .extend({ filter: filterSchema.optional() })
  .refine(({ filter, lifecycle }) => filter === undefined || lifecycle === undefined, filterAlone);

export const organisationList = (platform: Platform): ExportableList => {
  const { check, idsOf } = byFilter(platform, 'organisation');
  return exportableList(platform, {
    list: 'organisations',
    record: 'organisation',
    item: organisationSchema,
    permission: 'contacts.read',
    query: organisationQuery,
    columns: organisationColumns,
    check,
    read: async (principal, { filter, ...query }) => {
      if (filter === undefined) return listOrganisations(platform, principal, query);
      const { ids, nextCursor } = await idsOf(principal, { filter, ...query });
      return { items: await showOrganisationsOf(platform.database.sql, principal, ids), nextCursor };
    },
  });
};
