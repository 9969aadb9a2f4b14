/** The kinds of records that can be filtered, each with its table, and the fields that the modules together know of it. */
import type { FilterRecord } from '../../contract/filters.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import type { FieldSource, FilterField } from '../../platform/filters/filter-field.ts';
import type { RecordTable } from '../../platform/filters/page-of-records.ts';
import { canDo, scopeOf } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import { contactsOfText, contactTable, visibleContacts } from '../contacts/contact-table.usecases.ts';
import {
  organisationsOfText,
  organisationTable,
  visibleOrganisations,
} from '../organisations/organisation-table.usecases.ts';
import { forReader, isHeldBack } from './held-back.ts';

interface KindOfRecord {
  table: RecordTable;
  visible: (sql: Sql, reader: Principal) => SqlQuery;
  ofText: (sql: Sql, reader: Principal, words: { text: string; region: string }) => SqlQuery | null;
}

/** True when there is no record, be it private, that the reader may not see. */
export const seesAllRecords = (reader: Principal): boolean =>
  scopeOf(reader, 'contacts.read') === 'all' && canDo(reader, 'contacts.private');

export const kindsOfRecord: Readonly<Record<FilterRecord, KindOfRecord>> = {
  contact: { table: contactTable, visible: visibleContacts, ofText: contactsOfText },
  organisation: { table: organisationTable, visible: visibleOrganisations, ofText: organisationsOfText },
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
