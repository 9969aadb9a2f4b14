/**
 * Who a cookie or key was, remembered for five seconds: a page of the console asks a dozen things at once. Facts about a
 * user or a key empty it at once on every server; the five seconds only bound what a lost notification could do.
 */
import type { Clock } from '../../platform/clock/clock.ts';
import type { Principal } from './principal.ts';

export interface PrincipalMemory {
  recall(key: string, read: () => Promise<Principal | null>): Promise<Principal | null>;
  forget(principalId: string): void;
  /** A role changed: it may be anybody's. */
  forgetAll(): void;
}

const keptMs = 5_000;
const maxKept = 5_000;

interface Entry {
  until: number;
  principal: Promise<Principal | null>;
  /** Known once the promise has been kept. */
  principalId: string | null;
}

export function createPrincipalMemory(clock: Pick<Clock, 'now'>): PrincipalMemory {
  const entries = new Map<string, Entry>();
  let generation = 0;
  return {
    async recall(key, read) {
      const now = clock.now().getTime();
      const known = entries.get(key);
      if (known && known.until > now) return await known.principal;
      if (entries.size >= maxKept) entries.clear();
      const begun = generation;
      const entry: Entry = { until: now + keptMs, principal: read(), principalId: null };
      entries.set(key, entry);
      const drop = () => {
        if (entries.get(key) === entry) entries.delete(key);
      };
      try {
        const principal = await entry.principal;
        // Nobody is not remembered: the next attempt may be somebody. Nor is what was read while rights changed.
        if (principal === null || begun !== generation) drop();
        entry.principalId = principal?.id ?? null;
        return principal;
      } catch (error) {
        drop();
        throw error;
      }
    },
    forgetAll() {
      generation += 1;
      entries.clear();
    },
    forget(principalId) {
      // At once, not after the promises: whoever asks next must read. What is being read just now is dropped by `generation`.
      generation += 1;
      for (const [key, entry] of entries) {
        if (entry.principalId === null || entry.principalId === principalId) entries.delete(key);
      }
    },
  };
}
