/** So many entries of a campaign become attempts that are dialled now; fewer when fewer are due, or fewer agents are free. */
import { isUniqueViolation } from '../../platform/database/database-errors.ts';
import { DomainError } from '../../platform/errors/domain-error.ts';
import { type AttemptRow, selectPromising } from '../campaigns/attempts.usecases.ts';
import type { TakingContext } from '../campaigns/campaign-context.ts';
import { claimEntry } from '../campaigns/claim-entry.usecases.ts';
import type { DialPlatform } from '../campaigns/dial-attempt.usecases.ts';

/** Members who are ready and have nobody, the longest ready first; only those with a telephone. */
const selectFree = ({ database }: DialPlatform, campaignId: string, restingSince: Date) => database.sql<
  { id: string }[]
>`
  select a.id from agents a join agent_presence p on p.agent_id = a.id
  where a.active and a.interface is not null and p.state = 'ready'
    and exists (select from campaign_agents m where m.campaign_id = ${campaignId} and (m.agent_id = a.id or m.team_id = a.team_id))
    and not exists (select from attempts t where t.agent_id = a.id and t.state <> 'ended')
    and not exists (select from attempts t where t.agent_id = a.id and t.outcome = 'refused' and t.finished_at > ${restingSince})
  order by p.since, a.id`;

/** Entries taken at the same time: each is a transaction of its own that waits for the disk. */
const lanes = 4;

/** An agent whose own telephone did not pick up is not rung again sooner. */
export const restMs = 30_000;

const isTaken = (error: unknown): boolean =>
  (error instanceof DomainError && error.code === 'campaigns.agent_busy') ||
  isUniqueViolation(error, 'attempts_one_per_agent');

async function takeOne(
  platform: DialPlatform,
  context: TakingContext,
  agentId: string | null,
): Promise<AttemptRow | null> {
  const { mode, first } = context.campaign;
  const who = mode === 'progressive' ? first : 'customer';
  try {
    return await claimEntry(platform, { context, agentId, claimedUntil: null, mode, first: who });
  } catch (error) {
    // Somebody else took this agent, or the entry came to be forbidden within these milliseconds: the next round sees it.
    if (isTaken(error) || (error as { code?: string }).code === 'TL001') return null;
    throw error;
  }
}

/** Free agents who have promised somebody a call that is due: that line is theirs, whatever the mode. */
async function selectPromisers(platform: DialPlatform, { campaign, lists }: TakingContext, since: Date) {
  const { database, clock } = platform;
  const free = (await selectFree(platform, campaign.id, since)).map(({ id }) => id);
  const agentIds = await selectPromising(database.sql, { lists, agentIds: free, now: clock.now() });
  return { free, promisers: free.filter((id) => agentIds.includes(id)) };
}

/**
 * Progressive: each line belongs to an agent from the beginning. Otherwise whoever is free when somebody picks up gets it, but
 * for customers whom an agent has promised a call.
 * @param onTaken told of each at once, so that it is dialled while the next one is taken
 */
export async function takeLines(
  platform: DialPlatform,
  context: TakingContext,
  count: number,
  onTaken: (attempt: AttemptRow) => void,
): Promise<void> {
  const since = new Date(platform.clock.now().getTime() - restMs);
  const { free, promisers } = await selectPromisers(platform, context, since);
  const isReserved = context.campaign.mode === 'progressive';
  const agents: (string | null)[] = isReserved ? free : [...promisers, ...Array<null>(count).fill(null)];
  const waiting = agents.slice(0, count);
  const lane = async (): Promise<void> => {
    for (let agentId = waiting.shift(); agentId !== undefined; agentId = waiting.shift()) {
      const attempt = await takeOne(platform, context, agentId);
      if (!attempt) return void waiting.splice(0);
      onTaken(attempt);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
