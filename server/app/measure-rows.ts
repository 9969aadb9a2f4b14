/** Figures of the base for `GET /metrics`, read together in one statement however many of them are asked for. */
import { type Clock, monotonicMs } from '../platform/clock/clock.ts';
import type { Database } from '../platform/database/database.ts';
import type { Metrics } from '../platform/http/metrics.ts';

const figures = {
  trunkline_calls_live: 'Calls that are going on',
  trunkline_missed_calls_open: 'Callers to whom a call is owed',
  trunkline_missed_calls_due: 'Callers to whom a call is owed now or earlier',
  trunkline_outbox_waiting: 'Deliveries of facts to listeners that are not done',
  trunkline_outbox_failing: 'Those among them that failed and will be tried again',
  trunkline_jobs_waiting: 'Jobs whose time has come',
  trunkline_jobs_failing: 'Jobs that failed and will be tried again, or not any more',
  trunkline_jobs_given_up: 'Those among them that nobody tries again but by hand',
} as const;
type Name = keyof typeof figures;

const readAll = ({ sql }: Pick<Database, 'sql'>, now: Date) => sql<Record<Name, number>[]>`
  select
    (select count(*) from calls where state <> 'ended')::int as trunkline_calls_live,
    (select count(*) from missed_calls where state in ('open', 'trying'))::int as trunkline_missed_calls_open,
    (select count(*) from missed_calls where state = 'open' and next_attempt_at <= ${now})::int
      as trunkline_missed_calls_due,
    (select count(*) from outbox_deliveries)::int as trunkline_outbox_waiting,
    (select count(*) from outbox_deliveries where attempts > 0)::int as trunkline_outbox_failing,
    (select count(*) from graphile_worker._private_jobs
      where run_at <= ${now} and locked_at is null and attempts < max_attempts)::int as trunkline_jobs_waiting,
    (select count(*) from graphile_worker._private_jobs where attempts > 0 and last_error is not null)::int
      as trunkline_jobs_failing,
    (select count(*) from graphile_worker._private_jobs where attempts >= max_attempts and locked_at is null)::int
      as trunkline_jobs_given_up`;

/** One scrape asks for each figure within a moment. */
const rememberedMs = 500;
const limitMs = 2_000;

/** Every server tells the same figures: they are of the base, not of the process. */
export function measureRows({ database, clock }: { database: Database; clock: Clock }, { gauge }: Metrics): void {
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<Record<Name, number>>;
  const within = <T>(work: Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      const cancel = clock.after(limitMs, () => reject(new Error('the database did not answer in time')));
      work.then(resolve, reject).finally(cancel);
    });
  const read = () => {
    const now = monotonicMs();
    if (now - readAt > rememberedMs) {
      readAt = now;
      reading = within(readAll(database, clock.now()).then(([row]) => row!));
    }
    return reading;
  };
  for (const [name, help] of Object.entries(figures)) gauge(name, help, async () => (await read())[name as Name]);
}
