/**
 * Lock-out after failed sign-ins, kept in PostgreSQL so that every server counts together: five failures of one address
 * from one place, thirty of one address from anywhere, sixty from one place; a success clears the first.
 */
import { createHash } from 'node:crypto';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Database } from '../../platform/database/database.ts';
import { lockedOut } from './access.errors.ts';

const minutes = 60;

export interface SignInLimits {
  /** Throws `access.locked_out` when one of the limits is reached. */
  check(email: string, ip: string): Promise<void>;
  failed(email: string, ip: string): Promise<void>;
  succeeded(email: string, ip: string): Promise<void>;
}

export function createSignInLimits(database: Database): SignInLimits {
  const limiter = (keyPrefix: string, points: number, duration: number, blockDuration: number) =>
    new RateLimiterPostgres({
      storeClient: database.pool,
      tableName: 'sign_in_limits',
      tableCreated: true,
      keyPrefix,
      points,
      duration,
      blockDuration,
    });
  const perPair = limiter('pair', 5, 15 * minutes, 15 * minutes);
  const perEmail = limiter('email', 30, 60 * minutes, 15 * minutes);
  const perPlace = limiter('place', 60, 15 * minutes, 15 * minutes);
  // Hashed: whatever somebody typed into the field is no key, and the table tells nothing.
  const emailKey = (email: string) => createHash('sha256').update(email.toLowerCase()).digest('base64url').slice(0, 22);
  const keysOf = (email: string, ip: string) =>
    [
      [perPair, `${emailKey(email)} ${ip}`],
      [perEmail, emailKey(email)],
      [perPlace, ip],
    ] as const;
  return {
    async check(email, ip) {
      for (const [limit, key] of keysOf(email, ip)) {
        const state = await limit.get(key);
        if (state && state.consumedPoints >= limit.points) throw lockedOut(Math.ceil(state.msBeforeNext / 1_000));
      }
    },
    async failed(email, ip) {
      for (const [limit, key] of keysOf(email, ip)) {
        try {
          await limit.consume(key);
        } catch (error) {
          // Its way to say "used up"; the next check refuses.
          if (!(error instanceof RateLimiterRes)) throw error;
        }
      }
    },
    async succeeded(email, ip) {
      await perPair.delete(`${emailKey(email)} ${ip}`);
    },
  };
}
