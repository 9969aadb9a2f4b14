/** Timed work of the link to the bridges. */
import { z } from 'zod';
import { ensureEventMonths } from '../../platform/event-store/event-store.ts';
import { job } from '../../platform/job-queue/job.ts';

export const pbxJobs = () => [
  job({
    name: 'pbx.make-partitions',
    schema: z.object({}),
    cron: '10 2 * * *',
    run: (_payload, { database }) => ensureEventMonths(database.sql),
  }),
];
