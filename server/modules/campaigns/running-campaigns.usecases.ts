/** Campaigns that dial at this moment, with everything that decides, the higher priority first. */
import type { CampaignMode } from '../../contract/campaigns.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import { type CampaignContext, type ContextPlatform, readContext } from './campaign-context.ts';

export async function selectRunning(
  platform: ContextPlatform,
  sql: Sql,
  modes: readonly CampaignMode[],
): Promise<CampaignContext[]> {
  const rows = await sql<{ id: string }[]>`
    select id from campaigns where state = 'running' and deleted_at is null and mode = any(${[...modes]}::text[])
    order by priority desc, id`;
  const contexts = await Promise.all(rows.map(({ id }) => readContext(platform, sql, id)));
  return contexts.filter((context) => context?.campaign.state === 'running').filter((context) => context !== null);
}
