/** SQL of dispositions: the coded results people choose from. */
import type { Disposition } from '../../contract/calls.contract.ts';
import type { Sql } from '../../platform/database/database.ts';

const columns = `id, code, label, hotkey, human_answered as "humanAnswered", contact_reached as "contactReached",
  sale, call_back as "callBack", do_not_call as "doNotCall", not_interested as "notInterested", machine, unworkable,
  min_seconds as "minSeconds", max_seconds as "maxSeconds", main_result_id as "mainResultId", active, position`;

export async function readDispositions(sql: Sql): Promise<Disposition[]> {
  const rows = await sql<Disposition[]>`select ${sql.unsafe(columns)} from dispositions order by position, id`;
  return [...rows];
}

export async function readDisposition(sql: Sql, id: string): Promise<Disposition | null> {
  const [row] = await sql<Disposition[]>`select ${sql.unsafe(columns)} from dispositions where id = ${id}`;
  return row ?? null;
}

export async function readDispositionNames(
  sql: Sql,
  ids: readonly string[],
): Promise<Map<string, { code: string; label: string }>> {
  if (ids.length === 0) return new Map();
  const rows = await sql<{ id: string; code: string; label: string }[]>`
    select id, code, label from dispositions where id = any(${[...ids]}::text[])`;
  return new Map(rows.map(({ id, code, label }) => [id, { code, label }]));
}

/** Writes a whole disposition, new or changed. */
export async function writeDisposition(sql: Sql, disposition: Disposition): Promise<void> {
  const row = {
    id: disposition.id,
    code: disposition.code,
    label: disposition.label,
    hotkey: disposition.hotkey,
    human_answered: disposition.humanAnswered,
    contact_reached: disposition.contactReached,
    sale: disposition.sale,
    call_back: disposition.callBack,
    do_not_call: disposition.doNotCall,
    not_interested: disposition.notInterested,
    machine: disposition.machine,
    unworkable: disposition.unworkable,
    min_seconds: disposition.minSeconds,
    max_seconds: disposition.maxSeconds,
    main_result_id: disposition.mainResultId,
    active: disposition.active,
    position: disposition.position,
  };
  const { id: _id, ...changed } = row;
  await sql`insert into dispositions ${sql(row)} on conflict (id) do update set ${sql(changed)}`;
}

/** One change at a time, so that two of them cannot each become a part of the other. */
export const lockDispositions = (sql: Sql) => sql`select pg_advisory_xact_lock(hashtext('dispositions'))`;

export async function hasSubResults(sql: Sql, id: string): Promise<boolean> {
  const [sub] = await sql`select from dispositions where main_result_id = ${id} limit 1`;
  return sub !== undefined;
}

/** A key belongs to one active disposition: whoever had it loses it. */
export async function freeHotkey(sql: Sql, hotkey: number, exceptId: string): Promise<void> {
  await sql`update dispositions set hotkey = null where hotkey = ${hotkey} and id <> ${exceptId}`;
}

/** True when another disposition reads the same, switched-off ones counted. */
export async function hasLabel(sql: Sql, { id, label }: Pick<Disposition, 'id' | 'label'>): Promise<boolean> {
  const [other] = await sql`select from dispositions where lower(label) = lower(${label}) and id <> ${id} limit 1`;
  return other !== undefined;
}

export async function nextPosition(sql: Sql): Promise<number> {
  const [row] = await sql<{ position: number }[]>`select coalesce(max(position), 0) + 1 as position from dispositions`;
  return row?.position ?? 1;
}
