/**
 * The dialler: once a second, on one server of all, it asks the pure plan how many lines each campaign begins, takes so many
 * entries, and dials them. It keeps nothing that matters: whoever takes over reads the same tables.
 */

import type { Fact } from '../../platform/outbox/fact.ts';
import type { AttemptRow } from '../campaigns/attempts.usecases.ts';
import type { TakingContext } from '../campaigns/campaign-context.ts';
import { type DialPlatform, deviceOf, sendDial } from '../campaigns/dial-attempt.usecases.ts';
import { selectRunning } from '../campaigns/running-campaigns.usecases.ts';
import type { PbxCommands } from '../pbx/pbx-commands.ts';
import { assignWaiting } from './assign-agent.usecases.ts';
import { dropLease, holdLease, writePaces } from './dialer.repository.ts';
import { createPlanner } from './plan-round.usecases.ts';
import { sendAgain } from './send-again.usecases.ts';
import { takeLines } from './take-lines.usecases.ts';

export interface DialerDeps {
  platform: DialPlatform;
  commands: PbxCommands;
  /** This process among all servers. */
  holder: string;
  /** What else is done once a second on the one server that dials. */
  besides?: () => Promise<void>;
}

const tickMs = 1_000;
/** Longer than a tick may take, shorter than a firm notices that nobody dials. */
const leaseMs = 10_000;

export interface Dialer {
  start(): void;
  stop(): Promise<void>;
  /** Every fact of every server: some do not wait for the next tick. */
  follow(fact: Fact): void;
  /** One round, for tests: true when this server is the one that dials. */
  tick(): Promise<boolean>;
}

export function createDialer({ platform, commands, holder, besides }: DialerDeps): Dialer {
  const { database, clock, logger } = platform;
  const { sql } = database;
  const assign = { database, commands };
  const plan = createPlanner(platform);
  let isStopped = true;
  let running: Promise<unknown> = Promise.resolve();
  let cancel: () => void = () => undefined;

  /** Sent by this process; forgotten with it, since sending again does no harm. */
  const sent = new Set<string>();
  /** Orders that the PBX has not answered yet, and what is done besides. */
  const underWay = new Set<Promise<void>>();

  async function dialFor(context: TakingContext, count: number): Promise<void> {
    if (sent.size > 10_000) sent.clear();
    const send = async (attempt: AttemptRow) => {
      sent.add(attempt.id);
      try {
        const at =
          attempt.agent_id === null ? { device: null, bridgeId: null } : await deviceOf(platform, attempt.agent_id);
        await sendDial(platform, commands, { campaign: context.campaign, attempt, ...at });
      } catch (error) {
        logger.warn({ err: error, attemptId: attempt.id }, 'an attempt was not taken by the PBX');
      }
    };
    // Not waited for: a PBX that does not answer must not keep the others, or the next second, waiting.
    await takeLines(platform, context, count, (attempt) => {
      const sending = send(attempt).finally(() => underWay.delete(sending));
      underWay.add(sending);
    });
  }

  let beside: Promise<void> | null = null;
  /** Campaigns do not wait for it, nor fail with it; never two rounds of it at the same time. */
  function doBesides(): void {
    if (!besides || beside) return;
    const round = besides()
      .catch((error: unknown) => logger.error({ err: error }, 'callbacks could not be made this time'))
      .finally(() => {
        beside = null;
        underWay.delete(round);
      });
    beside = round;
    underWay.add(round);
  }

  async function tick(): Promise<boolean> {
    if (!(await holdLease(sql, holder, clock.now(), leaseMs))) return false;
    await assignWaiting(assign);
    doBesides();
    await sendAgain(platform, commands, sent);
    const contexts = await selectRunning(platform, sql, ['progressive', 'power', 'predictive']);
    if (contexts.length === 0) return true;
    const decisions = await plan(contexts);
    await writePaces(sql, decisions, clock.now());
    for (const context of contexts) {
      const dial = decisions[context.campaign.id]?.dial ?? 0;
      if (dial > 0) await dialFor(context, dial);
    }
    return true;
  }

  const once = (work: () => Promise<unknown>): Promise<unknown> => {
    running = running
      .then(work)
      .catch((error: unknown) => logger.error({ err: error }, 'the dialler failed this time'));
    return running;
  };
  /** A second from one beginning to the next: however long a round takes, the pace of the PBX is kept. */
  const schedule = (inMs: number): void => {
    if (isStopped) return;
    cancel = clock.after(inMs, () => {
      const begun = clock.now().getTime();
      void once(tick).then(() => schedule(Math.min(tickMs, Math.max(0, begun + tickMs - clock.now().getTime()))));
    });
  };
  return {
    start() {
      isStopped = false;
      schedule(tickMs);
    },
    async stop() {
      isStopped = true;
      cancel();
      await running;
      await Promise.all(underWay);
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
    async tick() {
      const isHere = await tick();
      await Promise.all(underWay);
      return isHere;
    },
  };
}
