/** Hand-overs for a holiday give themselves back. */
import { z } from 'zod';
import { job } from '../../platform/job-queue/job.ts';
import { giveBackWhenDue } from './give-back.usecases.ts';
import type { HandOverDeps } from './hand-overs.usecases.ts';

export const handOverJobs = (deps: HandOverDeps) => [
  job({
    name: 'hand-overs.give-back',
    schema: z.object({ actionId: z.string() }),
    run: ({ actionId }) => giveBackWhenDue(deps, actionId),
  }),
];
