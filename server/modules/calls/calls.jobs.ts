/** Timed work of the calls module. */
import { z } from 'zod';
import { job } from '../../platform/job-queue/job.ts';
import type { CallsDeps } from './calls.usecases.ts';
import { endWrapUpJob } from './tell-change.ts';
import { endWrapUp } from './work-call.usecases.ts';

export const callJobs = (deps: CallsDeps) => [
  job({
    name: endWrapUpJob,
    schema: z.object({ callId: z.string(), interface: z.string() }),
    run: ({ callId, interface: device }) => endWrapUp(deps, { callId, device }),
  }),
];
