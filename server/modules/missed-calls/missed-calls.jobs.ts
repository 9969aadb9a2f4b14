/** Timed work of missed calls. */
import { z } from 'zod';
import { job } from '../../platform/job-queue/job.ts';
import type { Platform } from '../../platform/platform.ts';
import { keepTime } from './keep-time.ts';
import type { MissedCallNeighbours } from './missed-call-neighbours.ts';

export const missedCallJobs = (platform: Platform, neighbours: MissedCallNeighbours) => [
  job({
    name: 'missed-calls.keep-time',
    schema: z.looseObject({}),
    cron: '* * * * *',
    run: async (_, { signal, logger }) => {
      await keepTime({ ...platform, neighbours, logger }, signal);
    },
  }),
];
