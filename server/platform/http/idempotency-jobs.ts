import { z } from 'zod';
import type { Clock } from '../clock/clock.ts';
import { job } from '../job-queue/job.ts';
import { keptHours } from './idempotency-rules.ts';

export const idempotencyJobs = ({ clock }: { clock: Pick<Clock, 'now'> }) => [
  job({
    name: 'http.forget-idempotency-keys',
    schema: z.object({}),
    cron: '20 * * * *',
    run: async (_payload, { database: { sql } }) => {
      await sql`delete from idempotency_keys where begun_at < ${new Date(clock.now().getTime() - keptHours * 3_600_000)}`;
    },
  }),
];
