/** Given-up background jobs over HTTP. */
import { z } from 'zod';
import { givenUpJobListSchema, jobIdSchema } from '../../contract/jobs.contract.ts';
import type { Platform } from '../../platform/platform.ts';
import { route } from '../access/route.ts';
import { dismissJob, listGivenUpJobs, runJobAgain } from './jobs.usecases.ts';

const params = z.object({ id: jobIdSchema });

export const jobRoutes = (platform: Pick<Platform, 'clock' | 'ids' | 'database'>) => [
  route({
    method: 'get',
    path: '/api/jobs',
    permission: 'jobs.manage',
    summary: 'Background jobs that failed as often as they may, latest failure first',
    response: givenUpJobListSchema,
    handler: async () => ({ items: await listGivenUpJobs(platform.database.sql) }),
  }),
  route({
    method: 'post',
    path: '/api/jobs/{id}/run-again',
    permission: 'jobs.manage',
    summary: 'Try a given-up job again at once, as often as a new one',
    params,
    handler: ({ principal, params: { id }, request: { ip } }) => runJobAgain(platform, id, { principal, ip }),
  }),
  route({
    method: 'delete',
    path: '/api/jobs/{id}',
    permission: 'jobs.manage',
    summary: 'Dismiss a given-up job: what it was to do is left undone',
    params,
    handler: ({ principal, params: { id }, request: { ip } }) => dismissJob(platform, id, { principal, ip }),
  }),
];
