/** Figures over all deals, worked out every ten minutes. */
import { z } from 'zod';
import type { Job } from '../../platform/job-queue/job.ts';
import { job } from '../../platform/job-queue/job.ts';
import type { Platform } from '../../platform/platform.ts';
import { makeFigures } from './deal-figures.ts';

export const dealScoringJobs = (platform: Pick<Platform, 'database' | 'clock'>): Job[] => [
  job({
    name: 'deal-scoring.figures',
    schema: z.object({}),
    cron: '*/10 * * * *',
    run: () => makeFigures(platform),
  }),
];
