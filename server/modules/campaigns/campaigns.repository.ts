/** SQL of campaigns: what a supervisor set, who works in them, how far they are. */
import type {
  Campaign,
  CampaignCounts,
  CampaignMode,
  CampaignSettings,
  CampaignState,
} from '../../contract/campaigns.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';

type InColumns = 'name' | 'mode' | 'priority' | 'callingHoursId' | 'scriptId' | 'agentIds' | 'teamIds';

export interface CampaignRow {
  id: string;
  name: string;
  state: CampaignState;
  mode: CampaignMode;
  priority: number;
  calling_hours_id: string | null;
  script_id: string | null;
  settings: Omit<CampaignSettings, InColumns>;
  is_template: boolean;
  started_at: Date | null;
  finished_at: Date | null;
  created_at: Date;
  updated_at: Date;
  version: number;
  agent_ids: string[];
  team_ids: string[];
}

const columns = `g.id, g.name, g.state, g.mode, g.priority, g.calling_hours_id, g.script_id, g.settings, g.is_template, g.started_at,
  g.finished_at, g.created_at, g.updated_at, g.version,
  array(select a.agent_id from campaign_agents a where a.campaign_id = g.id and a.agent_id is not null order by 1) as agent_ids,
  array(select a.team_id from campaign_agents a where a.campaign_id = g.id and a.team_id is not null order by 1) as team_ids`;

export interface CampaignWhere {
  ids?: readonly string[];
  states?: readonly CampaignState[];
  templates?: boolean;
}

/** Higher priority first, then by name. */
export const selectCampaigns = (sql: Sql, { ids, states, templates }: CampaignWhere = {}) => sql<CampaignRow[]>`
  select ${sql.unsafe(columns)} from campaigns g where ${sql.and([
    sql`g.deleted_at is null`,
    ids !== undefined && sql`g.id = any(${[...ids]}::text[])`,
    states !== undefined && sql`g.state = any(${[...states]}::text[])`,
    templates !== undefined && sql`g.is_template = ${templates}`,
  ])} order by g.priority desc, lower(g.name), g.id`;

export async function lockCampaign(tx: Tx, id: string): Promise<CampaignRow | null> {
  const [found] = await tx`select from campaigns where id = ${id} and deleted_at is null for update`;
  if (!found) return null;
  const [row] = await selectCampaigns(tx, { ids: [id] });
  return row ?? null;
}

/** Splits what is set into columns and the rest. */
export function columnsOf(settings: CampaignSettings) {
  const { name, mode, priority, callingHoursId, scriptId, agentIds, teamIds, ...rest } = settings;
  const row = { name, mode, priority, calling_hours_id: callingHoursId, script_id: scriptId, settings: rest };
  return { row, agentIds, teamIds };
}

export async function writeAgents(
  tx: Tx,
  campaignId: string,
  who: { agentIds: readonly string[]; teamIds: readonly string[] },
) {
  await tx`delete from campaign_agents where campaign_id = ${campaignId}`;
  await tx`
    insert into campaign_agents (campaign_id, agent_id, team_id)
    select ${campaignId}, id, null from unnest(${[...new Set(who.agentIds)]}::text[]) as id
    union all select ${campaignId}, null, id from unnest(${[...new Set(who.teamIds)]}::text[]) as id`;
}

export async function insertCampaign(
  tx: Tx,
  id: string,
  { settings, isTemplate, now }: { settings: CampaignSettings; isTemplate: boolean; now: Date },
): Promise<void> {
  const { row, agentIds, teamIds } = columnsOf(settings);
  await tx`insert into campaigns ${tx({ id, ...row, state: 'draft', is_template: isTemplate, created_at: now, updated_at: now })}`;
  await writeAgents(tx, id, { agentIds, teamIds });
}

export async function updateCampaign(tx: Tx, id: string, settings: CampaignSettings, now: Date): Promise<void> {
  const { row, agentIds, teamIds } = columnsOf(settings);
  await tx`update campaigns set ${tx({ ...row, updated_at: now })}, version = version + 1 where id = ${id}`;
  await writeAgents(tx, id, { agentIds, teamIds });
}

export async function moveCampaign(
  tx: Tx,
  id: string,
  columns: Partial<{ state: CampaignState; started_at: Date; finished_at: Date | null; deleted_at: Date }>,
  now: Date,
): Promise<void> {
  await tx`update campaigns set ${tx({ ...columns, updated_at: now })}, version = version + 1 where id = ${id}`;
}

const none: CampaignCounts = { fresh: 0, retry: 0, callback: 0, busy: 0, finished: 0, total: 0 };

/** Entries of each campaign by what is to become of them. */
export async function countEntriesOf(sql: Sql, campaignIds: readonly string[]): Promise<Map<string, CampaignCounts>> {
  const counts = new Map(campaignIds.map((id) => [id, { ...none }]));
  if (campaignIds.length === 0) return counts;
  const rows = await sql<{ campaign_id: string; state: string; rank: number; count: number }[]>`
    select l.campaign_id, e.state, e.rank, count(*)::int as count from entries e join call_lists l on l.id = e.call_list_id
    where l.campaign_id = any(${[...campaignIds]}::text[]) and l.deleted_at is null group by 1, 2, 3`;
  for (const { campaign_id, state, rank, count } of rows) {
    const of = counts.get(campaign_id);
    if (!of) continue;
    of.total += count;
    if (state === 'finished') of.finished += count;
    else if (state === 'busy') of.busy += count;
    else if (rank === 0) of.callback += count;
    else if (rank === 3) of.fresh += count;
    else of.retry += count;
  }
  return counts;
}

export const toSettings = (row: CampaignRow): CampaignSettings => ({
  ...row.settings,
  name: row.name,
  mode: row.mode,
  priority: row.priority,
  callingHoursId: row.calling_hours_id,
  scriptId: row.script_id,
  agentIds: row.agent_ids,
  teamIds: row.team_ids,
});

export const toCampaign = (row: CampaignRow): Campaign => ({
  ...toSettings(row),
  id: row.id,
  state: row.state,
  isTemplate: row.is_template,
  startedAt: row.started_at?.toISOString() ?? null,
  finishedAt: row.finished_at?.toISOString() ?? null,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
  version: row.version,
});
