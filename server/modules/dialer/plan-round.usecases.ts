/** One round of the dialler: what pacing looks at is read, the pure plan decides how many lines each campaign begins now. */
import { listPresence } from '../agents/presence.usecases.ts';
import type { CampaignContext } from '../campaigns/campaign-context.ts';
import type { DialPlatform } from '../campaigns/dial-attempt.usecases.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import { selectLearnt, selectLines, selectMembers } from './dialer.repository.ts';
import { learnFrom } from './learn-attempts.ts';
import { pacedAgents, pacedCalls } from './paced-agents.ts';
import type { PacedCampaign, PacingPlan } from './pacing.ts';
import { type PacingMemory, startMemory } from './pacing-memory.ts';
import { planDials } from './plan-dials.ts';
import { restMs } from './take-lines.usecases.ts';

/** Ends of so long ago are folded again with each round: longer than a transaction that wrote one may take to commit. */
const lookBackMs = 20_000;

const settingsOf = ({ campaign: { mode, pacing } }: CampaignContext): PacedCampaign['settings'] => ({
  mode,
  ratio: pacing.ratio,
  maxAbandonedShare: pacing.maxAbandonedPercent / 100,
  abandonWindowSeconds: pacing.abandonWindowHours * 3600,
  warmUpLiveAnswers: pacing.warmUpAnswers,
  ringSeconds: pacing.ringSeconds,
  connectWithinSeconds: pacing.connectWithinSeconds,
  maxLinesPerAgent: pacing.maxLinesPerAgent,
  maxLines: pacing.maxLines,
});

interface Remembered {
  memory: PacingMemory;
  windowSeconds: number;
}

/**
 * What each campaign has learnt: folded from the attempts of its window at first, kept up with every round since. Campaigns
 * that do not run any more are forgotten.
 */
function createMemories({ database: { sql }, clock }: DialPlatform) {
  let memories = new Map<string, Remembered>();
  return async (contexts: readonly CampaignContext[]): Promise<Map<string, Remembered>> => {
    const now = clock.now().getTime();
    const next = new Map<string, Remembered>();
    const known: string[] = [];
    for (const context of contexts) {
      const { id } = context.campaign;
      const { abandonWindowSeconds: windowSeconds } = settingsOf(context);
      const before = memories.get(id);
      if (before?.windowSeconds === windowSeconds) {
        next.set(id, before);
        known.push(id);
      } else {
        const rows = await selectLearnt(sql, [id], new Date(now - windowSeconds * 1000));
        next.set(id, { memory: learnFrom(startMemory(windowSeconds), rows), windowSeconds });
      }
    }
    const news = await selectLearnt(sql, known, new Date(now - lookBackMs));
    for (const id of known) {
      const before = next.get(id)!;
      const rows = news.filter(({ campaign_id }) => campaign_id === id);
      if (rows.length > 0) next.set(id, { ...before, memory: learnFrom(before.memory, rows) });
    }
    memories = next;
    return next;
  };
}

/** Resolves with what each campaign does now. */
export function createPlanner(platform: DialPlatform) {
  const { database, clock } = platform;
  const memoriesOf = createMemories(platform);
  return async (contexts: readonly CampaignContext[]): Promise<PacingPlan['campaigns']> => {
    const { sql } = database;
    const now = clock.now();
    const ids = contexts.map(({ campaign }) => campaign.id);
    const [{ dialer }, presence, members, lines, memories] = await Promise.all([
      readSettings(platform, sql),
      listPresence(sql),
      selectMembers(sql, ids, new Date(now.getTime() - restMs)),
      selectLines(sql),
      memoriesOf(contexts),
    ]);
    const campaigns = contexts.map(
      (context): PacedCampaign => ({
        id: context.campaign.id,
        settings: settingsOf(context),
        priority: context.campaign.priority,
        weight: 1,
        memory: memories.get(context.campaign.id)!.memory,
        // Whoever is taken is asked for one by one: that there is nobody left shows then.
        entries: 'plenty',
      }),
    );
    const agents = pacedAgents(presence, members, lines);
    const calls = pacedCalls(lines);
    const limits = {
      maxLines: Math.max(0, dialer.maxLines - calls.length),
      originatesPerTick: dialer.originatesPerSecond,
    };
    return planDials({ now: now.getTime(), agents, calls, campaigns, limits }).campaigns;
  };
}
