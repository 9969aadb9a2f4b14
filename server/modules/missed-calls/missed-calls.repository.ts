/**
 * SQL of debts. Whoever changes a debt first locks its row (`lockDebt`, `lockDebtsOf`), so that versions only grow; the
 * only exception is `claim`, one atomic update of its own.
 */
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { Attempt, Debt, Miss } from './debt.ts';

const columnNames = {
  id: 'id',
  state: 'state',
  numberKey: 'number_key',
  numberRaw: 'number_raw',
  numberE164: 'number_e164',
  contactId: 'contact_id',
  timeZone: 'time_zone',
  queue: 'queue',
  dialledNumber: 'dialled_number',
  tries: 'tries',
  firstMissedAt: 'first_missed_at',
  lastMissedAt: 'last_missed_at',
  longestWaitSeconds: 'longest_wait_seconds',
  ladderId: 'ladder_id',
  step: 'step',
  nextAttemptAt: 'next_attempt_at',
  because: 'because',
  decidedAt: 'decided_at',
  reopenedAt: 'reopened_at',
  assigneeAgentId: 'assignee_agent_id',
  teamId: 'team_id',
  tryingAgentId: 'trying_agent_id',
  tryingSince: 'trying_since',
  tryingOriginateId: 'trying_originate_id',
  tryingCallId: 'trying_call_id',
  tryingUntil: 'trying_until',
  dueToldAt: 'due_told_at',
  escalatedAt: 'escalated_at',
  closedAt: 'closed_at',
  resolvedHow: 'resolved_how',
  resolvedByCallId: 'resolved_by_call_id',
  reachedAt: 'reached_at',
  closeNote: 'close_note',
  mergedInto: 'merged_into',
  version: 'version',
} as const satisfies Record<keyof Debt, string>;

const entries = Object.entries(columnNames) as [keyof Debt, string][];
/** The select list of a debt; `missed_calls m` must be in the from clause. Keys come out as in `Debt`. */
export const debtSelect = entries.map(([key, column]) => `m.${column} as "${key}"`).join(', ');

const toColumns = (debt: Debt) => Object.fromEntries(entries.map(([key, column]) => [column, debt[key]]));

/** Null when there is an open debt of this number or person already. */
export async function insertDebt(tx: Tx, debt: Debt): Promise<boolean> {
  const { count } = await tx`insert into missed_calls ${tx(toColumns(debt))} on conflict do nothing`;
  return count === 1;
}

/** Writes a locked debt. Its `version` must be the one that was read; it grows by one. */
export async function updateDebt(tx: Tx, debt: Debt): Promise<Debt> {
  const next = { ...debt, version: debt.version + 1 };
  const { count } =
    await tx`update missed_calls set ${tx(toColumns(next))} where id = ${debt.id} and version = ${debt.version}`;
  if (count !== 1) throw new Error(`missed call ${debt.id} was changed without its lock`);
  return next;
}

/** The debt of that id, or the one it went into. */
export async function lockDebt(tx: Tx, id: string): Promise<Debt | null> {
  const [debt] = await tx<Debt[]>`select ${tx.unsafe(debtSelect)} from missed_calls m where id = ${id} for update`;
  if (debt?.mergedInto) return lockDebt(tx, debt.mergedInto);
  return debt ?? null;
}

export interface CallerKeys {
  /** Number of the call at hand; null when only the person is known. */
  key: string | null;
  /** All numbers of the person, that of the call included. */
  keys: readonly string[];
  contactId: string | null;
}

/** Open debts of one caller: same person, same number, or another number of the person that is nobody else's debt. Oldest first. */
export async function lockDebtsOf(tx: Tx, caller: CallerKeys): Promise<Debt[]> {
  return tx<Debt[]>`
    select ${tx.unsafe(debtSelect)} from missed_calls m
    where state in ('open', 'trying') and (
      contact_id = ${caller.contactId} or number_key = ${caller.key}
      or (number_key = any(${[...caller.keys]}::text[]) and contact_id is null))
    order by first_missed_at, id for update`;
}

/** Open debts, by id, in the order of ids. */
export async function lockDebts(tx: Tx, ids: readonly string[]): Promise<Debt[]> {
  return tx<Debt[]>`
    select ${tx.unsafe(debtSelect)} from missed_calls m where id = any(${[...ids]}::text[]) order by id for update`;
}

/** Debts whose lock waits for this call or this click. */
export async function lockDebtsTrying(
  tx: Tx,
  by: { callId: string | null; originateId: string | null },
): Promise<Debt[]> {
  return tx<Debt[]>`
    select ${tx.unsafe(debtSelect)} from missed_calls m
    where state = 'trying' and (trying_call_id = ${by.callId} or trying_originate_id = ${by.originateId})
    order by id for update`;
}

/** A closed debt that this call paid. */
export async function lockDebtPaidBy(tx: Tx, callId: string): Promise<Debt | null> {
  const [debt] = await tx<Debt[]>`
    select ${tx.unsafe(debtSelect)} from missed_calls m
    where state = 'resolved' and resolved_by_call_id = ${callId} order by closed_at desc limit 1 for update`;
  return debt ?? null;
}

export interface Claim {
  missedCallId: string;
  agentId: string | null;
  originateId: string | null;
  callId: string | null;
  /** Null once there is a call: the call's end frees it. */
  until: Date | null;
  now: Date;
}

/**
 * Takes the right to call, in one atomic statement: of two who press at once the database lets one through. A lock
 * whose click came to nothing in time is taken over.
 */
export async function claim(
  sql: Sql,
  { missedCallId, agentId, originateId, callId, until, now }: Claim,
): Promise<boolean> {
  const { count } = await sql`
    update missed_calls set state = 'trying', trying_agent_id = ${agentId}, trying_since = ${now},
      trying_originate_id = ${originateId}, trying_call_id = ${callId}, trying_until = ${until}, version = version + 1
    where id = ${missedCallId} and (state = 'open' or (state = 'trying' and trying_until <= ${now}))`;
  return count === 1;
}

/** False when the call is known already. */
export async function insertMiss(tx: Tx, miss: Miss): Promise<boolean> {
  const { count } = await tx`
    insert into missed_call_misses ${tx({
      call_id: miss.callId,
      missed_call_id: miss.missedCallId,
      number_key: miss.numberKey,
      started_at: miss.startedAt,
      ended_at: miss.endedAt,
      wait_seconds: miss.waitSeconds,
      queue: miss.queue,
      dialled_number: miss.dialledNumber,
    })} on conflict do nothing`;
  return count === 1;
}

export async function deleteMiss(tx: Tx, callId: string): Promise<string | null> {
  const [row] = await tx<{ missed_call_id: string }[]>`
    delete from missed_call_misses where call_id = ${callId} returning missed_call_id`;
  return row?.missed_call_id ?? null;
}

/** The debt that counted this call as a try of the caller. */
export async function debtIdOfMiss(sql: Sql, callId: string): Promise<string | null> {
  const [row] = await sql<{ missed_call_id: string }[]>`
    select missed_call_id from missed_call_misses where call_id = ${callId}`;
  return row?.missed_call_id ?? null;
}

export async function readMisses(sql: Sql, debtIds: readonly string[]): Promise<Miss[]> {
  return sql<Miss[]>`
    select call_id as "callId", missed_call_id as "missedCallId", number_key as "numberKey", started_at as "startedAt",
      ended_at as "endedAt", wait_seconds as "waitSeconds", queue, dialled_number as "dialledNumber"
    from missed_call_misses where missed_call_id = any(${[...debtIds]}::text[]) order by ended_at, call_id`;
}

const attemptSelect = `id, missed_call_id as "missedCallId", number_key as "numberKey", call_id as "callId",
  agent_id as "agentId", outcome, started_at as "startedAt", ended_at as "endedAt", note, said_at as "saidAt"`;

export async function readAttempts(sql: Sql, debtIds: readonly string[]): Promise<Attempt[]> {
  return sql<Attempt[]>`
    select ${sql.unsafe(attemptSelect)} from missed_call_attempts
    where missed_call_id = any(${[...debtIds]}::text[]) order by started_at, id`;
}

/** Our attempts to these numbers since then, whichever debt they were for. */
export async function readAttemptsTo(sql: Sql, keys: readonly string[], since: Date): Promise<Attempt[]> {
  return sql<Attempt[]>`
    select ${sql.unsafe(attemptSelect)} from missed_call_attempts
    where number_key = any(${[...keys]}::text[]) and started_at >= ${since} order by started_at, id`;
}

/** Those of these calls of which a person said that nobody was reached. */
export async function callsSaidFruitless(sql: Sql, callIds: readonly string[]): Promise<Set<string>> {
  const rows = await sql<{ call_id: string }[]>`
    select call_id from missed_call_attempts
    where call_id = any(${[...callIds]}::text[]) and said_at is not null and outcome <> 'reached'`;
  return new Set(rows.map((row) => row.call_id));
}

/** What lies before a moment becomes part of another debt. */
export async function moveHistoryUntil(tx: Tx, fromId: string, intoId: string, until: Date): Promise<void> {
  await tx`
    update missed_call_misses set missed_call_id = ${intoId}
    where missed_call_id = ${fromId} and started_at <= ${until}`;
  await tx`
    delete from missed_call_attempts a where missed_call_id = ${fromId} and started_at <= ${until} and exists (
      select from missed_call_attempts b where b.missed_call_id = ${intoId} and b.call_id = a.call_id)`;
  await tx`
    update missed_call_attempts set missed_call_id = ${intoId}
    where missed_call_id = ${fromId} and started_at <= ${until}`;
}

/** Writes an attempt, new or known (same debt and call). */
export async function writeAttempt(tx: Tx, attempt: Attempt): Promise<void> {
  const columns = {
    id: attempt.id,
    missed_call_id: attempt.missedCallId,
    number_key: attempt.numberKey,
    call_id: attempt.callId,
    agent_id: attempt.agentId,
    outcome: attempt.outcome,
    started_at: attempt.startedAt,
    ended_at: attempt.endedAt,
    note: attempt.note,
    said_at: attempt.saidAt,
  };
  await tx`
    insert into missed_call_attempts ${tx(columns)}
    on conflict (missed_call_id, call_id) do update set outcome = excluded.outcome, ended_at = excluded.ended_at,
      note = excluded.note, said_at = excluded.said_at, agent_id = coalesce(excluded.agent_id, missed_call_attempts.agent_id)`;
}

/** Everything of one debt becomes part of another one; a call that both counted stays once. */
export async function moveHistory(tx: Tx, fromId: string, intoId: string): Promise<void> {
  await tx`update missed_call_misses set missed_call_id = ${intoId} where missed_call_id = ${fromId}`;
  await tx`
    delete from missed_call_attempts a where missed_call_id = ${fromId} and exists (
      select from missed_call_attempts b where b.missed_call_id = ${intoId} and b.call_id = a.call_id)`;
  await tx`update missed_call_attempts set missed_call_id = ${intoId} where missed_call_id = ${fromId}`;
}

/** A call goes on under another id. */
export async function repointCall(tx: Tx, callId: string, into: string): Promise<void> {
  await tx`
    delete from missed_call_attempts a where call_id = ${callId} and exists (
      select from missed_call_attempts b where b.missed_call_id = a.missed_call_id and b.call_id = ${into})`;
  await tx`update missed_call_attempts set call_id = ${into} where call_id = ${callId}`;
  await tx`update missed_calls set trying_call_id = ${into} where trying_call_id = ${callId}`;
  await tx`update missed_calls set resolved_by_call_id = ${into} where resolved_by_call_id = ${callId}`;
}
