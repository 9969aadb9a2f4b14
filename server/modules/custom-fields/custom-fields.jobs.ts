/** Timed work of custom fields. */
import { z } from 'zod';
import { job } from '../../platform/job-queue/job.ts';
import { indexCustomFields } from './index-custom-fields.usecases.ts';

export const makeIndexes = 'custom-fields.make-indexes';

export const customFieldJobs = () => [
  job({
    name: makeIndexes,
    schema: z.object({}),
    // Also at night: an import may have brought fields, or a server may have stopped in the middle.
    cron: '35 2 * * *',
    // Two that make indexes of one table at once lock each other out.
    serial: true,
    run: async (_payload, { database, logger, signal }) => {
      const made = await indexCustomFields(database, signal);
      if (made.length > 0) logger.info({ indexes: made }, 'custom fields have been indexed');
    },
  }),
];
