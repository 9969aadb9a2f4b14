/** Table of contents: every timed job. */

import { accessJobs } from '../modules/access/access.jobs.ts';
import { auditJobs } from '../modules/audit/audit.jobs.ts';
import type { Job } from '../platform/job-queue/job.ts';
import { outboxJobs } from '../platform/outbox/outbox-jobs.ts';
import type { App } from './app.ts';

export const jobs = ({ platform }: App): Job[] => [...outboxJobs(platform), ...accessJobs(platform), ...auditJobs()];
