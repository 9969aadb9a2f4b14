/** SQL of the numbers that must not be called. */
import type { Sql, Tx } from '../../platform/database/database.ts';

export interface DoNotCallRow {
  id: string;
  e164: string;
  reason: string;
  added_at: Date;
  added_by: string | null;
}

const columns = ['id', 'e164', 'reason', 'added_at', 'added_by'];

export async function hasNumber(sql: Sql, e164: string): Promise<boolean> {
  const [row] = await sql`select from do_not_call where e164 = ${e164}`;
  return row !== undefined;
}

export const selectByIds = (sql: Sql, ids: readonly string[]) =>
  sql<DoNotCallRow[]>`select ${sql(columns)} from do_not_call where id = any(${[...ids]}::text[])`;

export interface Search {
  /** E.164 of what was typed, when it is a whole number. */
  e164: string | null;
  /** Digits anywhere in the number. */
  digits: string | null;
  /** Words anywhere in the reason. */
  words: string | null;
}

const literal = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

/** A page of them, the newest first, with one row more than asked for when there are more. */
export function selectPage(
  sql: Sql,
  { search, after, limit }: { search: Search | null; after: readonly [at: string, id: string] | null; limit: number },
) {
  const { e164, digits, words } = search ?? { e164: null, digits: null, words: null };
  const found = [
    e164 !== null && sql`e164 = ${e164}`,
    e164 === null && digits !== null && sql`e164 like ${literal(digits)}`,
    words !== null && sql`reason ilike ${literal(words)}`,
  ].filter((part) => part !== false);
  const [first, second] = found;
  return sql<DoNotCallRow[]>`
    select ${sql(columns)} from do_not_call where ${sql.and([
      sql`true`,
      first !== undefined && (second === undefined ? first : sql`(${first} or ${second})`),
      after !== null && sql`(added_at, id) < (${after[0]}::timestamptz, ${after[1]})`,
    ])} order by added_at desc, id desc limit ${limit + 1}`;
}

/** Adds those that are not there yet and returns them. In one order, so that two pastes at once never wait for each other. */
export async function insertNumbers(
  tx: Tx,
  rows: readonly { id: string; e164: string }[],
  more: { reason: string; addedAt: Date; addedBy: string },
): Promise<DoNotCallRow[]> {
  if (rows.length === 0) return [];
  const added = await tx<DoNotCallRow[]>`
    insert into do_not_call (id, e164, reason, added_at, added_by)
    select n.id, n.e164, ${more.reason}, ${more.addedAt}, ${more.addedBy}
    from unnest(${rows.map(({ id }) => id)}::text[], ${rows.map(({ e164 }) => e164)}::text[]) as n(id, e164)
    order by n.e164
    on conflict (e164) do nothing returning ${tx(columns)}`;
  return [...added];
}

export async function lockNumber(tx: Tx, id: string): Promise<DoNotCallRow | null> {
  const [row] = await tx<DoNotCallRow[]>`select ${tx(columns)} from do_not_call where id = ${id} for update`;
  return row ?? null;
}

export async function updateReason(tx: Tx, id: string, reason: string): Promise<void> {
  await tx`update do_not_call set reason = ${reason} where id = ${id}`;
}

export async function takeOff(tx: Tx, row: DoNotCallRow, now: Date): Promise<void> {
  await tx`delete from do_not_call where id = ${row.id}`;
  await tx`insert into do_not_call_removed ${tx({ ...row, removed_at: now })}`;
}

/** Back from those that were taken off. Null: it never was; the one on the list when the number was added again since. */
export async function putBack(tx: Tx, id: string): Promise<{ row: DoNotCallRow; isNew: boolean } | null> {
  const [removed] = await tx<DoNotCallRow[]>`
    select ${tx(columns)} from do_not_call_removed where id = ${id} for update`;
  if (!removed) {
    const row = await lockNumber(tx, id);
    return row && { row, isNew: false };
  }
  const [back] = await tx<DoNotCallRow[]>`
    insert into do_not_call ${tx({ ...removed })} on conflict (e164) do nothing returning ${tx(columns)}`;
  await tx`delete from do_not_call_removed where id = ${id}`;
  if (back) return { row: back, isNew: true };
  const [there] = await tx<DoNotCallRow[]>`select ${tx(columns)} from do_not_call where e164 = ${removed.e164}`;
  return there ? { row: there, isNew: false } : null;
}

/** Of these, those that were taken off. */
export const selectRemoved = (sql: Sql, ids: readonly string[]) =>
  sql<DoNotCallRow[]>`select ${sql(columns)} from do_not_call_removed where id = any(${[...ids]}::text[])`;
