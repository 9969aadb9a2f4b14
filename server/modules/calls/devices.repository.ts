/** Who stands in a call, and nothing else of it: asked for at every change of every call. */
import type { Sql } from '../../platform/database/database.ts';
import type { CallAgentRow } from './call-row.ts';

export interface CallDevices {
  id: string;
  agents: Pick<CallAgentRow, 'agentId' | 'live' | 'tookPart' | 'wrapUpUntil'>[];
}

/** The devices of each call as they are now; none for one that is not there or was merged into another. */
export async function readDevices(sql: Sql, callIds: readonly string[]): Promise<Map<string, CallDevices>> {
  const found = new Map(callIds.map((id): [string, CallDevices] => [id, { id, agents: [] }]));
  const rows = await sql<Row[]>`
    select call_id, agent_id, live, took_part, wrap_up_until from call_agents
    where call_id = any(${[...callIds]}::text[]) order by call_id, position`;
  for (const { call_id, agent_id, live, took_part, wrap_up_until } of rows) {
    const wrapUpUntil = wrap_up_until?.toISOString() ?? null;
    found.get(call_id)?.agents.push({ agentId: agent_id, live, tookPart: took_part, wrapUpUntil });
  }
  return found;
}

interface Row {
  call_id: string;
  agent_id: string | null;
  live: boolean;
  took_part: boolean;
  wrap_up_until: Date | null;
}
