/** Timed work of web-hooks. */
import { z } from 'zod';
import type { Tx } from '../../platform/database/database.ts';
import { type JobAdder, job } from '../../platform/job-queue/job.ts';
import { removeOldDeliveries } from './deliveries.repository.ts';
import { type SendDeps, sendDue } from './send-deliveries.usecases.ts';

const sendJob = 'webhooks.send-due';
/** The log, and what waits for a paused web-hook, is kept this long. */
const keptDays = 30;

/** Something is due at `at` (left out: now). Every minute it is looked for besides. */
export const askToSend = (jobs: JobAdder, tx: Tx, at?: Date): Promise<void> =>
  jobs.add(tx, sendJob, {}, at === undefined ? { key: `${sendJob}.now` } : { key: `${sendJob}.later`, runAt: at });

export const webhookJobs = (deps: SendDeps) => [
  job({
    name: sendJob,
    schema: z.object({}),
    cron: '* * * * *',
    run: async (_payload, { signal }) => {
      await sendDue(deps, (tx, at) => askToSend(deps.jobs, tx, at), signal);
    },
  }),
  job({
    name: 'webhooks.remove-old-deliveries',
    schema: z.object({}),
    cron: '50 3 * * *',
    run: async (_payload, { database: { sql } }) =>
      removeOldDeliveries(sql, new Date(deps.clock.now().getTime() - keptDays * 86_400_000)),
  }),
];
