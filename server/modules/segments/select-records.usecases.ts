/** Filtered lists: which records fit, for this reader. The access rule is a part of every condition. */
import type { z } from 'zod';
import type { FieldDescription, FilterRecord } from '../../contract/filters.contract.ts';
import type { Count, countQuerySchema, Selection, searchRecordsSchema } from '../../contract/segments.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import { asksByIndex, asksOnlyElsewhere, compileFilter, holdersOf } from '../../platform/filters/compile-filter.ts';
import { countRecords, type Held } from '../../platform/filters/count-records.ts';
import type { FilterContext, FilterField } from '../../platform/filters/filter-field.ts';
import { type PageOfIds, type SortOrder, selectPageOfIds } from '../../platform/filters/page-of-records.ts';
import { type CheckedFilter, operatorsOf, readFilter } from '../../platform/filters/read-filter.ts';
import type { Platform } from '../../platform/platform.ts';
import { canDo } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import { type FieldSources, kindsOfRecord, readFields, unseenBy } from './records.ts';
import { fieldsForbidden, filterInvalid, segmentOfOther } from './segments.errors.ts';
import { readSegmentFor } from './segments.usecases.ts';

export interface SegmentsPlatform extends Platform {
  fieldSources: FieldSources;
}

/** The fields of a kind of record, for builders, columns, import and export. */
export async function listFields(
  { database, fieldSources }: SegmentsPlatform,
  reader: Principal,
  record: FilterRecord,
): Promise<FieldDescription[]> {
  if (!canDo(reader, kindsOfRecord[record].permission)) throw fieldsForbidden();
  const fields = await readFields(fieldSources, database.sql, reader, record);
  return [...fields.values()]
    .filter((field) => !field.isHidden)
    .map((field) => ({
      key: field.key,
      type: field.type,
      group: field.group,
      label: field.label ?? null,
      operators: [...operatorsOf(field)],
      options: field.options ? field.options.map(({ id, label, active }) => ({ id, label, active })) : null,
      sortable: field.sortAs !== undefined,
    }));
}

async function contextFor(platform: Platform, sql: Sql, reader: Principal): Promise<FilterContext> {
  const settings = await readSettings(platform, sql);
  return {
    now: platform.clock.now(),
    zone: settings.defaultTimeZone,
    region: settings.defaultRegion,
    mine: { agentId: reader.agentId, teamId: reader.teamId },
  };
}

/** Refuses a filter that this reader cannot use, naming each place. */
export async function checkFilter(
  { fieldSources }: SegmentsPlatform,
  sql: Sql,
  reader: Principal,
  { record, filter }: { record: FilterRecord; filter: unknown },
): Promise<void> {
  const read = readFilter(filter, await readFields(fieldSources, sql, reader, record));
  if (!read.ok) throw filterInvalid(read.fields);
}

interface Selected {
  where: SqlQuery;
  /** The same, for finding or counting all of them at once. */
  ofAll: SqlQuery;
  /** True: an index finds all that fit. */
  isByIndex: boolean;
  fields: ReadonlyMap<string, FilterField>;
  /** All that fit, when one other table alone tells them. */
  held: Held | null;
  /** The filter alone, when nothing but other tables is asked. */
  elsewhere: SqlQuery | null;
}

/** Which records fit a selection, as a condition on the table of the record, with what the reader may see in it. */
export async function whereOf(
  platform: SegmentsPlatform,
  sql: Sql,
  reader: Principal,
  { record, filter, segmentId, q }: Selection & { record: FilterRecord },
): Promise<Selected> {
  const kind = kindsOfRecord[record];
  const segment = segmentId === undefined ? null : await readSegmentFor(sql, reader, segmentId);
  if (segment && segment.record !== record) throw segmentOfOther(segment.record);
  const [fields, context] = await Promise.all([
    readFields(platform.fieldSources, sql, reader, record),
    contextFor(platform, sql, reader),
  ]);
  const checked = (given: unknown, place: string): CheckedFilter[] => {
    if (given === undefined) return [];
    const read = readFilter(given, fields, place);
    if (!read.ok) throw filterInvalid(read.fields);
    return [read.filter];
  };
  const filters = [...checked(segment?.filter, 'segment.filter'), ...checked(filter, 'filter')];
  const conditions = filters.map((one) => compileFilter(sql, one, context));
  const atOnce = filters.map((one) => compileFilter(sql, one, { ...context, isOfAll: true }));
  const words = q === undefined ? null : kind.ofText(sql, reader, { text: q, region: context.region });
  const isWhole = words === null && (record === 'contact' || record === 'organisation');
  const unseen = isWhole ? unseenBy(sql, reader, record) : 'many';
  const isElsewhere = unseen === 'none' && filters.every(asksOnlyElsewhere);
  const [only, ...more] = filters;
  const ids = isWhole && only && more.length === 0 ? holdersOf(sql, only, { ...context, isOfAll: true }) : null;
  const counting =
    unseen === 'many' ? { counted: kind.visible(sql, reader) } : { unseen: unseen === 'none' ? null : unseen };
  return {
    held: ids && { ids, ...counting },
    where: sql.and([kind.visible(sql, reader), ...conditions, words]),
    ofAll: sql.and([kind.visible(sql, reader), ...atOnce, words]),
    isByIndex: filters.some(asksByIndex),
    fields,
    elsewhere: isElsewhere ? sql.and(conditions) : null,
  };
}

export async function countSelection(
  platform: SegmentsPlatform,
  reader: Principal,
  query: z.output<typeof countQuerySchema>,
): Promise<Count> {
  const { ofAll, held } = await whereOf(platform, platform.database.sql, reader, query);
  return countRecords(platform.database, kindsOfRecord[query.record].table, ofAll, held);
}

function orderOf(
  sql: Sql,
  fields: Selected['fields'],
  { by, descending }: { by: string; descending: boolean },
): SortOrder {
  const field = fields.get(by);
  if (!field?.sortAs || !field.value) {
    const sortable = [...fields.values()].filter(({ sortAs, isHidden }) => sortAs && !isHidden).map(({ key }) => key);
    throw filterInvalid({ 'sort.by': `must be one of: ${sortable.join(', ')}` });
  }
  return { value: field.value(sql), as: field.sortAs, descending, isAlways: field.isAlways === true };
}

/** Ids of one page in the order asked for. */
export async function pageOfSelection(
  platform: SegmentsPlatform,
  reader: Principal,
  query: z.output<typeof searchRecordsSchema> & { record: FilterRecord },
): Promise<PageOfIds> {
  const { sql } = platform.database;
  const { fields, ...chosen } = await whereOf(platform, sql, reader, query);
  const sort = orderOf(sql, fields, query.sort);
  const { table } = kindsOfRecord[query.record];
  const isFiltered = query.filter !== undefined || query.segmentId !== undefined || Boolean(query.q?.trim());
  const { cursor, limit } = query;
  return selectPageOfIds(sql, table, { ...chosen, sort, cursor, limit, isFiltered });
}

const atOnce = 2_000;

/**
 * Every id of a selection, in pieces of two thousand by id: for call lists and exports, which read millions without
 * holding them. What comes or goes meanwhile may or may not be among them; nothing comes twice.
 */
export async function* idsOfSelection(
  platform: SegmentsPlatform,
  reader: Principal,
  selection: Selection & { record: FilterRecord },
): AsyncGenerator<string[]> {
  const { sql } = platform.database;
  const { table } = kindsOfRecord[selection.record];
  const { ofAll } = await whereOf(platform, sql, reader, selection);
  const id = sql.unsafe(table.id);
  for (let after = ''; ; ) {
    const rows = await sql<{ id: string }[]>`
      select ${id} as id from ${sql.unsafe(table.from)} where ${sql.and([ofAll, sql`${id} > ${after}`])}
      order by ${id} limit ${atOnce}`;
    const last = rows.at(-1);
    if (last) yield rows.map((row) => row.id);
    if (!last || rows.length < atOnce) return;
    after = last.id;
  }
}
