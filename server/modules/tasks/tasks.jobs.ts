/** Timed work of tasks: reminders whose moment has come, and the next of each series. */
import { z } from 'zod';
import { job } from '../../platform/job-queue/job.ts';
import type { Platform } from '../../platform/platform.ts';
import { tellDueReminders } from './reminders.usecases.ts';
import { continueSeries } from './series.usecases.ts';

export const taskJobs = (platform: Platform) => [
  job({
    name: 'tasks.keep-time',
    schema: z.looseObject({}),
    cron: '* * * * *',
    run: async (_, { signal, logger }) => {
      await continueSeries({ ...platform, logger }, signal);
      while (!signal.aborted && (await tellDueReminders(platform)) > 0);
    },
  }),
];
