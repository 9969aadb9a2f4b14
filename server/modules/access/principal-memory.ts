/**
 * Who a cookie or key was, remembered for five seconds: a page of the console asks a dozen things at once. Facts about a
 * user or a key empty it at once on every server; the five seconds only bound what a lost notification could do.
 */
import type { Clock } from '../../platform/clock/clock.ts';
import type { Principal } from './principal.ts';

export interface PrincipalMemory {
  recall(key: string, read: () => Promise<Principal | null>): Promise<Principal | null>;
  forget(principalId: string): void;
}

const keptMs = 5_000;
const maxKept = 5_000;

interface Entry {
  until: number;
  principal: Promise<Principal | null>;
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
      const entry = { until: now + keptMs, principal: read() };
      entries.set(key, entry);
      const drop = () => {
        if (entries.get(key) === entry) entries.delete(key);
      };
      try {
        const principal = await entry.principal;
        // Nobody is not remembered: the next attempt may be somebody. Nor is what was read while rights changed.
        if (principal === null || begun !== generation) drop();
        return principal;
      } catch (error) {
        drop();
        throw error;
      }
    },
    forget(principalId) {
      generation += 1;
      for (const [key, entry] of entries) {
        void entry.principal.then(
          (principal) => {
            if (principal?.id === principalId && entries.get(key) === entry) entries.delete(key);
          },
          () => entries.delete(key),
        );
      }
    },
  };
}
