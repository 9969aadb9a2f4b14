/** Hands graphile-worker's messages to our logger. */
import { Logger as WorkerLogger } from 'graphile-worker';
import type { Logger } from '../logger/logger.ts';

const levels = { error: 'error', warning: 'warn', info: 'debug', debug: 'trace' } as const;

export const jobLogger = (logger: Logger): WorkerLogger =>
  new WorkerLogger((scope) => (level, message, meta) => {
    logger[levels[level]]({ job: scope.taskIdentifier, jobId: scope.jobId, err: meta?.error }, message);
  });
