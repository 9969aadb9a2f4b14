/**
 * Once a second, on the one server that dials: whoever is first in line and has a free agent is called. The agent's telephone
 * rings first, so that nobody who is called back waits again.
 */
import type { z } from 'zod';
import type { newCallSchema } from '../../contract/calls.contract.ts';
import { DomainError } from '../../platform/errors/domain-error.ts';
import type { Platform } from '../../platform/platform.ts';
import { callbackChanged } from './ask-callback.usecases.ts';
import { closeCallback, waitAgain } from './follow-callback.usecases.ts';
import { planCallbacks, type QueueLine } from './plan-callbacks.ts';
import type { QueueCallbackFacts } from './queue-callbacks.events.ts';
import {
  type CallbackRow,
  isReached,
  lockCallback,
  selectFreeAgents,
  selectOpen,
  selectQueues,
  updateCallback,
} from './queue-callbacks.repository.ts';

export type CallBackDeps = Platform & {
  /** Rings an agent's telephone, then the number, under this id. @throws when it is refused, or the PBX says no */
  place(
    wanted: Pick<z.output<typeof newCallSchema>, 'to' | 'agentId' | 'contactId'>,
    originateId: string,
  ): Promise<void>;
};

/** A call of which nothing was told for so long came to nothing. */
const silentMs = 180_000;
/** After a refusal: somebody is calling this customer, or the PBX is away. */
const refusedMs = 30_000;

async function settle(deps: CallBackDeps, row: CallbackRow, now: Date): Promise<boolean> {
  const { database } = deps;
  const state = row.expires_at <= now && row.state === 'waiting' ? 'expired' : null;
  const isLost = row.state === 'calling' && row.since.getTime() + silentMs < now.getTime();
  const reached = row.state === 'waiting' && (await isReached(database.sql, row));
  if (state === null && !isLost && !reached) return false;
  await database.transaction(async (tx) => {
    const locked = await lockCallback(tx, row.id);
    if (!locked || locked.closed_at !== null || locked.version !== row.version) return;
    if (isLost) await waitAgain(deps, tx, locked, { afterMs: 0, tries: locked.tries });
    else await closeCallback(deps, tx, locked, state ?? 'cancelled');
  });
  return true;
}

async function linesOf(deps: CallBackDeps, rows: readonly CallbackRow[], now: Date): Promise<QueueLine[]> {
  const { sql } = deps.database;
  const queues = await selectQueues(sql, [...new Set(rows.map(({ queue }) => queue))]);
  const free = await selectFreeAgents(sql, now);
  return queues.map(({ bridge_id, name, members, waiting }) => {
    const open = new Set(members.filter(({ paused, inCall }) => !paused && !inCall).map((one) => one.interface));
    return {
      queue: `${bridge_id} ${name}`,
      waiting: waiting.map(({ joinedAt }) => Date.parse(joinedAt)),
      freeAgentIds: free.flatMap((agent) => (open.has(agent.interface) ? [agent.id] : [])),
    };
  });
}

async function callBack(deps: CallBackDeps, row: CallbackRow, agentId: string): Promise<void> {
  const { database, clock, facts, ids, logger } = deps;
  const originateId = ids('ori');
  const isTaken = await database.transaction(async (tx) => {
    const locked = await lockCallback(tx, row.id);
    if (locked?.state !== 'waiting' || locked.version !== row.version) return false;
    const calling = { state: 'calling' as const, agent_id: agentId, originate_id: originateId, since: clock.now() };
    await facts.append<QueueCallbackFacts>(tx, callbackChanged(await updateCallback(tx, row.id, calling)));
    return true;
  });
  if (!isTaken) return;
  const contact = row.contact_id === null ? {} : { contactId: row.contact_id };
  try {
    await deps.place({ to: row.e164, agentId, ...contact }, originateId);
  } catch (error) {
    // Nobody knows whether the telephone rings: its call tells, or the silence of three minutes.
    if (error instanceof DomainError && error.code === 'pbx.timed_out') return;
    logger.warn({ err: error, queueCallbackId: row.id }, 'a callback could not be placed');
    await database.transaction(async (tx) => {
      const locked = await lockCallback(tx, row.id);
      if (locked?.originate_id === originateId && locked.state === 'calling')
        await waitAgain(deps, tx, locked, { afterMs: refusedMs, tries: locked.tries });
    });
  }
}

/** One round. Resolves when every telephone that is to ring was asked to. */
export async function callBackWhoeverIsDue(deps: CallBackDeps): Promise<void> {
  const { database, clock } = deps;
  const now = clock.now();
  const waiting: CallbackRow[] = [];
  for (const row of await selectOpen(database.sql)) {
    if (await settle(deps, row, now)) continue;
    if (row.state === 'waiting' && row.next_at <= now) waiting.push(row);
  }
  if (waiting.length === 0) return;
  const line = waiting.map((row) => ({
    id: row.id,
    queue: `${row.bridge_id} ${row.queue}`,
    joinedAt: row.joined_at.getTime(),
  }));
  const planned = planCallbacks(line, await linesOf(deps, waiting, now));
  await Promise.all(
    planned.map(({ callbackId, agentId }) => callBack(deps, waiting.find(({ id }) => id === callbackId)!, agentId)),
  );
}
