/** What time alone brings about in a campaign. */
import { z } from 'zod';
import { job } from '../../platform/job-queue/job.ts';
import { resultTimeoutJob } from './follow-call.usecases.ts';
import { type ResultDeps, timeOutResult } from './give-result.usecases.ts';
import { sweepAttempts } from './sweep-attempts.usecases.ts';

const schema = z.object({ attemptId: z.string() });

export const campaignJobs = (deps: ResultDeps) => [
  job({ name: resultTimeoutJob, schema, run: ({ attemptId }) => timeOutResult(deps, attemptId) }),
  job({ name: 'campaigns.sweep', schema: z.object({}), cron: '* * * * *', run: () => sweepAttempts(deps) }),
];
