/** Timed work of messages. */
import { z } from 'zod';
import { job } from '../../platform/job-queue/job.ts';
import type { MessageDeps } from './read-messages.usecases.ts';
import { sendMessage, settleLost } from './send-message.usecases.ts';
import { sendJob } from './tell-message.ts';

export const messageJobs = (deps: Omit<MessageDeps, 'records'>) => [
  job({
    name: sendJob,
    schema: z.object({ messageId: z.string() }),
    run: ({ messageId }) => sendMessage(deps, messageId),
  }),
  job({ name: 'messages.settle-lost', schema: z.object({}), cron: '* * * * *', run: () => settleLost(deps) }),
];
