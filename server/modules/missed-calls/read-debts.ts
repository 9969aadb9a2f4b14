/** Debts as the contract shows them, and the lists of them. */
import type { z } from 'zod';
import type { MissedCall, missedCallListQuerySchema } from '../../contract/missed-calls.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import { cursorOf, type Page, pageOf } from '../../platform/http/cursor.ts';
import { type Reader as AnyReader, canSee } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import { visiblePredicate } from '../access/visible-predicate.ts';
import { ownershipOf } from './claim-debt.ts';
import type { Attempt, Debt } from './debt.ts';
import { timeToCallbackSeconds, urgencyOf } from './debt-plan.ts';
import type { MissedCallDeps } from './debt-store.ts';
import type { AgentFacts, Person } from './missed-call-neighbours.ts';
import { missedCallNotFound } from './missed-calls.errors.ts';
import { debtSelect, readAttempts } from './missed-calls.repository.ts';

type Reading = Pick<MissedCallDeps, 'clock' | 'neighbours'>;

export const owner = { ownerAgent: 'm.assignee_agent_id', team: 'm.team_id' };

interface Names {
  people: ReadonlyMap<string, Person>;
  agents: ReadonlyMap<string, AgentFacts>;
  attempts: readonly Attempt[];
  escalateAfterSeconds: number;
  now: Date;
}

/** Whoever reads; null: the server itself. */
export type Reader = AnyReader | null;

const iso = (date: Date | null) => date?.toISOString() ?? null;

export const maySeePerson = (reader: Reader, { ownerAgentId, teamId, isPrivate = false }: Person) =>
  reader === null || canSee(reader, 'contacts.read', { ownerAgentIds: [ownerAgentId], teamIds: [teamId], isPrivate });

/** While somebody is calling, the reason says who: this is what the list has to tell. */
function becauseOf(debt: Debt, agents: Names['agents']): MissedCall['because'] {
  if (debt.state !== 'trying') return debt.because;
  const agentName = agents.get(debt.tryingAgentId ?? '')?.name ?? '';
  const values = { agentId: debt.tryingAgentId ?? '', agentName, since: iso(debt.tryingSince) ?? '' };
  return { key: 'missed-call.being-called', values };
}

function view(debt: Debt, names: Names, reader: Reader): MissedCall {
  const agent = (id: string | null) => (id === null ? null : { id, name: names.agents.get(id)?.name ?? '' });
  const known = names.people.get(debt.contactId ?? '');
  const person = known && maySeePerson(reader, known) ? known : null;
  return {
    id: debt.id,
    state: debt.state,
    number: { raw: debt.numberRaw, e164: debt.numberE164, withheld: false },
    contactId: person?.contactId ?? null,
    contactName: person?.name ?? null,
    organisationName: person?.organisationName ?? null,
    queue: debt.queue,
    dialledNumber: debt.dialledNumber,
    tries: debt.tries,
    firstMissedAt: debt.firstMissedAt.toISOString(),
    lastMissedAt: debt.lastMissedAt.toISOString(),
    longestWaitSeconds: debt.longestWaitSeconds,
    attempts: names.attempts
      .filter((attempt) => attempt.missedCallId === debt.id)
      .map((attempt) => ({
        at: attempt.startedAt.toISOString(),
        outcome: attempt.outcome,
        agent: agent(attempt.agentId),
        callId: attempt.callId,
        note: attempt.note,
      })),
    nextAttemptAt: iso(debt.nextAttemptAt),
    because: becauseOf(debt, names.agents),
    urgency: urgencyOf(debt, names.now, names.escalateAfterSeconds),
    timeZone: debt.timeZone,
    ladderId: debt.ladderId,
    step: debt.step,
    assignee: agent(debt.assigneeAgentId),
    teamId: debt.teamId,
    resolvedAt: debt.state === 'resolved' ? iso(debt.closedAt) : null,
    resolvedByCallId: debt.resolvedByCallId,
    resolvedHow: debt.resolvedHow,
    timeToCallbackSeconds: timeToCallbackSeconds(debt.firstMissedAt, debt.reachedAt),
    version: debt.version,
  };
}

async function readNames(deps: Reading, sql: Sql, debts: readonly Debt[]): Promise<Names> {
  const attempts = await readAttempts(
    sql,
    debts.map((debt) => debt.id),
  );
  const agentIds = [
    ...debts.flatMap((debt) => [debt.assigneeAgentId, debt.tryingAgentId]),
    ...attempts.map((attempt) => attempt.agentId),
  ].filter((id) => id !== null);
  const contactIds = debts.map((debt) => debt.contactId).filter((id) => id !== null);
  const { missedCalls } = await deps.neighbours.settings(sql);
  return {
    people: contactIds.length > 0 ? await deps.neighbours.people(sql, [...new Set(contactIds)]) : new Map(),
    agents: agentIds.length > 0 ? await deps.neighbours.agents(sql, [...new Set(agentIds)]) : new Map(),
    attempts,
    escalateAfterSeconds: missedCalls.escalateAfterSeconds,
    now: deps.clock.now(),
  };
}

/** In the order given. The person's name is left out for readers who may not know whose client it is. */
export async function viewDebts(
  deps: Reading,
  sql: Sql,
  debts: readonly Debt[],
  reader: Reader,
): Promise<MissedCall[]> {
  if (debts.length === 0) return [];
  const names = await readNames(deps, sql, debts);
  return debts.map((debt) => view(debt, names, reader));
}

export async function viewDebt(deps: Reading, sql: Sql, debt: Debt, reader: Reader): Promise<MissedCall> {
  return view(debt, await readNames(deps, sql, [debt]), reader);
}

/** The debts of these ids, also those that went into another one. */
export async function readDebtsAsTheyAre(sql: Sql, ids: readonly string[]): Promise<Debt[]> {
  return sql<Debt[]>`
    select ${sql.unsafe(debtSelect)} from missed_calls m where m.id = any(${[...ids]}::text[])`;
}

/** The debt of that id, also when it went into another one; null when there is none. */
export async function readDebtAsItIs(sql: Sql, id: string): Promise<Debt | null> {
  return (await readDebtsAsTheyAre(sql, [id]))[0] ?? null;
}

/** The debt of that id, or the one it went into; null when there is none. */
export async function readDebt(sql: Sql, id: string): Promise<Debt | null> {
  const debt = await readDebtAsItIs(sql, id);
  if (debt?.mergedInto) return readDebt(sql, debt.mergedInto);
  return debt ?? null;
}

export async function readMissedCall(deps: Reading, sql: Sql, reader: Principal, id: string): Promise<MissedCall> {
  const debt = await readDebt(sql, id);
  if (!debt || !canSee(reader, 'missed-calls.read', ownershipOf(debt))) throw missedCallNotFound();
  return viewDebt(deps, sql, debt, reader);
}

type Query = z.output<typeof missedCallListQuerySchema>;
type SortKey = 'nextAttemptAt' | 'closedAt' | 'lastMissedAt';

const sorts = {
  nextAttemptAt: { column: 'm.next_attempt_at', direction: 'asc', after: '>' },
  closedAt: { column: 'm.closed_at', direction: 'desc', after: '<' },
  lastMissedAt: { column: 'm.last_missed_at', direction: 'desc', after: '<' },
} as const;

function sortOf({ state, due }: Pick<Query, 'state' | 'due'>): SortKey {
  if (state === 'open' || state === 'trying' || due !== undefined) return 'nextAttemptAt';
  return state === undefined ? 'lastMissedAt' : 'closedAt';
}

function conditions(sql: Sql, query: Query, now: Date) {
  const { state, due, assigneeId, queue } = query;
  return sql.and([
    sql`m.merged_into is null`,
    // A debt that is being called is still owed.
    state === 'open' && sql`m.state in ('open', 'trying')`,
    state !== undefined && state !== 'open' && sql`m.state = ${state}`,
    due === 'true' && sql`m.next_attempt_at <= ${now}`,
    due === 'false' && sql`m.next_attempt_at > ${now}`,
    assigneeId !== undefined && sql`m.assignee_agent_id = ${assigneeId}`,
    queue !== undefined && sql`m.queue = ${queue}`,
  ]);
}

/**
 * Open ones by urgency: what has been due longest first, then what is due next. Closed ones: last closed first. All: last
 * missed first.
 */
export async function listMissedCalls(
  deps: Reading,
  sql: Sql,
  reader: Principal,
  query: Query,
): Promise<Page<MissedCall>> {
  const sort = sortOf(query);
  const { column, direction, after } = sorts[sort];
  const key = cursorOf(query.cursor, 2);
  const where = sql.and([
    visiblePredicate(sql, reader, 'missed-calls.read', owner),
    conditions(sql, query, deps.clock.now()),
    key && sql`(${sql.unsafe(column)}, m.id) ${sql.unsafe(after)} (${key[0]}::timestamptz, ${key[1]})`,
  ]);
  const rows = await sql<Debt[]>`
    select ${sql.unsafe(debtSelect)} from missed_calls m where ${where}
    order by ${sql.unsafe(`${column} ${direction}, m.id ${direction}`)} limit ${query.limit + 1}`;
  const page = pageOf(
    rows,
    query.limit,
    (debt) => [iso(debt[sort]) ?? '', debt.id],
    (debt) => debt,
  );
  return { items: await viewDebts(deps, sql, page.items, reader), nextCursor: page.nextCursor };
}

/** Open debts whose next attempt lies in a range, earliest first. */
export async function listDueBetween(
  deps: Reading,
  sql: Sql,
  reader: Principal,
  range: { from: string; to: string; agentIds?: readonly string[] | undefined; limit: number },
): Promise<MissedCall[]> {
  const { from, to, agentIds, limit } = range;
  const where = sql.and([
    visiblePredicate(sql, reader, 'missed-calls.read', owner),
    sql`m.merged_into is null and m.state in ('open', 'trying')`,
    sql`m.next_attempt_at >= ${from}::timestamptz and m.next_attempt_at < ${to}::timestamptz`,
    agentIds !== undefined && sql`m.assignee_agent_id = any(${[...agentIds]})`,
  ]);
  const rows = await sql<Debt[]>`
    select ${sql.unsafe(debtSelect)} from missed_calls m where ${where} order by m.next_attempt_at, m.id limit ${limit}`;
  return viewDebts(deps, sql, rows, reader);
}

/** The most urgent open debts of a reader, for the snapshot of the live link. */
export async function mostUrgent(deps: Reading, sql: Sql, reader: Principal, limit: number): Promise<MissedCall[]> {
  const rows = await sql<Debt[]>`
    select ${sql.unsafe(debtSelect)} from missed_calls m
    where m.state in ('open', 'trying') and ${visiblePredicate(sql, reader, 'missed-calls.read', owner)}
    order by m.next_attempt_at, m.id limit ${limit}`;
  return viewDebts(deps, sql, rows, reader);
}

/** Open debts of a caller, for the card that opens while the telephone rings. */
export async function openMissedCallsOf(
  sql: Sql,
  who: { contactId: string | null; e164: string | null },
): Promise<{ id: string; lastTriedAt: string; tries: number }[]> {
  const rows = await sql<{ id: string; lastMissedAt: Date; tries: number }[]>`
    select id, last_missed_at as "lastMissedAt", tries from missed_calls
    where state in ('open', 'trying') and (contact_id = ${who.contactId} or number_key = ${who.e164})
    order by last_missed_at desc`;
  return rows.map(({ id, lastMissedAt, tries }) => ({ id, tries, lastTriedAt: lastMissedAt.toISOString() }));
}

export interface DebtsOfMany {
  contactIds: readonly string[];
  numbers?: readonly string[];
  before: { at: string; id: string } | null;
  limit: number;
}

/** Debts of these people or numbers that this reader may see, for the time-line, newest first. */
export async function debtsOf(
  sql: Sql,
  reader: Principal,
  { contactIds, numbers = [], before, limit }: DebtsOfMany,
): Promise<(Pick<Debt, 'id' | 'state' | 'tries'> & { at: Date })[]> {
  const where = sql.and([
    visiblePredicate(sql, reader, 'missed-calls.read', owner),
    sql`(m.contact_id = any(${[...contactIds]}::text[]) or m.number_key = any(${[...numbers]}::text[]))
      and m.merged_into is null`,
    before && sql`(m.last_missed_at, m.id) < (${before.at}::timestamptz, ${before.id})`,
  ]);
  return sql<(Pick<Debt, 'id' | 'state' | 'tries'> & { at: Date })[]>`
    select m.last_missed_at as at, m.id, m.state, m.tries from missed_calls m
    where ${where} order by m.last_missed_at desc, m.id desc limit ${limit}`;
}
