/** What a web-hook receives, for the description of the API: a message per event, with the record it tells of. */
import { z } from 'zod';
import { callSchema } from '../contract/calls.contract.ts';
import { idSchema, timeSchema } from '../contract/common.contract.ts';
import { contactSchema, organisationSchema } from '../contract/contacts.contract.ts';
import { dealSchema } from '../contract/deals.contract.ts';
import { importSchema } from '../contract/imports.contract.ts';
import { messageSchema } from '../contract/messages.contract.ts';
import { missedCallSchema } from '../contract/missed-calls.contract.ts';
import { reversibleActionSchema } from '../contract/reversible-actions.contract.ts';
import { taskDetailSchema } from '../contract/tasks.contract.ts';
import { leadGivenSchema, mergedIdsSchema } from '../contract/webhook-data.ts';
import { type WebhookEvent, webhookEvents } from '../contract/webhooks.contract.ts';
import type { DescribedWebhook } from '../platform/http/openapi-webhooks.ts';

interface Described {
  /** What the record is called in the message. */
  key: string;
  /** What it looks like. */
  schema: z.ZodType;
  summary?: string;
}

/** By the first part of the event. */
const records: Readonly<Record<string, Described>> = {
  contact: { key: 'contact', schema: contactSchema },
  organisation: { key: 'organisation', schema: organisationSchema },
  deal: { key: 'deal', schema: dealSchema },
  task: { key: 'task', schema: taskDetailSchema },
  call: { key: 'call', schema: callSchema },
  'missed-call': { key: 'missedCall', schema: missedCallSchema },
  lead: { key: 'lead', schema: leadGivenSchema, summary: 'The person, to whom the rules gave them, and why' },
  'hand-over': {
    key: 'handOver',
    schema: reversibleActionSchema,
    summary: 'Who handed what over to whom, as the list of actions gives it to the role of the web-hook',
  },
  message: { key: 'message', schema: messageSchema },
  import: { key: 'import', schema: importSchema },
};

function messageOf(event: WebhookEvent): DescribedWebhook {
  const [kind = ''] = event.split('.');
  const record = records[kind];
  if (!record) throw new Error(`nobody has described what web-hooks receive of ${event}`);
  const isGone = event.endsWith('.deleted');
  const data = z.object({
    [record.key]: isGone ? z.object({ id: idSchema }) : record.schema,
    ...(event.endsWith('.merged') && { mergedIds: mergedIdsSchema.describe('All that went into it so far') }),
  });
  const asGet = record.summary ?? 'The record, as GET gives it to the role of the web-hook';
  return {
    event,
    summary: isGone ? 'It is gone: only its id is told' : asGet,
    message: z.object({
      type: z.literal(event),
      timestamp: timeSchema,
      data,
      changed: z.array(z.string()).optional().describe('Names of the fields that changed'),
    }),
  };
}

export const describedWebhooks: readonly DescribedWebhook[] = webhookEvents.map(messageOf);
