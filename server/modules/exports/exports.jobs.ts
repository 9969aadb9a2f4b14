/** Background work of exports. */
import { z } from 'zod';
import { job } from '../../platform/job-queue/job.ts';
import type { Platform } from '../../platform/platform.ts';
import type { ExportableList } from './exportable-list.ts';
import { runExport, runExportJob, tendExports } from './exports.usecases.ts';

export const exportJobs = (platform: Platform, lists: readonly ExportableList[]) => [
  job({
    name: runExportJob,
    schema: z.object({ exportId: z.string() }),
    run: ({ exportId }, { signal }) => runExport(platform, lists, exportId, signal),
  }),
  job({ name: 'exports.tend', schema: z.object({}), cron: '*/10 * * * *', run: () => tendExports(platform) }),
];
