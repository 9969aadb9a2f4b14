/** What web-hooks are told of each event: the record as their role may read it, by the usecases the API itself uses. */

import type { z } from 'zod';
import { callSchema } from '../contract/calls.contract.ts';
import { contactSchema, organisationSchema } from '../contract/contacts.contract.ts';
import { dealSchema } from '../contract/deals.contract.ts';
import { importSchema } from '../contract/imports.contract.ts';
import { messageSchema } from '../contract/messages.contract.ts';
import { missedCallSchema } from '../contract/missed-calls.contract.ts';
import { reversibleActionSchema } from '../contract/reversible-actions.contract.ts';
import { taskDetailSchema } from '../contract/tasks.contract.ts';
import { leadGivenSchema } from '../contract/webhook-data.ts';
import type { WebhookEvent } from '../contract/webhooks.contract.ts';
import { canDo, type Permission, scopeOf } from '../modules/access/permissions.ts';
import type { Principal } from '../modules/access/principal.ts';
import { present } from '../modules/access/redaction.ts';
import { visiblePredicate } from '../modules/access/visible-predicate.ts';
import { getCall } from '../modules/calls/calls.usecases.ts';
import { isPrivate, readContact } from '../modules/contacts/contacts.usecases.ts';
import { readDeal } from '../modules/deals/deals.usecases.ts';
import { readImport } from '../modules/imports/imports.usecases.ts';
import { readLastGiven } from '../modules/leads/read-given.usecases.ts';
import { readMessage } from '../modules/messages/read-messages.usecases.ts';
import { readMissedCall } from '../modules/missed-calls/read-debts.ts';
import { readOrganisation } from '../modules/organisations/organisations.usecases.ts';
import { readAction } from '../modules/reversible-actions/reversible-actions.usecases.ts';
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

const rightToRead: { readonly [Event in WebhookEvent]?: Permission } = {
  'deal.deleted': 'deals.read',
  'task.deleted': 'tasks.read',
};

/**
 * Of what was deleted only the id is told, and only to who reads all of them: nobody else's it can be known any more. Of a
 * private person not even that, but to who sees those.
 */
async function deleted(sql: Sql, reader: Principal, event: WebhookEvent, subject: string) {
  if (scopeOf(reader, rightToRead[event] ?? 'contacts.read') !== 'all') return null;
  const isSecret = event === 'contact.deleted' && !canDo(reader, 'contacts.private') && (await isPrivate(sql, subject));
  return isSecret ? null : { id: subject };
}

interface Told {
  events: readonly WebhookEvent[];
  /** Name of the record in the data. */
  key: string;
  kind: WebhookSource['kind'];
  /** Told beside the record. */
  beside?: (reader: Principal, subject: string) => Promise<object>;
}

const source = <T>(
  sql: Sql,
  { events, key, kind, beside }: Told,
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
    const more = beside ? await beside(reader, subject) : {};
    return { [key]: isGone ? record : present(reader, schema, schema.parse(record)), ...more };
  },
});

/** What was merged into a record is told as far as the reader sees it, though it is deleted. */
const mergedInto = (sql: Sql, table: 'contacts' | 'organisations') => async (reader: Principal, subject: string) => {
  const owner = table === 'contacts' ? mergedPerson : mergedOrganisation;
  const rows = await sql<{ id: string }[]>`
    select m.id from ${sql(table)} m where m.merged_into = ${subject}
      and ${visiblePredicate(sql, reader, 'contacts.read', owner)} order by m.id`;
  return { mergedIds: rows.map(({ id }) => id) };
};
const mergedOrganisation = { ownerAgent: 'm.owner_agent_id', team: 'm.team_id' } as const;
const mergedPerson = { ...mergedOrganisation, isPrivate: 'm.is_private' } as const;

const records = ['created', 'changed', 'deleted', 'restored'] as const;
const eventsOf = <Kind extends 'contact' | 'organisation' | 'deal'>(kind: Kind) =>
  records.map((what) => `${kind}.${what}` as const);

export const webhookSources = ({ platform, calls, missedCalls, messages }: Omit<App, 'webhooks'>): WebhookSource[] => {
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
    source(
      sql,
      { events: ['contact.merged'], key: 'contact', kind: 'contact', beside: mergedInto(sql, 'contacts') },
      contactSchema,
      (reader, id) => readContact(platform, reader, id),
    ),
    source(
      sql,
      {
        ...{ events: ['organisation.merged'], key: 'organisation', kind: 'organisation' },
        beside: mergedInto(sql, 'organisations'),
      },
      organisationSchema,
      (reader, id) => readOrganisation(platform, reader, id),
    ),
    source(sql, { events: ['lead.given'], key: 'lead', kind: 'contact' }, leadGivenSchema, (reader, id) =>
      readLastGiven(platform, reader, id),
    ),
    source(sql, { events: [...eventsOf('deal'), 'deal.moved'], key: 'deal', kind: 'deal' }, dealSchema, (reader, id) =>
      readDeal(platform, reader, id),
    ),
    source(
      sql,
      { events: ['task.changed', 'task.deleted'], key: 'task', kind: 'task' },
      taskDetailSchema,
      (reader, id) => readTask(sql, reader, id),
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
    source(
      sql,
      { events: ['message.received', 'message.sent', 'message.failed'], key: 'message', kind: null },
      messageSchema,
      (reader, id) => readMessage(messages, reader, id),
    ),
    source(
      sql,
      { events: ['hand-over.done', 'hand-over.undone'], key: 'handOver', kind: null },
      reversibleActionSchema,
      (reader, id) => readAction(platform, reader, id),
    ),
    source(sql, { events: ['import.finished'], key: 'import', kind: null }, importSchema, (reader, id) =>
      readImport(platform, reader, id),
    ),
  ];
};
