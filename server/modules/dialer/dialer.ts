/**
 * The dialler: once a second, on one server of all, it asks the pure plan how many lines each campaign begins, takes so many
 * entries, and dials them. It keeps nothing that matters: whoever takes over reads the same tables.
 */

import type { Fact } from '../../platform/outbox/fact.ts';
import { listPresence } from '../agents/presence.usecases.ts';
import type { CampaignContext } from '../campaigns/campaign-context.ts';
import { type DialPlatform, deviceOf, sendDial } from '../campaigns/dial-attempt.usecases.ts';
import { selectRunning } from '../campaigns/running-campaigns.usecases.ts';
import type { PbxCommands } from '../pbx/pbx-commands.ts';
import { assignWaiting } from './assign-agent.usecases.ts';
import {
  dropLease,
  holdLease,
  type LineRow,
  selectLearnt,
  selectLines,
  selectMembers,
  writePace,
} from './dialer.repository.ts';
import { learnFrom } from './learn-attempts.ts';
import { pacedAgents, pacedCalls } from './paced-agents.ts';
import type { PacedCampaign, PacingPlan } from './pacing.ts';
import type { PacingMemory } from './pacing-memory.ts';
import { startMemory } from './pacing-memory.ts';
import { planDials } from './plan-dials.ts';
import { sendAgain } from './send-again.usecases.ts';
import { takeLines } from './take-lines.usecases.ts';

export interface DialerDeps {
  platform: DialPlatform;
  commands: PbxCommands;
  /** This process among all servers. */
  holder: string;
}

const tickMs = 1_000;
/** Longer than a tick may take, shorter than a firm notices that nobody dials. */
const leaseMs = 10_000;
/** An agent whose own telephone did not pick up is not rung again sooner. */
const restMs = 30_000;
/** Facts of so long ago are folded again with each tick: whatever came late is not missed. */
const lookBackMs = 120_000;
/** Of all campaigns together. */
const limits = { maxLines: 400, originatesPerTick: 20 };

export interface Dialer {
  start(): void;
  stop(): Promise<void>;
  /** Every fact of every server: some do not wait for the next tick. */
  follow(fact: Fact): void;
  /** One round, for tests: true when this server is the one that dials. */
  tick(): Promise<boolean>;
}

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

/** What each campaign has learnt, folded from the attempts of its window and kept up with every tick. */
function createMemories({ database, clock }: DialPlatform) {
  const memories = new Map<string, { memory: PacingMemory; windowSeconds: number }>();
  return async (contexts: readonly CampaignContext[]): Promise<Map<string, PacingMemory>> => {
    const now = clock.now().getTime();
    for (const context of contexts) {
      const { id } = context.campaign;
      const { abandonWindowSeconds: windowSeconds } = settingsOf(context);
      const known = memories.get(id);
      const isFresh = known?.windowSeconds === windowSeconds;
      const since = new Date(now - (isFresh ? lookBackMs : windowSeconds * 1000));
      const rows = await selectLearnt(database.sql, [id], since);
      const memory = learnFrom(isFresh ? known.memory : startMemory(windowSeconds), rows);
      memories.set(id, { memory, windowSeconds });
    }
    return new Map([...memories].map(([id, { memory }]) => [id, memory]));
  };
}

export function createDialer({ platform, commands, holder }: DialerDeps): Dialer {
  const { database, clock, logger } = platform;
  const { sql } = database;
  const assign = { database, commands };
  const memoriesOf = createMemories(platform);
  let isStopped = true;
  let running: Promise<unknown> = Promise.resolve();
  let cancel: () => void = () => undefined;

  async function plan(
    contexts: readonly CampaignContext[],
    lines: readonly LineRow[],
  ): Promise<PacingPlan & { free: string[] }> {
    const now = clock.now();
    const ids = contexts.map(({ campaign }) => campaign.id);
    const [presence, members, memories] = await Promise.all([
      listPresence(sql),
      selectMembers(sql, ids, new Date(now.getTime() - restMs)),
      memoriesOf(contexts),
    ]);
    const agents = pacedAgents(presence, members, lines);
    const campaigns = contexts.map(
      (context): PacedCampaign => ({
        id: context.campaign.id,
        settings: settingsOf(context),
        priority: context.campaign.priority,
        weight: 1,
        memory: memories.get(context.campaign.id)!,
        // Whoever is taken is asked for one by one: that there is nobody left shows then.
        entries: 'plenty',
      }),
    );
    const planned = planDials({ now: now.getTime(), agents, calls: pacedCalls(lines), campaigns, limits });
    const free = agents.filter(({ state }) => state === 'ready').sort((a, b) => a.since - b.since);
    return { ...planned, free: free.map(({ id }) => id) };
  }

  /** Sent by this process; forgotten with it, since sending again does no harm. */
  const sent = new Set<string>();

  async function dialFor(context: CampaignContext, count: number): Promise<void> {
    const attempts = await takeLines(platform, context, count);
    if (sent.size > 10_000) sent.clear();
    for (const { id } of attempts) sent.add(id);
    await Promise.all(
      attempts.map(async (attempt) => {
        try {
          const at =
            attempt.agent_id === null ? { device: null, bridgeId: null } : await deviceOf(platform, attempt.agent_id);
          await sendDial(platform, commands, { campaign: context.campaign, attempt, ...at });
        } catch (error) {
          logger.warn({ err: error, attemptId: attempt.id }, 'an attempt was not taken by the PBX');
        }
      }),
    );
  }

  async function tick(): Promise<boolean> {
    if (!(await holdLease(sql, holder, clock.now(), leaseMs))) return false;
    await assignWaiting(assign);
    await sendAgain(platform, commands, sent);
    const contexts = await selectRunning(platform, sql, ['progressive', 'power', 'predictive']);
    if (contexts.length === 0) return true;
    const { campaigns } = await plan(contexts, await selectLines(sql));
    for (const context of contexts) {
      const decision = campaigns[context.campaign.id];
      if (!decision) continue;
      await writePace(sql, context.campaign.id, decision, clock.now());
      // A call that is being set up must not keep the others waiting.
      if (decision.dial > 0) await dialFor(context, decision.dial);
    }
    return true;
  }

  const once = (work: () => Promise<unknown>): Promise<unknown> => {
    running = running
      .then(work)
      .catch((error: unknown) => logger.error({ err: error }, 'the dialler failed this time'));
    return running;
  };
  const schedule = (): void => {
    if (isStopped) return;
    cancel = clock.after(tickMs, () => void once(tick).then(schedule));
  };
  return {
    start() {
      isStopped = false;
      schedule();
    },
    async stop() {
      isStopped = true;
      cancel();
      await running;
      await dropLease(sql, holder).catch(() => undefined);
    },
    follow(fact) {
      if (isStopped) return;
      const { state, presence } = fact.payload as { state?: string; presence?: { state: string } };
      const isWaiting = fact.type === 'attempt.changed' && state === 'picked-up';
      const isFree = fact.type === 'agent.changed' && presence?.state === 'ready';
      // A customer has two seconds: the next tick may be too late. Beside it, since the database decides who gets whom.
      if (isWaiting || isFree)
        void assignWaiting(assign).catch((error: unknown) => logger.error({ err: error }, 'nobody was assigned'));
    },
    tick,
  };
}
