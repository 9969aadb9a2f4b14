/** How often forms may be sent, kept in PostgreSQL so that every server counts together. */
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Database } from '../../platform/database/database.ts';
import { tooOften } from './web-forms.errors.ts';

export interface WebFormLimits {
  /** Counts one; throws `web-forms.too_often` when it was too many. */
  count(formId: string, ip: string): Promise<void>;
}

export function createWebFormLimits(database: Database): WebFormLimits {
  const limiter = (keyPrefix: string, points: number, duration: number) =>
    new RateLimiterPostgres({
      storeClient: database.pool,
      tableName: 'web_form_limits',
      tableCreated: true,
      keyPrefix,
      points,
      duration,
    });
  // A person sends a form once or twice; an office behind one address a few times; a campaign hundreds in an hour.
  const perPlace = limiter('place', 10, 600);
  const perForm = limiter('form', 600, 3_600);
  return {
    async count(formId, ip) {
      try {
        await perPlace.consume(`${formId} ${ip}`);
        await perForm.consume(formId);
      } catch (error) {
        if (error instanceof RateLimiterRes) throw tooOften(Math.ceil(error.msBeforeNext / 1_000));
        throw error;
      }
    },
  };
}
