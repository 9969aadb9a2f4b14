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
  const few = isFiltered && after?.key !== null ? await fromFew(sql, table, part) : null;
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

/** What is found is put in order, up to so many. */
const mostSorted = 2_000;

/**
 * The page when only few fit, null when they are more. Walking the index of the order until a page of rare ones is
 * full may read a million records; finding all of the few by the index of the filter and sorting them does not. Many
 * lie close together in any order: walking is right for them.
 */
async function fromFew(sql: Sql, table: RecordTable, part: Part): Promise<KeyRow[] | null> {
  const id = sql.unsafe(table.id);
  const way = sql.unsafe(part.sort.descending ? 'desc' : '');
  const rows = await sql<(KeyRow & { found: number })[]>`
    select id, value::text as key, count(*) over () as found from (
      select ${id} as id, ${part.sort.value} as value from ${sql.unsafe(table.from)}
      where ${conditionOf(sql, table, part)} limit ${mostSorted + 1}) few
    order by value ${way}, id ${way} limit ${part.limit}`;
  return (rows[0]?.found ?? 0) > mostSorted ? null : rows.map(({ id: found, key }) => ({ id: found, key }));
}

function conditionOf(sql: Sql, table: RecordTable, { where, sort, after }: Part): SqlQuery {
  const { value, as, descending, isAlways } = sort;
  const id = sql.unsafe(table.id);
  // As text first: a bare parameter would take the type of the cast, and the driver its own form of it.
  const key = after && sql`(${after.key}::text::${sql.unsafe(as)}, ${after.id})`;
  const rest = key && sql`(${value}, ${id}) ${sql.unsafe(descending ? '<' : '>')} ${key}`;
  return sql.and([where, !isAlways && sql`${value} is not null`, rest]);
}

async function withValue(sql: Sql, table: RecordTable, part: Part): Promise<KeyRow[]> {
  const { value, descending } = part.sort;
  const id = sql.unsafe(table.id);
  const way = sql.unsafe(descending ? 'desc' : '');
  const rows = await sql<KeyRow[]>`
    select ${id} as id, (${value})::text as key from ${sql.unsafe(table.from)}
    where ${conditionOf(sql, table, part)} order by ${value} ${way}, ${id} ${way} limit ${part.limit}`;
  return [...rows];
}

async function withoutValue(sql: Sql, table: RecordTable, { where, sort, after, limit }: Part): Promise<KeyRow[]> {
  const id = sql.unsafe(table.id);
  const rows = await sql<{ id: string }[]>`
    select ${id} as id from ${sql.unsafe(table.from)}
    where ${sql.and([where, sql`${sort.value} is null`, after && sql`${id} > ${after.id}`])} order by ${id} limit ${limit}`;
  return rows.map((row) => ({ id: row.id, key: null }));
}
