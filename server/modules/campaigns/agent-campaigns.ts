/** In which running campaigns an agent works, in the order in which they are served. */
import type { CampaignMode } from '../../contract/campaigns.contract.ts';
import type { Sql } from '../../platform/database/database.ts';

export interface AgentCampaign {
  id: string;
  mode: CampaignMode;
  priority: number;
}

/**
 * The higher priority first; of equals the one whose turn was longest ago, so that they share their agents evenly.
 * @param modes only of these
 */
export const campaignsOfAgent = (sql: Sql, agentId: string, modes: readonly CampaignMode[]) => sql<AgentCampaign[]>`
  select g.id, g.mode, g.priority from campaigns g
  where g.state = 'running' and g.deleted_at is null and g.mode = any(${[...modes]}::text[]) and exists (
    select from campaign_agents m left join agents a on a.id = ${agentId}
    where m.campaign_id = g.id and (m.agent_id = ${agentId} or m.team_id = a.team_id)
  )
  order by g.priority desc,
    (select max(t.claimed_at) from attempts t where t.campaign_id = g.id) nulls first, g.id`;

/** True when the agent works in this campaign, whether it runs or not. */
export async function worksIn(sql: Sql, agentId: string, campaignId: string): Promise<boolean> {
  const [row] = await sql`
    select from campaign_agents m left join agents a on a.id = ${agentId}
    where m.campaign_id = ${campaignId} and (m.agent_id = ${agentId} or m.team_id = a.team_id) limit 1`;
  return row !== undefined;
}
