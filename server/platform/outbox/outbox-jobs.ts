import { z } from 'zod';
import type { Clock } from '../clock/clock.ts';
import { job } from '../job-queue/job.ts';

/** Facts are kept this long after every listener is done with them, for whoever looks into what happened. */
const keptDays = 14;

export const outboxJobs = ({ clock }: { clock: Pick<Clock, 'now'> }) => [
  job({
    name: 'outbox.remove-old-facts',
    schema: z.object({}),
    cron: '35 3 * * *',
    run: async (_payload, { database: { sql }, signal }) => {
      const before = new Date(clock.now().getTime() - keptDays * 86_400_000);
      for (let removed = 1; removed > 0 && !signal.aborted; ) {
        const { count } = await sql`
          delete from outbox_facts where sequence in (
            select f.sequence from outbox_facts f where f.recorded_at < ${before}
              and not exists (select 1 from outbox_deliveries d where d.fact_sequence = f.sequence)
            limit 5000)`;
        removed = count;
      }
    },
  }),
];
