/** Whom a source names, in pieces of some thousands of ids; every one a person whom the maker of the list may see. */
import type { CallListSource } from '../../contract/call-lists.contract.ts';
import type { FilterRecord } from '../../contract/filters.contract.ts';
import type { Selection } from '../../contract/segments.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { Principal } from '../access/principal.ts';
import { visibleContacts } from '../contacts/contact-table.usecases.ts';
import { kindsOfRecord } from '../segments/records.ts';
import { readSegmentFor } from '../segments/segments.usecases.ts';
import { idsOfSelection, type SegmentsPlatform } from '../segments/select-records.usecases.ts';

const atOnce = 2_000;

/** The people behind records of a kind: of a call or a deal its person, of an organisation everybody there. */
async function peopleBehind(sql: Sql, record: FilterRecord, ids: readonly string[]): Promise<string[]> {
  const list = [...ids];
  const rows = await {
    contact: () => Promise.resolve(list.map((id) => ({ id }))),
    organisation: () => sql<{ id: string }[]>`
      select id from contacts where organisation_id = any(${list}::text[]) and deleted_at is null order by id`,
    deal: () => sql<{ id: string }[]>`
      select distinct contact_id as id from deals where id = any(${list}::text[]) and contact_id is not null order by 1`,
    task: () => sql<{ id: string }[]>`
      select distinct contact_id as id from tasks where id = any(${list}::text[]) and contact_id is not null order by 1`,
    call: () => sql<{ id: string }[]>`
      select distinct contact_id as id from calls where id = any(${list}::text[]) and contact_id is not null order by 1`,
  }[record]();
  return rows.map(({ id }) => id);
}

async function visibleOf(sql: Sql, reader: Principal, ids: readonly string[]): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select c.id from contacts c where c.id = any(${[...ids]}::text[]) and ${visibleContacts(sql, reader)} order by c.id`;
  return rows.map(({ id }) => id);
}

async function* found(
  platform: SegmentsPlatform,
  reader: Principal,
  selection: Selection & { record: FilterRecord },
): AsyncGenerator<string[]> {
  const { sql } = platform.database;
  for await (const ids of idsOfSelection(platform, reader, selection)) {
    const people = await peopleBehind(sql, selection.record, ids);
    // What a filter of people finds, its reader may see already.
    yield selection.record === 'contact' ? people : await visibleOf(sql, reader, people);
  }
}

/** The people of these records, of those that the reader may see; a person may be behind several of them. */
export async function peopleOfRecords(
  sql: Sql,
  reader: Principal,
  { record, ids }: { record: FilterRecord; ids: readonly string[] },
): Promise<string[]> {
  const { table, visible } = kindsOfRecord[record];
  const id = sql.unsafe(table.id);
  const rows = await sql<{ id: string }[]>`
    select ${id} as id from ${sql.unsafe(table.from)}
    where ${id} = any(${[...ids]}::text[]) and ${visible(sql, reader)} order by ${id}`;
  const seen = rows.map((row) => row.id);
  return visibleOf(sql, reader, await peopleBehind(sql, record, seen));
}

async function* imported(sql: Sql, reader: Principal, importId: string): AsyncGenerator<string[]> {
  for (let after = -1; ; ) {
    const rows = await sql<{ id: string; row: number }[]>`
      select record_id as id, row from import_changes
      where import_id = ${importId} and kind = 'contact' and row > ${after} and undone is distinct from 'restored'
      order by row limit ${atOnce}`;
    const last = rows.at(-1);
    if (!last) return;
    yield visibleOf(sql, reader, [...new Set(rows.map(({ id }) => id))]);
    after = last.row;
  }
}

/** Nobody comes twice within a piece; over several pieces somebody may (two calls of one person). */
export async function* peopleOfSource(
  platform: SegmentsPlatform,
  reader: Principal,
  source: CallListSource,
): AsyncGenerator<string[]> {
  const { sql } = platform.database;
  switch (source.kind) {
    case 'segment': {
      const { record } = await readSegmentFor(sql, reader, source.segmentId);
      yield* found(platform, reader, { record, segmentId: source.segmentId });
      return;
    }
    case 'filter':
      yield* found(platform, reader, { record: source.record, filter: source.filter, q: source.q });
      return;
    case 'import':
      yield* imported(sql, reader, source.importId);
      return;
    case 'contacts':
      for (let i = 0; i < source.contactIds.length; i += atOnce) {
        yield visibleOf(sql, reader, source.contactIds.slice(i, i + atOnce));
      }
  }
}
