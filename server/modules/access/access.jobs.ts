import { z } from 'zod';
import { job } from '../../platform/job-queue/job.ts';
import type { Platform } from '../../platform/platform.ts';

export const accessJobs = ({ clock }: Pick<Platform, 'clock'>) => [
  job({
    name: 'access.remove-expired',
    schema: z.object({}),
    cron: '25 3 * * *',
    run: async (_payload, { database: { sql } }) => {
      const now = clock.now();
      await sql`delete from sessions where expires_at < ${now}`;
      await sql`delete from verifications where expires_at < ${now}`;
      await sql`delete from sign_in_limits where expire < ${now.getTime()}`;
    },
  }),
];
