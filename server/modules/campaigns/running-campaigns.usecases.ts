/** Campaigns that dial at this moment, with everything that decides, the higher priority first. */
import type { CampaignMode } from '../../contract/campaigns.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import { type ContextPlatform, readTakingContexts, type TakingContext } from './campaign-context.ts';

export async function selectRunning(
  platform: ContextPlatform,
  sql: Sql,
  modes: readonly CampaignMode[],
): Promise<TakingContext[]> {
  const rows = await sql<{ id: string }[]>`
    select id from campaigns where state = 'running' and deleted_at is null and mode = any(${[...modes]}::text[])`;
  const contexts = await readTakingContexts(
    platform,
    sql,
    rows.map(({ id }) => id),
  );
  return contexts.filter(({ campaign }) => campaign.state === 'running');
}
