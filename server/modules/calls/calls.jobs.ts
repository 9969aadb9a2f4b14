/** Timed work of the calls module. */
import { z } from 'zod';
import { job } from '../../platform/job-queue/job.ts';
import type { CallsDeps } from './calls.usecases.ts';
import { closeLostCalls, type UnheardCallsDeps } from './close-unheard-calls.usecases.ts';
import { endWrapUpJob } from './tell-change.ts';
import { endWrapUp } from './work-call.usecases.ts';

/** A bridge of before this server's own start is given so long to come back and speak. */
const firstLookAfterMs = 600_000;

export const callJobs = (deps: CallsDeps, unheard: UnheardCallsDeps, startedAt = deps.clock.now().getTime()) => [
  job({
    name: 'calls.close-lost',
    schema: z.object({}),
    cron: '*/10 * * * *',
    async run() {
      if (deps.clock.now().getTime() - startedAt >= firstLookAfterMs) await closeLostCalls(unheard);
    },
  }),
  job({
    name: endWrapUpJob,
    schema: z.object({ callId: z.string(), interface: z.string() }),
    run: ({ callId, interface: device }) => endWrapUp(deps, { callId, device }),
  }),
];
