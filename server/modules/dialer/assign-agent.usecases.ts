/**
 * A customer picked up and waits: the agent who has been free longest gets them. The database lets an agent have one attempt,
 * so that two customers never get the same one, on however many servers.
 */
import type { Database, Tx } from '../../platform/database/database.ts';
import { isUniqueViolation } from '../../platform/database/database-errors.ts';
import { type AttemptRow, lockAttempt, updateAttempt } from '../campaigns/attempts.usecases.ts';
import type { PbxCommands } from '../pbx/pbx-commands.ts';
import { bridgeOfInterface } from '../queues/pbx-endpoints.usecases.ts';

export interface AssignDeps {
  database: Database;
  commands: PbxCommands;
}

interface FreeAgent {
  id: string;
  interface: string;
}

/** Members of the campaign who are ready and have nobody, the longest ready first. */
const selectFree = (tx: Tx, campaignId: string) => tx<FreeAgent[]>`
  select a.id, a.interface from agents a join agent_presence p on p.agent_id = a.id
  where a.active and a.interface is not null and p.state = 'ready'
    and exists (select from campaign_agents m where m.campaign_id = ${campaignId} and (m.agent_id = a.id or m.team_id = a.team_id))
    and not exists (select from attempts t where t.agent_id = a.id and t.state <> 'ended')
  order by p.since, a.id`;

async function give(tx: Tx, attempt: AttemptRow): Promise<FreeAgent | null> {
  for (const agent of await selectFree(tx, attempt.campaign_id)) {
    try {
      await tx.savepoint((sp) => updateAttempt(sp, attempt.id, { agent_id: agent.id }));
      return agent;
    } catch (error) {
      if (!isUniqueViolation(error, 'attempts_one_per_agent')) throw error;
    }
  }
  return null;
}

/** Gives a waiting customer an agent. False: nobody is free, or the customer has one already. */
export async function assignAgent({ database, commands }: AssignDeps, attemptId: string): Promise<boolean> {
  const agent = await database.transaction(async (tx) => {
    const attempt = await lockAttempt(tx, attemptId);
    if (attempt?.state !== 'picked-up' || attempt.agent_id !== null) return null;
    return give(tx, attempt);
  });
  if (!agent) return false;
  try {
    const bridgeId = await bridgeOfInterface(database.sql, agent.interface);
    await commands.send(bridgeId, { type: 'call.connect', originateId: attemptId, interface: agent.interface });
    return true;
  } catch {
    // The customer has hung up, or the PBX is gone: the agent is free again at once, and the call's end tells the rest.
    await database.sql`
      update attempts set agent_id = null, version = version + 1 where id = ${attemptId} and state = 'picked-up' and agent_id = ${agent.id}`;
    return false;
  }
}

/** Everybody who waits, the longest waiting first. */
export async function assignWaiting(deps: AssignDeps): Promise<void> {
  const waiting = await deps.database.sql<{ id: string }[]>`
    select id from attempts where state = 'picked-up' and agent_id is null order by picked_up_at`;
  for (const { id } of waiting) await assignAgent(deps, id);
}
