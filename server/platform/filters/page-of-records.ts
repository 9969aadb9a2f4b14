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

export async function selectPageOfIds(
  sql: Sql,
  table: RecordTable,
  { where, sort, cursor, limit }: { where: SqlQuery; sort: SortOrder; cursor: string | undefined; limit: number },
): Promise<PageOfIds> {
  const after = readCursor(cursor, sort);
  const wanted = limit + 1;
  const rows = after?.key === null ? [] : await withValue(sql, table, { where, sort, after, limit: wanted });
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

async function withValue(sql: Sql, table: RecordTable, { where, sort, after, limit }: Part): Promise<KeyRow[]> {
  const { value, as, descending, isAlways } = sort;
  const id = sql.unsafe(table.id);
  const way = sql.unsafe(descending ? 'desc' : '');
  // As text first: a bare parameter would take the type of the cast, and the driver its own form of it.
  const rest =
    after &&
    sql`(${value}, ${id}) ${sql.unsafe(descending ? '<' : '>')} (${after.key}::text::${sql.unsafe(as)}, ${after.id})`;
  const rows = await sql<KeyRow[]>`
    select ${id} as id, (${value})::text as key from ${sql.unsafe(table.from)}
    where ${sql.and([where, !isAlways && sql`${value} is not null`, rest])}
    order by ${value} ${way}, ${id} ${way} limit ${limit}`;
  return [...rows];
}

async function withoutValue(sql: Sql, table: RecordTable, { where, sort, after, limit }: Part): Promise<KeyRow[]> {
  const id = sql.unsafe(table.id);
  const rows = await sql<{ id: string }[]>`
    select ${id} as id from ${sql.unsafe(table.from)}
    where ${sql.and([where, sql`${sort.value} is null`, after && sql`${id} > ${after.id}`])} order by ${id} limit ${limit}`;
  return rows.map((row) => ({ id: row.id, key: null }));
}
