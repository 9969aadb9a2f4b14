/** Pages of a filtered list in any order that an index gives, by key: rows that come or go neither repeat nor hide others. */
import type { Sql, SqlQuery } from '../database/sql.ts';
import { invalid } from '../errors/domain-error.ts';
import { cursorOf } from '../http/cursor.ts';

/** A table that lists are made of. The names come from the code. */
export interface RecordTable {
  /** `contacts c` */
  from: string;
  /** `c.id` */
  id: string;
  /** `c.deleted_at is null`: what the indexes of the orders hold. */
  live: string;
}

export interface SortOrder {
  value: SqlQuery;
  as: 'text' | 'numeric' | 'timestamptz' | 'date';
  descending: boolean;
  /** True: every record has a value. Else those without one come last, whichever way the others go. */
  isAlways: boolean;
}

export interface PageOfIds {
  ids: string[];
  nextCursor: string | null;
}

/** The last row of the page before; `key` null: it had no value. */
interface After {
  key: string | null;
  id: string;
}

const wrongCursor = () =>
  invalid('request.invalid_cursor', 'The cursor is not one of this list in this order.', { cursor: 'unknown' });

const casts: Readonly<Record<SortOrder['as'], RegExp>> = {
  text: /^/,
  numeric: /^-?\d{1,40}(\.\d{1,40})?$/,
  timestamptz: /^\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d){0,2}$/,
  date: /^\d{4}-\d\d-\d\d$/,
};

function readCursor(cursor: string | undefined, { as }: SortOrder): After | null {
  const parts = cursorOf(cursor, 2);
  if (!parts) return null;
  const [key = '', id = ''] = parts;
  if (key === 'none') return { key: null, id };
  if (!key.startsWith('=')) throw wrongCursor();
  try {
    const value = decodeURIComponent(key.slice(1));
    if (casts[as].test(value)) return { key: value, id };
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
  }
  throw wrongCursor();
}

const cursorFor = ({ id, key }: { id: string; key: string | null }): string =>
  Buffer.from([key === null ? 'none' : `=${encodeURIComponent(key)}`, id].join('\n')).toString('base64url');

export interface PageQuery {
  where: SqlQuery;
  sort: SortOrder;
  cursor: string | undefined;
  limit: number;
  /** True: `where` may leave only a few, who lie far apart in the order asked for. */
  isFiltered: boolean;
}

export async function selectPageOfIds(
  sql: Sql,
  table: RecordTable,
  { where, sort, cursor, limit, isFiltered }: PageQuery,
): Promise<PageOfIds> {
  const after = readCursor(cursor, sort);
  const wanted = limit + 1;
  const part = { where, sort, after, limit: wanted };
  const few = isFiltered && after?.key !== null ? await fromNearOrFound(sql, table, part) : null;
  const rows = after?.key === null ? [] : (few ?? (await withValue(sql, table, part)));
  if (rows.length < wanted && !sort.isAlways) {
    const rest = after?.key === null ? after : null;
    rows.push(...(await withoutValue(sql, table, { where, sort, after: rest, limit: wanted - rows.length })));
  }
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { ids: shown.map(({ id }) => id), nextCursor: rows.length > limit && last ? cursorFor(last) : null };
}

interface Part {
  where: SqlQuery;
  sort: SortOrder;
  after: After | null;
  limit: number;
}
type KeyRow = { id: string; key: string | null };

/** Records in order that are looked at for a page; those found that are put in order; those found that are remembered. */
const mostWalked = 2_000;
const mostSorted = 5_000;
/** Remembered in memory by PostgreSQL (a hashed subplan): so many ids fit its usual settings. */
const mostKnown = 100_000;

/**
 * Walking the index of the order until a page of rare records is full may read a million of them; finding all of many
 * and sorting them reads as many. So: a short walk, which fills the page when those that fit are not rare; else all that
 * fit are found by the indexes of the filter. Null when both fail: then only the long walk is left.
 */
async function fromNearOrFound(sql: Sql, table: RecordTable, part: Part): Promise<KeyRow[] | null> {
  const near = await fromNear(sql, table, part);
  return near.length >= part.limit ? near : fromFound(sql, table, part);
}

async function fromNear(sql: Sql, table: RecordTable, part: Part): Promise<KeyRow[]> {
  const [name = '', alias = ''] = table.from.split(' ');
  const id = sql.unsafe(table.id);
  const { value } = part.sort;
  const order = orderOf(sql, value, id, part);
  const rows = await sql<KeyRow[]>`
    select ${id} as id, (${value})::text as key from (
      select ${sql.unsafe(`${alias}.*`)} from ${sql.unsafe(`${name} ${alias}`)}
      where ${sql.and([sql.unsafe(table.live), ...placeOf(sql, table, part)])} ${order} limit ${mostWalked}
    ) ${sql.unsafe(alias)} where ${part.where} ${order} limit ${part.limit}`;
  return [...rows];
}

/**
 * All that fit, as ids, which an index may tell without the records. Few of them are sorted; of more the index of the order
 * is walked, which tells ids as well, until enough are met that are known to fit. Null: even more fit.
 */
async function fromFound(sql: Sql, table: RecordTable, part: Part): Promise<KeyRow[] | null> {
  const id = sql.unsafe(table.id);
  const from = sql.unsafe(table.from);
  const order = orderOf(sql, part.sort.value, id, part);
  const columns = sql`${id} as id, (${part.sort.value})::text as key`;
  const walked = sql.and([sql.unsafe(table.live), ...placeOf(sql, table, part)]);
  // `case` keeps PostgreSQL from joining, and so from finding and sorting all of them after all.
  const rows = await sql<{ found: number; id: string | null; key: string | null }[]>`
    with known as materialized (
      select ${id} as id from ${from} where ${conditionOf(sql, table, part)} limit ${mostKnown + 1}),
    counted as materialized (select count(*)::int as found from known),
    few as (select ${columns} from known join ${from} on ${id} = known.id ${order} limit ${part.limit}),
    many as (
      select ${columns} from ${from} where ${walked} and case when ${id} in (select id from known) then true end
      ${order} limit ${part.limit})
    select found, id, key from counted left join (
      select id, key, row_number() over () as place from few where (select found from counted) <= ${mostSorted}
      union all
      select id, key, row_number() over () from many where (select found from counted) between ${mostSorted + 1} and ${mostKnown}
    ) page on true order by place`;
  if ((rows[0]?.found ?? 0) > mostKnown) return null;
  return rows.flatMap(({ id: one, key }) => (one === null ? [] : [{ id: one, key }]));
}

function orderOf(sql: Sql, value: SqlQuery, id: SqlQuery, { sort }: Part): SqlQuery {
  const way = sql.unsafe(sort.descending ? 'desc' : '');
  return sql`order by ${value} ${way}, ${id} ${way}`;
}

/** After the last record of the page before, among those with a value. */
function placeOf(sql: Sql, table: RecordTable, { sort, after }: Part): (SqlQuery | null | false)[] {
  const { value, as, descending, isAlways } = sort;
  const id = sql.unsafe(table.id);
  // As text first: a bare parameter would take the type of the cast, and the driver its own form of it.
  const key = after && sql`(${after.key}::text::${sql.unsafe(as)}, ${after.id})`;
  const rest = key && sql`(${value}, ${id}) ${sql.unsafe(descending ? '<' : '>')} ${key}`;
  return [!isAlways && sql`${value} is not null`, rest];
}

const conditionOf = (sql: Sql, table: RecordTable, part: Part): SqlQuery =>
  sql.and([part.where, ...placeOf(sql, table, part)]);

async function withValue(sql: Sql, table: RecordTable, part: Part): Promise<KeyRow[]> {
  const id = sql.unsafe(table.id);
  const { value } = part.sort;
  const rows = await sql<KeyRow[]>`
    select ${id} as id, (${value})::text as key from ${sql.unsafe(table.from)}
    where ${conditionOf(sql, table, part)} ${orderOf(sql, value, id, part)} limit ${part.limit}`;
  return [...rows];
}

async function withoutValue(sql: Sql, table: RecordTable, { where, sort, after, limit }: Part): Promise<KeyRow[]> {
  const id = sql.unsafe(table.id);
  const rows = await sql<{ id: string }[]>`
    select ${id} as id from ${sql.unsafe(table.from)}
    where ${sql.and([where, sql`${sort.value} is null`, after && sql`${id} > ${after.id}`])} order by ${id} limit ${limit}`;
  return rows.map((row) => ({ id: row.id, key: null }));
}
