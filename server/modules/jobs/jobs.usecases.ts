/** Background jobs that were given up: seen by an administrator, run again, or dismissed. Each is written down. */
import type { GivenUpJob } from '../../contract/jobs.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import { notFound } from '../../platform/errors/domain-error.ts';
import {
  dropJob,
  type GivenUpJobRow,
  rescheduleJob,
  selectGivenUpJobs,
} from '../../platform/job-queue/given-up-jobs.ts';
import { maskNumbers } from '../../platform/logger/mask.ts';
import type { Platform } from '../../platform/platform.ts';
import type { By } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';

type Deps = Pick<Platform, 'clock' | 'ids' | 'database'>;

const shownCharacters = 500;
/** Ids as the job queue counts them; anything else is the id of no job. */
const numeric = /^\d{1,18}$/;

const toJob = ({ id, name, error, attempts, added_at, failed_at }: GivenUpJobRow): GivenUpJob => ({
  id,
  name,
  error: maskNumbers(error.slice(0, shownCharacters)),
  attempts,
  addedAt: added_at.toISOString(),
  failedAt: failed_at.toISOString(),
});

export const listGivenUpJobs = async (sql: Sql): Promise<GivenUpJob[]> => (await selectGivenUpJobs(sql)).map(toJob);

/** Tries it again at once, as often as a new one. */
export const runJobAgain = (deps: Deps, jobId: string, by: By): Promise<void> =>
  decide(deps, jobId, by, 'job.run-again', (tx) => rescheduleJob(tx, jobId, deps.clock.now()));

/** Forgets it; what it was to do is left undone. */
export const dismissJob = (deps: Deps, jobId: string, by: By): Promise<void> =>
  decide(deps, jobId, by, 'job.dismissed', (tx) => dropJob(tx, jobId));

async function decide(
  deps: Deps,
  jobId: string,
  by: By,
  action: 'job.run-again' | 'job.dismissed',
  work: (tx: Tx) => Promise<void>,
): Promise<void> {
  await deps.database.transaction(async (tx) => {
    const [row] = numeric.test(jobId) ? await selectGivenUpJobs(tx, jobId) : [];
    // It may have been asked for again meanwhile, and be tried by itself.
    if (!row) throw notFound('jobs.not_found', 'There is no such job among those that were given up.');
    const { name, error, attempts } = toJob(row);
    await work(tx);
    await createAudit(deps).record(tx, { ...by, action, record: jobId, before: { name, error, attempts } });
  });
}
