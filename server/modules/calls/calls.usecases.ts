/** Reading calls: the log, one call, its card. Every read passes the access predicate. */
import type { z } from 'zod';
import type { Call, CallCard, callListQuerySchema } from '../../contract/calls.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import type { Page } from '../../platform/http/cursor.ts';
import { cursorOf, pageOf } from '../../platform/http/cursor.ts';
import type { Platform } from '../../platform/platform.ts';
import { canSee, type Permission } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import { visiblePredicate } from '../access/visible-predicate.ts';
import { numberFilter } from './call-filter.ts';
import type { CallNeighbours } from './call-neighbours.ts';
import { readCards, readNames } from './call-reading.ts';
import type { StoredCall } from './call-row.ts';
import { selectFoundCalls } from './call-table.ts';
import { callView } from './call-view.ts';
import { callNotFound } from './calls.errors.ts';
import { callConditions, readCalls, selectCalls } from './calls.repository.ts';
import type { EarlyCards } from './early-cards.ts';
import { currentCallId } from './merged-calls.ts';
import type { RecentCalls } from './recent-calls.ts';

export { callConditions, readCalls };

export type CallsDeps = Pick<Platform, 'database' | 'clock' | 'ids' | 'facts' | 'jobs'> & {
  neighbours: CallNeighbours;
  /** What this server stored last; without it calls are read. */
  recent?: RecentCalls;
  early?: EarlyCards;
};

const ownerColumns = { ownerAgents: 'calls.agent_ids', teams: 'calls.team_ids' };

/** Which calls the reader's right reaches, for a query over `calls`. */
export const visibleCalls = (sql: Sql, principal: Principal, permission: Permission) =>
  visiblePredicate(sql, principal, permission, ownerColumns);

/** What somebody whose telephone only rang may still do with the call: read it, and save the note begun while it rang. */
const ofWhoeverWasRung: ReadonlySet<Permission> = new Set(['calls.read', 'calls.work']);

/** The same for one call in hand. A conversation that others had is not heard by those whose telephones rang as well. */
export const maySeeCall = (principal: Principal, permission: Permission, call: StoredCall): boolean =>
  canSee(principal, permission, { ownerAgentIds: call.agentIds, teamIds: call.teamIds }) ||
  (ofWhoeverWasRung.has(permission) &&
    call.agents.some((agent) => agent.agentId !== null && agent.agentId === principal.agentId));

/** A call by its id, or by the id of a call that became part of it. 404 when the reader may not see it. */
export async function findCall(
  sql: Sql,
  principal: Principal,
  id: string,
  permission: Permission = 'calls.read',
): Promise<StoredCall> {
  const [call] = await readCalls(sql, [await currentCallId(sql, id)]);
  if (!call || !maySeeCall(principal, permission, call)) throw callNotFound();
  return call;
}

type Asked = Omit<z.output<typeof callListQuerySchema>, 'cursor' | 'limit'>;

async function filterOf(neighbours: CallsDeps['neighbours'], sql: Sql, { number, ...others }: Asked) {
  if (number === undefined) return others;
  const { defaultRegion } = await neighbours.settings(sql);
  return { ...others, number: numberFilter(number, defaultRegion) };
}

/**
 * Which calls the log holds, beside what a filter of the screen leaves of them. Within an object, because a query alone
 * would be awaited.
 */
export async function loggedCalls(
  { database: { sql }, neighbours }: CallsDeps,
  principal: Principal,
  query: Asked,
): Promise<{ where: SqlQuery }> {
  const filter = await filterOf(neighbours, sql, query);
  return { where: sql.and([visibleCalls(sql, principal, 'calls.read'), callConditions(sql, filter)]) };
}

/**
 * The log, newest first.
 * @param chosen by a filter of the screen, a condition on `calls`; then the cursors are its own
 */
export async function listCalls(
  { database, neighbours }: CallsDeps,
  principal: Principal,
  query: z.output<typeof callListQuerySchema>,
  chosen: SqlQuery | null = null,
): Promise<Page<Call>> {
  const { sql } = database;
  const { cursor, limit, ...asked } = query;
  const filter = await filterOf(neighbours, sql, asked);
  const visible = visibleCalls(sql, principal, 'calls.read');
  if (chosen) {
    const where = sql.and([visible, callConditions(sql, filter), chosen]);
    const found = await selectFoundCalls(sql, { where, cursor, limit });
    const known = await readNames(sql, neighbours, found.rows);
    return { items: found.rows.map((call) => callView(call, known, principal)), nextCursor: found.nextCursor };
  }
  const rows = await selectCalls(sql, filter, { visible, after: cursorOf(cursor, 2), limit });
  const names = await readNames(sql, neighbours, rows);
  return pageOf(
    rows,
    limit,
    (call) => [call.startedAt, call.id],
    (call) => callView(call, names, principal),
  );
}

export async function getCall({ database, neighbours }: CallsDeps, principal: Principal, id: string): Promise<Call> {
  const call = await findCall(database.sql, principal, id);
  return callView(call, await readNames(database.sql, neighbours, [call]), principal);
}

export async function getCard(
  { database, neighbours }: CallsDeps,
  principal: Principal,
  id: string,
): Promise<CallCard> {
  const call = await findCall(database.sql, principal, id);
  const [card] = await readCards(database.sql, neighbours, [call], principal);
  return card!;
}
