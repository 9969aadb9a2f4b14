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
  /**
   * What `where` asks of a live record, when nothing but another table is asked, such as the calls of a person: then the
   * walk along an index need not read the records.
   */
  elsewhere: SqlQuery | null;
  /** `where`, said so that all who fit are found at once; left out: as it is. */
  ofAll?: SqlQuery;
  /** True: all that `where` leaves are found at once, by an index or by `ofAll`. */
  isByIndex?: boolean;
}

export async function selectPageOfIds(
  sql: Sql,
  table: RecordTable,
  { where, sort, cursor, limit, isFiltered, elsewhere, ofAll = where, isByIndex = false }: PageQuery,
  limits: PageLimits = usualLimits,
): Promise<PageOfIds> {
  const after = readCursor(cursor, sort);
  const wanted = limit + 1;
  const part = { where, sort, after, limit: wanted, limits };
  const ways = { elsewhere, ofAll, isByIndex };
  const few = isFiltered && after?.key !== null ? await fromNearOrFound(sql, table, part, ways) : null;
  const rows = after?.key === null ? [] : (few ?? (await withValue(sql, table, part)));
  if (rows.length < wanted && !sort.isAlways) {
    const rest = after?.key === null ? after : null;
    // No index gives their order: they are sought among all, and so by what is said of all.
    const others = { where: ofAll, sort, after: rest, limit: wanted - rows.length, limits };
    rows.push(...(await withoutValue(sql, table, others)));
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
  limits: PageLimits;
}
type KeyRow = { id: string; key: string | null };

/** When a way to find a page is given up for the next. */
export interface PageLimits {
  /** Records in order that are looked at for a page. */
  near: number;
  /** The most that are looked at for a page when the first of them say that so many would do. */
  further: number;
  /** The same when only another table is asked: it is asked once for all, and each record then costs next to nothing. */
  elsewhere: number;
  /** Those found that are put in order. */
  sorted: number;
  /** Those found that are remembered in memory by PostgreSQL (a hashed subplan). */
  known: number;
}

/** For a million records: so many ids fit the usual memory of PostgreSQL, and no way takes longer than a tenth of a second. */
const usualLimits: PageLimits = { near: 2_000, further: 40_000, elsewhere: 200_000, sorted: 5_000, known: 100_000 };

/**
 * Walking the index of the order until a page of rare records is full may read a million of them; finding all of many
 * and sorting them reads as many. So, the next only when the one before failed: a short walk, which fills the page when
 * those that fit are not rare; a longer one when those met say how long (not so long where an index finds them), or when only another
 * table is asked; all that fit, by the indexes of the filter. Null when these fail, too: then only the longest walk is left.
 */
async function fromNearOrFound(
  sql: Sql,
  table: RecordTable,
  part: Part,
  { elsewhere, ofAll, isByIndex }: Required<Pick<PageQuery, 'elsewhere' | 'ofAll' | 'isByIndex'>>,
): Promise<KeyRow[] | null> {
  const { limits, limit } = part;
  const found = { ...part, where: ofAll };
  // What an index finds at once is worth a shorter look only.
  const furthest = isByIndex ? Math.ceil(limits.further / 2) : limits.further;
  const looked = isByIndex ? Math.ceil(limits.near / 2) : limits.near;
  const near = await fromWalk(sql, table, part, looked);
  if (near.length >= limit) return near;
  // Half as many again as those say: they need not lie evenly.
  const enough = near.length === 0 ? Number.POSITIVE_INFINITY : Math.ceil((looked * limit * 1.5) / near.length);
  if (enough <= furthest) {
    const further = await fromWalk(sql, table, part, enough);
    if (further.length >= limit) return further;
  }
  if (elsewhere) {
    const far = await fromWalk(sql, table, { ...part, where: elsewhere }, limits.elsewhere);
    if (far.length >= limit) return far;
  }
  return fromFound(sql, table, found);
}

/**
 * `case` keeps PostgreSQL from joining other tables that the condition asks: so few are asked one by one, by an index, so many
 * once for all; a join may read all of the other table again for each.
 */
async function fromWalk(sql: Sql, table: RecordTable, part: Part, most: number): Promise<KeyRow[]> {
  const [name = '', alias = ''] = table.from.split(' ');
  const id = sql.unsafe(table.id);
  const { value } = part.sort;
  const order = orderOf(sql, value, id, part);
  const rows = await sql<KeyRow[]>`
    select ${id} as id, (${value})::text as key from (
      select ${sql.unsafe(`${alias}.*`)} from ${sql.unsafe(`${name} ${alias}`)}
      where ${sql.and([sql.unsafe(table.live), ...placeOf(sql, table, part)])} ${order} limit ${most}
    ) ${sql.unsafe(alias)} where case when ${part.where} then true end ${order} limit ${part.limit}`;
  return [...rows];
}

/**
 * All that fit, as ids, which an index may tell without the records. Few of them are sorted; of more the index of the order
 * is walked, which tells ids as well, until enough are met that are known to fit. Null: even more fit.
 */
async function fromFound(sql: Sql, table: RecordTable, part: Part): Promise<KeyRow[] | null> {
  const { limits } = part;
  const id = sql.unsafe(table.id);
  const from = sql.unsafe(table.from);
  const order = orderOf(sql, part.sort.value, id, part);
  const columns = sql`${id} as id, (${part.sort.value})::text as key`;
  const walked = sql.and([sql.unsafe(table.live), ...placeOf(sql, table, part)]);
  // `case` keeps PostgreSQL from joining, and so from finding and sorting all of them after all.
  const rows = await sql<{ found: number; id: string | null; key: string | null }[]>`
    with known as materialized (
      select ${id} as id from ${from} where ${conditionOf(sql, table, part)} limit ${limits.known + 1}),
    counted as materialized (select count(*)::int as found from known),
    few as (select ${columns} from known join ${from} on ${id} = known.id ${order} limit ${part.limit}),
    many as (
      select ${columns} from ${from} where ${walked} and case when ${id} in (select id from known) then true end
      ${order} limit ${part.limit})
    select found, id, key from counted left join (
      select id, key, row_number() over () as place from few where (select found from counted) <= ${limits.sorted}
      union all
      select id, key, row_number() over () from many where (select found from counted) between ${limits.sorted + 1} and ${limits.known}
    ) page on true order by place`;
  if ((rows[0]?.found ?? 0) > limits.known) return null;
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
