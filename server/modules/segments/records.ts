/** The kinds of records that can be filtered, each with its table, and the fields that the modules together know of it. */
import type { FilterRecord } from '../../contract/filters.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import type { FieldSource, FilterField } from '../../platform/filters/filter-field.ts';
import type { RecordTable } from '../../platform/filters/page-of-records.ts';
import { canDo, type Permission, scopeOf } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import { visiblePredicate } from '../access/visible-predicate.ts';
import { numberFilter } from '../calls/call-filter.ts';
import { callTable } from '../calls/call-table.ts';
import { callConditions, visibleCalls } from '../calls/calls.usecases.ts';
import { contactOwner } from '../contacts/contact-row.ts';
import { contactsOfText, contactTable, visibleContacts } from '../contacts/contact-table.usecases.ts';
import { dealTable } from '../deals/deal-table.ts';
import { dealsOfText, visibleDeals } from '../deals/list-deals.usecases.ts';
import {
  organisationsOfText,
  organisationTable,
  visibleOrganisations,
} from '../organisations/organisation-table.usecases.ts';
import { tasksOfText } from '../tasks/list-tasks.usecases.ts';
import { visibleTasks } from '../tasks/task-access.ts';
import { taskTable } from '../tasks/task-table.ts';
import { forReader, isHeldBack } from './held-back.ts';

interface KindOfRecord {
  table: RecordTable;
  /** The right to read it. */
  permission: Permission;
  visible: (sql: Sql, reader: Principal) => SqlQuery;
  ofText: (sql: Sql, reader: Principal, words: { text: string; region: string }) => SqlQuery | null;
}

/**
 * Which people or organisations the reader does not see: `none`; those private to others, who are few and found by an index; or `many`.
 */
export function unseenBy(sql: Sql, reader: Principal, record: 'contact' | 'organisation'): SqlQuery | 'none' | 'many' {
  if (scopeOf(reader, 'contacts.read') !== 'all') return 'many';
  if (record === 'organisation' || canDo(reader, 'contacts.private')) return 'none';
  return sql`c.is_private and c.deleted_at is null and not ${visiblePredicate(sql, reader, 'contacts.read', contactOwner)}`;
}

export const kindsOfRecord: Readonly<Record<FilterRecord, KindOfRecord>> = {
  contact: { table: contactTable, permission: 'contacts.read', visible: visibleContacts, ofText: contactsOfText },
  organisation: {
    table: organisationTable,
    permission: 'contacts.read',
    visible: visibleOrganisations,
    ofText: organisationsOfText,
  },
  deal: {
    table: dealTable,
    permission: 'deals.read',
    visible: (sql, reader) => sql.and([sql.unsafe(dealTable.live), visibleDeals(sql, reader)]),
    ofText: (sql, reader, { text }) => dealsOfText(sql, reader, text),
  },
  task: {
    table: taskTable,
    permission: 'tasks.read',
    visible: visibleTasks,
    ofText: (sql, _reader, { text }) => tasksOfText(sql, text),
  },
  call: {
    table: callTable,
    permission: 'calls.read',
    visible: (sql, reader) => visibleCalls(sql, reader, 'calls.read'),
    // The log has no words; it is asked for numbers.
    ofText: (sql, _reader, { text, region }) => callConditions(sql, { number: numberFilter(text, region) }),
  },
};

/** Handed in by server/app: what each module knows of a kind of record. */
export type FieldSources = readonly FieldSource<Principal>[];

/** By key, in the order of the sources. Two sources with the same key are a bug. */
export async function readFields(
  sources: FieldSources,
  sql: Sql,
  reader: Principal,
  record: FilterRecord,
): Promise<Map<string, FilterField>> {
  const own = sources.filter((source) => source.record === record);
  const lists = await Promise.all(own.map((source) => source.read(sql, reader)));
  const fields = new Map<string, FilterField>();
  for (const field of lists.flat()) {
    if (isHeldBack(reader, record, field)) continue;
    const asked = forReader(reader, field);
    if (fields.has(field.key)) throw new Error(`two modules call a field of a ${record} ${field.key}`);
    fields.set(field.key, asked);
  }
  return fields;
}
