/** Records that programs made from the description of the API call by a name. */
import type { z } from 'zod';
import { agentSchema, presenceSchema, queueSchema } from '../contract/agents.contract.ts';
import { callListSchema } from '../contract/call-lists.contract.ts';
import { callCardSchema, callSchema, timelineItemSchema } from '../contract/calls.contract.ts';
import { attemptSchema, campaignSchema, entrySchema } from '../contract/campaigns.contract.ts';
import { errorSchema } from '../contract/common.contract.ts';
import {
  addressSchema,
  contactSchema,
  noteSchema,
  organisationSchema,
  phoneSchema,
} from '../contract/contacts.contract.ts';
import { shownFieldSchema } from '../contract/custom-fields.contract.ts';
import { dealCardSchema, dealSchema } from '../contract/deals.contract.ts';
import { directoryEntrySchema } from '../contract/directories.contract.ts';
import { exportSchema } from '../contract/exports.contract.ts';
import { fileSchema } from '../contract/files.contract.ts';
import { importSchema } from '../contract/imports.contract.ts';
import { messageSchema } from '../contract/messages.contract.ts';
import { ladderSchema, missedCallSchema } from '../contract/missed-calls.contract.ts';
import { pipelineSchema } from '../contract/pipelines.contract.ts';
import { productSchema } from '../contract/products.contract.ts';
import { callScriptSchema, scriptAnswerSchema } from '../contract/script-answers.contract.ts';
import { scriptSchema, scriptVersionSchema } from '../contract/scripts.contract.ts';
import { segmentSchema } from '../contract/segments.contract.ts';
import { settingsSchema } from '../contract/settings.contract.ts';
import { taskDetailSchema, taskSchema } from '../contract/tasks.contract.ts';
import { webFormSchema } from '../contract/web-forms.contract.ts';
import { webhookSchema } from '../contract/webhooks.contract.ts';

export const namedSchemas: Readonly<Record<string, z.ZodType>> = {
  Address: addressSchema,
  Agent: agentSchema,
  Attempt: attemptSchema,
  Call: callSchema,
  CallCard: callCardSchema,
  CallList: callListSchema,
  Campaign: campaignSchema,
  CallScript: callScriptSchema,
  Contact: contactSchema,
  CustomField: shownFieldSchema,
  Deal: dealSchema,
  DealCard: dealCardSchema,
  DirectoryEntry: directoryEntrySchema,
  Entry: entrySchema,
  Error: errorSchema,
  Export: exportSchema,
  File: fileSchema,
  Import: importSchema,
  Ladder: ladderSchema,
  Message: messageSchema,
  MissedCall: missedCallSchema,
  Note: noteSchema,
  Organisation: organisationSchema,
  Phone: phoneSchema,
  Pipeline: pipelineSchema,
  Presence: presenceSchema,
  Product: productSchema,
  Queue: queueSchema,
  Script: scriptSchema,
  ScriptAnswer: scriptAnswerSchema,
  ScriptVersion: scriptVersionSchema,
  Segment: segmentSchema,
  Settings: settingsSchema,
  Task: taskSchema,
  TaskDetail: taskDetailSchema,
  TimelineItem: timelineItemSchema,
  WebForm: webFormSchema,
  Webhook: webhookSchema,
};
