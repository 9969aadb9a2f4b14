/** SQL of calls asked for by a click. */
import type { Sql, Tx } from '../../platform/database/database.ts';

export interface CallRequest {
  originateId: string;
  agentId: string;
  interface: string;
  askedBy: string;
  toRaw: string;
  toE164: string | null;
  contactId: string | null;
  missedCallId: string | null;
  askedAt: Date;
}

export async function insertCallRequest(tx: Tx, request: CallRequest): Promise<void> {
  await tx`
    insert into call_requests ${tx({
      originate_id: request.originateId,
      agent_id: request.agentId,
      interface: request.interface,
      asked_by: request.askedBy,
      to_raw: request.toRaw,
      to_e164: request.toE164,
      contact_id: request.contactId,
      missed_call_id: request.missedCallId,
      asked_at: request.askedAt,
    })}`;
}

/** Writes down why a request came to nothing; null when we never asked for it. */
export async function requestFailed(
  sql: Sql,
  originateId: string,
  because: string,
): Promise<{ agentId: string; missedCallId: string | null } | null> {
  const [row] = await sql<{ agent_id: string; missed_call_id: string | null }[]>`
    update call_requests set failed_because = ${because.slice(0, 500)} where originate_id = ${originateId}
    returning agent_id, missed_call_id`;
  return row ? { agentId: row.agent_id, missedCallId: row.missed_call_id } : null;
}

/** The call that an originate made, once the PBX has told of it. */
export async function callOfOriginate(sql: Sql, originateId: string): Promise<string | null> {
  const [row] = await sql<{ id: string }[]>`select id from calls where originate_id = ${originateId} limit 1`;
  return row?.id ?? null;
}
