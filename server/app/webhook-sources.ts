/** What web-hooks are told of each event: the record as their role may read it, by the usecases the API itself uses. */

import type { z } from 'zod';
import { callSchema } from '../contract/calls.contract.ts';
import { contactSchema, organisationSchema } from '../contract/contacts.contract.ts';
import { dealSchema } from '../contract/deals.contract.ts';
import { missedCallSchema } from '../contract/missed-calls.contract.ts';
import { taskDetailSchema } from '../contract/tasks.contract.ts';
import type { WebhookEvent } from '../contract/webhooks.contract.ts';
import { scopeOf } from '../modules/access/permissions.ts';
import type { Principal } from '../modules/access/principal.ts';
import { present } from '../modules/access/redaction.ts';
import { getCall } from '../modules/calls/calls.usecases.ts';
import { readContact } from '../modules/contacts/contacts.usecases.ts';
import { readDeal } from '../modules/deals/deals.usecases.ts';
import { readMissedCall } from '../modules/missed-calls/read-debts.ts';
import { readOrganisation } from '../modules/organisations/organisations.usecases.ts';
import { readTask } from '../modules/tasks/list-tasks.usecases.ts';
import type { WebhookSource } from '../modules/webhooks/webhook-source.ts';
import { DomainError } from '../platform/errors/domain-error.ts';
import type { App } from './app.ts';

/** Null when the reader is told that there is no such record. */
async function ifVisible<T>(read: Promise<T>): Promise<T | null> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof DomainError && error.status === 404) return null;
    throw error;
  }
}

/** Of what was deleted only the id is told, and only to who reads all of them: nobody else's it can be known any more. */
const deleted = (reader: Principal, event: WebhookEvent, subject: string) =>
  scopeOf(reader, event === 'deal.deleted' ? 'deals.read' : 'contacts.read') === 'all' ? { id: subject } : null;

const source = <T>(
  events: readonly WebhookEvent[],
  key: string,
  schema: z.ZodType,
  read: (reader: Principal, id: string) => Promise<T>,
): WebhookSource => ({
  events,
  async read(reader, event, subject) {
    const isGone = event.endsWith('.deleted');
    const record = isGone ? deleted(reader, event, subject) : await ifVisible(read(reader, subject));
    // As every answer of the API: what the role may not see of a record it may read is taken out.
    if (record === null) return null;
    return { [key]: isGone ? record : present(reader, schema, schema.parse(record)) };
  },
});

export const webhookSources = ({ platform, calls, missedCalls }: Omit<App, 'webhooks'>): WebhookSource[] => [
  source(
    ['contact.created', 'contact.changed', 'contact.deleted', 'contact.restored'],
    'contact',
    contactSchema,
    (reader, id) => readContact(platform, reader, id),
  ),
  source(
    ['organisation.created', 'organisation.changed', 'organisation.deleted', 'organisation.restored'],
    'organisation',
    organisationSchema,
    (reader, id) => readOrganisation(platform, reader, id),
  ),
  source(
    ['deal.created', 'deal.changed', 'deal.moved', 'deal.deleted', 'deal.restored'],
    'deal',
    dealSchema,
    (reader, id) => readDeal(platform, reader, id),
  ),
  source(['task.changed'], 'task', taskDetailSchema, (reader, id) => readTask(platform.database.sql, reader, id)),
  source(['call.started', 'call.answered', 'call.ended', 'call.worked'], 'call', callSchema, (reader, id) =>
    getCall(calls, reader, id),
  ),
  source(
    ['missed-call.opened', 'missed-call.attempted', 'missed-call.resolved', 'missed-call.archived'],
    'missedCall',
    missedCallSchema,
    (reader, id) =>
      readMissedCall({ clock: platform.clock, neighbours: missedCalls }, platform.database.sql, reader, id),
  ),
];
