/** A colleague does not call by hand whom a campaign is calling, or an agent of one is looking at in order to call. */
import type { Sql } from '../../platform/database/database.ts';
import { calledByCampaign } from './campaigns.errors.ts';

/** @throws 409 `campaigns.being_called`, naming the colleague; never for one's own attempt */
export async function refuseHeld(
  sql: Sql,
  asked: { e164: string | null; contactId: string | null; agentId: string },
): Promise<void> {
  const keys = [...(asked.e164 ? [`n:${asked.e164}`] : []), ...(asked.contactId ? [`c:${asked.contactId}`] : [])];
  const [held] = await sql<{ name: string | null }[]>`
    select g.name from customer_holds h join attempts a on a.id = h.attempt_id left join agents g on g.id = a.agent_id
    where h.key = any(${keys}::text[]) and a.agent_id is distinct from ${asked.agentId} limit 1`;
  if (held) throw calledByCampaign(held.name);
}
