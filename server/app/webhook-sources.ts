/** What web-hooks are told of each event: the record as their role may read it, by the usecases the API itself uses. */

import type { z } from 'zod';
import { callSchema } from '../contract/calls.contract.ts';
import { contactSchema, organisationSchema } from '../contract/contacts.contract.ts';
import { dealSchema } from '../contract/deals.contract.ts';
import { missedCallSchema } from '../contract/missed-calls.contract.ts';
import { taskDetailSchema } from '../contract/tasks.contract.ts';
import type { WebhookEvent } from '../contract/webhooks.contract.ts';
import { canDo, scopeOf } from '../modules/access/permissions.ts';
import type { Principal } from '../modules/access/principal.ts';
import { present } from '../modules/access/redaction.ts';
import { getCall } from '../modules/calls/calls.usecases.ts';
import { isPrivate, readContact } from '../modules/contacts/contacts.usecases.ts';
import { readDeal } from '../modules/deals/deals.usecases.ts';
import { readMissedCall } from '../modules/missed-calls/read-debts.ts';
import { readOrganisation } from '../modules/organisations/organisations.usecases.ts';
import { readTask } from '../modules/tasks/list-tasks.usecases.ts';
import type { WebhookSource } from '../modules/webhooks/webhook-source.ts';
import type { Sql } from '../platform/database/database.ts';
import { DomainError } from '../platform/errors/domain-error.ts';
import type { App } from './app.ts';

/** Null when the reader is told that there is no such record, or that it went into another one. */
async function ifVisible<T>(read: Promise<T>): Promise<T | null> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof DomainError && (error.status === 404 || error.status === 410)) return null;
    throw error;
  }
}

/**
 * Of what was deleted only the id is told, and only to who reads all of them: nobody else's it can be known any more. Of a
 * private person not even that, but to who sees those.
 */
async function deleted(sql: Sql, reader: Principal, event: WebhookEvent, subject: string) {
  if (scopeOf(reader, event === 'deal.deleted' ? 'deals.read' : 'contacts.read') !== 'all') return null;
  const isSecret = event === 'contact.deleted' && !canDo(reader, 'contacts.private') && (await isPrivate(sql, subject));
  return isSecret ? null : { id: subject };
}

interface Told {
  events: readonly WebhookEvent[];
  /** Name of the record in the data. */
  key: string;
  kind: WebhookSource['kind'];
}

const source = <T>(
  sql: Sql,
  { events, key, kind }: Told,
  schema: z.ZodType,
  read: (reader: Principal, id: string) => Promise<T>,
): WebhookSource => ({
  events,
  kind,
  async read(reader, event, subject) {
    const isGone = event.endsWith('.deleted');
    const record = isGone ? await deleted(sql, reader, event, subject) : await ifVisible(read(reader, subject));
    // As every answer of the API: what the role may not see of a record it may read is taken out.
    if (record === null) return null;
    return { [key]: isGone ? record : present(reader, schema, schema.parse(record)) };
  },
});

const records = ['created', 'changed', 'deleted', 'restored'] as const;
const eventsOf = <Kind extends 'contact' | 'organisation' | 'deal'>(kind: Kind) =>
  records.map((what) => `${kind}.${what}` as const);

export const webhookSources = ({ platform, calls, missedCalls }: Omit<App, 'webhooks'>): WebhookSource[] => {
  const { sql } = platform.database;
  return [
    source(sql, { events: eventsOf('contact'), key: 'contact', kind: 'contact' }, contactSchema, (reader, id) =>
      readContact(platform, reader, id),
    ),
    source(
      sql,
      { events: eventsOf('organisation'), key: 'organisation', kind: 'organisation' },
      organisationSchema,
      (reader, id) => readOrganisation(platform, reader, id),
    ),
    source(sql, { events: [...eventsOf('deal'), 'deal.moved'], key: 'deal', kind: 'deal' }, dealSchema, (reader, id) =>
      readDeal(platform, reader, id),
    ),
    source(sql, { events: ['task.changed'], key: 'task', kind: 'task' }, taskDetailSchema, (reader, id) =>
      readTask(sql, reader, id),
    ),
    source(
      sql,
      { events: ['call.started', 'call.answered', 'call.ended', 'call.worked'], key: 'call', kind: 'call' },
      callSchema,
      (reader, id) => getCall(calls, reader, id),
    ),
    source(
      sql,
      {
        events: ['missed-call.opened', 'missed-call.attempted', 'missed-call.resolved', 'missed-call.archived'],
        key: 'missedCall',
        kind: null,
      },
      missedCallSchema,
      (reader, id) => readMissedCall({ clock: platform.clock, neighbours: missedCalls }, sql, reader, id),
    ),
  ];
};
