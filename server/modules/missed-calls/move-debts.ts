/**
 * Debts to a person who is merged into another one. Each of the two may be owed a call: then the two debts become one,
 * and the undo parts them again, unless somebody has worked on that one since.
 */
import type { Tx } from '../../platform/database/database.ts';
import { isUniqueViolation } from '../../platform/database/database-errors.ts';
import { groupIds, keptRows, type MergeMover, type Move } from '../reversible-actions/movers.ts';
import { type Debt, isOpen } from './debt.ts';
import { bySystem, type DebtNews, type MissedCallDeps, saveDebt } from './debt-store.ts';
import { mergeDebts } from './merge-debts.ts';
import { lockDebts, lockDebtsOf } from './missed-calls.repository.ts';

/** Rows of the three tables as they were before two debts became one. */
interface Joined {
  survivorId: string;
  /** What people and calls do to a debt: when it is the same at the undo, nobody has worked on it. */
  after: string;
  debts: Record<string, unknown>[];
  misses: Record<string, unknown>[];
  attempts: Record<string, unknown>[];
}

interface DebtsMoved {
  moved: Record<string, string[]>;
  joined: Joined | null;
}

/** What of a debt and its history changes when somebody works on it; not what rules decide anew by themselves. */
async function markOf(tx: Tx, debtId: string): Promise<string> {
  const [row] = await tx<{ mark: string }[]>`
    select concat_ws('|', m.state, m.tries, m.step, m.assignee_agent_id, m.closed_at, m.reopened_at, m.trying_since,
      (select count(*) from missed_call_misses s where s.missed_call_id = m.id),
      (select count(*) from missed_call_attempts a where a.missed_call_id = m.id)) as mark
    from missed_calls m where m.id = ${debtId}`;
  return row?.mark ?? '';
}

async function join(deps: MissedCallDeps, tx: Tx, debts: readonly Debt[], now: Date): Promise<Joined | null> {
  if (debts.length < 2) return null;
  const ids = debts.map(({ id }) => id);
  const rowsOf = async (query: PromiseLike<{ row: Record<string, unknown> }[]>) => (await query).map(({ row }) => row);
  const before = {
    debts: await rowsOf(tx<{ row: Record<string, unknown> }[]>`
      select to_jsonb(t) as row from missed_calls t where id = any(${ids}::text[])`),
    misses: await rowsOf(tx<{ row: Record<string, unknown> }[]>`
      select to_jsonb(t) as row from missed_call_misses t where missed_call_id = any(${ids}::text[])`),
    attempts: await rowsOf(tx<{ row: Record<string, unknown> }[]>`
      select to_jsonb(t) as row from missed_call_attempts t where missed_call_id = any(${ids}::text[])`),
  };
  // The rule keeps debts of different people apart; these are one person's from now on.
  const [first, ...others] = debts as [Debt, ...Debt[]];
  const survivor = await mergeDebts(deps, tx, [first, ...others.map((one) => ({ ...one, contactId: null }))], now);
  if (!survivor) return null;
  return { survivorId: survivor.id, after: await markOf(tx, survivor.id), ...before };
}

/** Open debts among these are shown anew, with the person they belong to now. */
async function tellOpen(deps: MissedCallDeps, tx: Tx, ids: readonly string[]): Promise<void> {
  for (const debt of (await lockDebts(tx, ids)).filter(isOpen)) {
    const news: DebtNews[] = [['missed-call.relinked', { contactId: debt.contactId }]];
    await saveDebt(deps, tx, bySystem, { before: debt, after: debt, news });
  }
}

async function writeBack(tx: Tx, joined: Joined): Promise<void> {
  const isSurvivor = (row: Record<string, unknown>) => row.id === joined.survivorId;
  // The one that is open now first: there is one open debt of a person at most.
  const debts = [...joined.debts.filter(isSurvivor), ...joined.debts.filter((row) => !isSurvivor(row))];
  for (const { version: _version, ...row } of debts) {
    const columns = Object.keys(row).filter((column) => column !== 'id');
    const set = columns.map((column) => tx`${tx(column)} = r.${tx(column)}`);
    await tx`
      update missed_calls m set version = m.version + 1, ${set.reduce((all, one) => tx`${all}, ${one}`)}
      from jsonb_populate_record(null::missed_calls, ${tx.json(row)}::jsonb) r where m.id = ${String(row.id)}`;
  }
  const rows = { missed_call_attempts: joined.attempts, missed_call_misses: joined.misses };
  for (const [table, was] of Object.entries(rows)) {
    await tx`delete from ${tx(table)} where missed_call_id = ${joined.survivorId}`;
    await tx`insert into ${tx(table)} select * from jsonb_populate_recordset(null::${tx(table)}, ${tx.json(was)}::jsonb)`;
  }
}

/** Brings both debts back as they were; false when one of the numbers has a newer debt. */
async function part(deps: MissedCallDeps, tx: Tx, joined: Joined): Promise<boolean> {
  try {
    await tx.savepoint((sp) => writeBack(sp, joined));
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
  await tellOpen(
    deps,
    tx,
    joined.debts.map(({ id }) => String(id)),
  );
  return true;
}

async function openOf(tx: Tx, { from, to }: Move): Promise<Debt[]> {
  const found: Debt[] = [];
  for (const contactId of [to, ...from]) found.push(...(await lockDebtsOf(tx, { key: null, keys: [], contactId })));
  return found.sort((a, b) => a.firstMissedAt.getTime() - b.firstMissedAt.getTime());
}

export const debtsMover = (deps: MissedCallDeps): MergeMover<DebtsMoved> => ({
  name: 'missedCalls',
  record: 'contact',
  async count(sql, ids) {
    const rows = await sql<{ id: string; count: number }[]>`
      select contact_id as id, count(*)::int as count from missed_calls
      where contact_id = any(${[...ids]}::text[]) and merged_into is null group by 1`;
    return new Map(rows.map(({ id, count }) => [id, count]));
  },
  async move(tx, move) {
    const joined = await join(deps, tx, await openOf(tx, move), move.now);
    const rows = await tx<{ id: string; was: string }[]>`
      with was as (
        select id, contact_id as was from missed_calls where contact_id = any(${[...move.from]}::text[])
        order by id for update
      )
      update missed_calls m set contact_id = ${move.to}, version = m.version + 1
      from was where m.id = was.id returning m.id, was.was`;
    const moved = groupIds(rows);
    await tellOpen(
      deps,
      tx,
      rows.map(({ id }) => id),
    );
    return { moved, joined };
  },
  async unmove(tx, { moved, joined }, { to }) {
    const isUntouched = joined !== null && (await markOf(tx, joined.survivorId)) === joined.after;
    const isApart = isUntouched && (await part(deps, tx, joined));
    const apart = isApart ? joined.debts.map(({ id }) => String(id)) : [];
    let restored = apart.length;
    let kept = joined !== null && !isApart ? 1 : 0;
    for (const [was, all] of Object.entries(moved)) {
      const ids = all.filter((id) => !apart.includes(id) && id !== joined?.survivorId);
      const back = await tx<{ id: string }[]>`
        update missed_calls set contact_id = ${was}, version = version + 1
        where id = any(${ids}::text[]) and contact_id = ${to} returning id`;
      const backIds = back.map(({ id }) => id);
      await tellOpen(deps, tx, backIds);
      restored += backIds.length;
      kept += ids.length - backIds.length;
    }
    return { restored, kept: keptRows('missedCalls', kept) };
  },
});
