/**
 * Settings, lists and zones of a campaign as last read, for agents who ask for the next entry: two hundred of them ask the same
 * at the same moment. Facts about a campaign, a list, calling hours or settings empty it at once on every server; the second
 * only bounds what a lost notification could do. Only a running server has one.
 */
import type { Clock } from '../../platform/clock/clock.ts';
import type { Config } from '../../platform/config/config.ts';
import type { Fact } from '../../platform/outbox/fact.ts';
import type { TakingContext } from './campaign-context.ts';

export interface ContextMemory {
  recall(campaignId: string, read: () => Promise<TakingContext | null>): Promise<TakingContext | null>;
  /** To be told of every fact. */
  follow(fact: Pick<Fact, 'type'>): void;
}

const keptMs = 1_000;
const decisive = new Set(['campaign.changed', 'call-list.changed', 'calling-hours.changed', 'settings.changed']);

export function createContextMemory(clock: Pick<Clock, 'now'>): ContextMemory {
  const known = new Map<string, { context: Promise<TakingContext | null>; until: number }>();
  return {
    recall(campaignId, read) {
      const now = clock.now().getTime();
      const found = known.get(campaignId);
      if (found && found.until > now) return found.context;
      const entry = { context: read(), until: now + keptMs };
      known.set(campaignId, entry);
      entry.context.catch(() => {
        if (known.get(campaignId) === entry) known.delete(campaignId);
      });
      return entry.context;
    },
    follow({ type }) {
      // What is being read at this moment may be the old state: it is forgotten, too.
      if (decisive.has(type)) known.clear();
    },
  };
}

const memories = new WeakMap<Config, ContextMemory>();

/** Lets the server of this configuration remember its campaigns. */
export function rememberContexts({ config, clock }: { config: Config; clock: Pick<Clock, 'now'> }): ContextMemory {
  const memory = createContextMemory(clock);
  memories.set(config, memory);
  return memory;
}

export const contextMemoryOf = (config: Config): ContextMemory | undefined => memories.get(config);
