/** Background work of imports: doing them, going on with those whose server died, clearing away what is over. */
import { z } from 'zod';
import { job } from '../../platform/job-queue/job.ts';
import type { Platform } from '../../platform/platform.ts';
import { runJob } from './imports.usecases.ts';
import { wakeSearch } from './rest-search.usecases.ts';
import { runImport } from './run-import.usecases.ts';

/** Days that the file and its rows are kept after the end; what is needed for undoing is kept for ever. */
const keptDays = 30;

/** Asks for the oldest import that should be at work; one at a time. False: there is none. */
async function askForNext({ database, jobs, clock }: Platform): Promise<boolean> {
  return database.transaction(async (tx) => {
    const [next] = await tx<{ id: string }[]>`
      select id from imports where state in ('waiting', 'reading', 'matching', 'writing', 'undoing') order by created_at limit 1`;
    if (next) await jobs.add(tx, runJob, { importId: next.id }, { key: `${runJob} ${next.id}`, runAt: clock.now() });
    return next !== undefined;
  });
}

async function clearOld({ database, storage, clock }: Platform): Promise<void> {
  const before = new Date(clock.now().getTime() - keptDays * 86_400_000);
  const old = await database.sql<{ id: string; file_key: string }[]>`
    select id, file_key from imports where updated_at < ${before}
      and state in ('ready', 'checked', 'done', 'cancelled', 'failed', 'undone')
      and cleared_at is null order by updated_at limit 20`;
  for (const { id, file_key: key } of old) {
    await storage.remove(key);
    await database.transaction(async (tx) => {
      await tx`delete from import_rows where import_id = ${id}`;
      await tx`delete from import_alike where import_id = ${id}`;
      await tx`update imports set cleared_at = ${clock.now()} where id = ${id}`;
    });
  }
}

export const importJobs = (platform: Platform) => [
  job({
    name: runJob,
    schema: z.object({ importId: z.string() }),
    run: async ({ importId }, { signal }) => {
      const outcome = await runImport(platform, importId, signal);
      if (outcome === 'ended' || outcome === 'nothing-to-do') await askForNext(platform);
    },
  }),
  job({
    name: 'imports.tend',
    schema: z.object({}),
    cron: '* * * * *',
    run: async () => {
      // What an import that never went on has left resting.
      if (!(await askForNext(platform))) await wakeSearch(platform.database.url);
      await clearOld(platform);
    },
  }),
];
