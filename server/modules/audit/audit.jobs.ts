import { z } from 'zod';
import { job } from '../../platform/job-queue/job.ts';

export const auditJobs = () => [
  job({
    name: 'audit.make-partitions',
    schema: z.object({}),
    cron: '5 2 * * *',
    run: async (_payload, { database: { sql } }) => {
      await sql`select ensure_monthly_partitions('audit_entries', now(), 3)`;
    },
  }),
];
