/**
 * Settings as last read, for the dozen places that ask for each call that comes in. A fact about settings empties it on
 * every server; the five seconds only bound what a lost notification could do. Only a running server has one.
 */
import type { Settings } from '../../contract/settings.contract.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Config } from '../../platform/config/config.ts';
import type { Fact } from '../../platform/outbox/fact.ts';

export interface SettingsMemory {
  recall(read: () => Promise<Settings>): Promise<Settings>;
  /** To be told of every fact. */
  follow(fact: Pick<Fact, 'type'>): void;
}

const keptMs = 5_000;

export function createSettingsMemory(clock: Pick<Clock, 'now'>): SettingsMemory {
  let known: { settings: Settings; until: number } | null = null;
  let generation = 0;
  return {
    async recall(read) {
      const now = clock.now().getTime();
      if (known && known.until > now) return known.settings;
      const begun = generation;
      const settings = await read();
      // What was read while they changed may be the old ones.
      if (begun === generation) known = { settings, until: now + keptMs };
      return settings;
    },
    follow({ type }) {
      if (type !== 'settings.changed') return;
      generation += 1;
      known = null;
    },
  };
}

const memories = new WeakMap<Config, SettingsMemory>();

/** Lets the server of this configuration remember its settings. */
export function rememberSettings({ config, clock }: { config: Config; clock: Pick<Clock, 'now'> }): SettingsMemory {
  const memory = createSettingsMemory(clock);
  memories.set(config, memory);
  return memory;
}

export const memoryOf = (config: Config): SettingsMemory | undefined => memories.get(config);
