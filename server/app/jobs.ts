/** Table of contents: every timed job. */

import { accessJobs } from '../modules/access/access.jobs.ts';
import { agentJobs } from '../modules/agents/agents.jobs.ts';
import { auditJobs } from '../modules/audit/audit.jobs.ts';
import { callListJobs } from '../modules/call-lists/call-lists.jobs.ts';
import { callJobs } from '../modules/calls/calls.jobs.ts';
import { campaignJobs } from '../modules/campaigns/campaigns.jobs.ts';
import { customFieldJobs } from '../modules/custom-fields/custom-fields.jobs.ts';
import { dealScoringJobs } from '../modules/deal-scoring/deal-scoring.jobs.ts';
import { exportJobs } from '../modules/exports/exports.jobs.ts';
import { handOverJobs } from '../modules/hand-overs/hand-overs.jobs.ts';
import { importJobs } from '../modules/imports/imports.jobs.ts';
import { leadJobs } from '../modules/leads/leads.jobs.ts';
import { messageJobs } from '../modules/messages/messages.jobs.ts';
import { missedCallJobs } from '../modules/missed-calls/missed-calls.jobs.ts';
import { pbxJobs } from '../modules/pbx/pbx.jobs.ts';
import { recordingJobs } from '../modules/recordings/recordings.jobs.ts';
import { taskJobs } from '../modules/tasks/tasks.jobs.ts';
import { webhookJobs } from '../modules/webhooks/webhooks.jobs.ts';
import { idempotencyJobs } from '../platform/http/idempotency-jobs.ts';
import type { Job } from '../platform/job-queue/job.ts';
import { outboxJobs } from '../platform/outbox/outbox-jobs.ts';
import type { App } from './app.ts';
import { exportableLists } from './exportable-lists.ts';
import { withFields } from './field-sources.ts';
import { handOverDeps } from './hand-overs.ts';

export const jobs = (app: App): Job[] => [...jobsOf(app), ...exportJobs(app.platform, exportableLists(app))];

const jobsOf = ({ platform, pbx, calls, unheard, recordings, missedCalls, messages, webhooks }: App): Job[] => [
  ...outboxJobs(platform),
  ...idempotencyJobs(platform),
  ...accessJobs(platform),
  ...auditJobs(),
  ...customFieldJobs(),
  ...agentJobs(platform, pbx.commands),
  ...dealScoringJobs(platform),
  ...callJobs(calls, unheard),
  ...recordingJobs(recordings),
  ...pbxJobs(),
  ...importJobs(platform),
  ...taskJobs(platform),
  ...missedCallJobs(platform, missedCalls),
  ...callListJobs(withFields(platform)),
  ...campaignJobs({ ...platform, ...calls }),
  ...leadJobs(platform),
  ...handOverJobs(handOverDeps(platform)),
  ...messageJobs(messages),
  ...webhookJobs(webhooks),
];
