/** HTTP of queue callbacks. */
import { z } from 'zod';
import { idSchema } from '../../contract/common.contract.ts';
import {
  type QueueCallback,
  queueCallbackListQuerySchema,
  queueCallbackListSchema,
  queueCallbackSchema,
} from '../../contract/queue-callbacks.contract.ts';
import { invalid, notFound } from '../../platform/errors/domain-error.ts';
import { cursorOf, pageOf } from '../../platform/http/cursor.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Principal } from '../access/principal.ts';
import { route } from '../access/route.ts';
import { readAgentRecords } from '../agents/agents.usecases.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { visibleContacts } from '../contacts/contact-table.usecases.ts';
import { closeCallback } from './follow-callback.usecases.ts';
import { type CallbackRow, lockCallback } from './queue-callbacks.repository.ts';

const invalidCursor = () =>
  invalid('request.invalid_cursor', 'The cursor is not one of this list.', { cursor: 'unknown' });
const callbackNotFound = () => notFound('queue_callbacks.not_found', 'There is no such callback.');

async function view({ database: { sql } }: Platform, reader: Principal, rows: CallbackRow[]): Promise<QueueCallback[]> {
  const contactIds = rows.flatMap(({ contact_id }) => (contact_id === null ? [] : [contact_id]));
  const agentIds = rows.flatMap(({ agent_id }) => (agent_id === null ? [] : [agent_id]));
  const [people, agents] = await Promise.all([
    sql<{ id: string; name: string }[]>`
      select c.id, c.name from contacts c where c.id = any(${contactIds}::text[]) and ${visibleContacts(sql, reader)}`,
    readAgentRecords(sql, agentIds),
  ]);
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return rows.map((row) => {
    const agent = row.agent_id === null ? undefined : agents.get(row.agent_id);
    return {
      id: row.id,
      callId: row.call_id,
      queue: row.queue,
      number: { raw: row.e164, e164: row.e164, withheld: false },
      contactId: row.contact_id,
      contactName: row.contact_id === null ? null : (names.get(row.contact_id) ?? null),
      joinedAt: row.joined_at.toISOString(),
      askedAt: row.asked_at.toISOString(),
      expiresAt: row.expires_at.toISOString(),
      state: row.state,
      tries: row.tries,
      nextAt: row.next_at.toISOString(),
      agent: agent ? { id: agent.id, name: agent.name } : null,
      closedAt: row.closed_at?.toISOString() ?? null,
      version: row.version,
    };
  });
}

const isMoment = (text: string | undefined): text is string => text !== undefined && !Number.isNaN(Date.parse(text));

async function selectPage(
  { database: { sql } }: Platform,
  { open, queue, limit, cursor }: z.output<typeof queueCallbackListQuerySchema>,
) {
  const [at, after] = cursorOf(cursor, 2) ?? [];
  if (cursor !== undefined && !isMoment(at)) throw invalidCursor();
  const isOpen = open === 'true';
  const rows = await sql<CallbackRow[]>`
    select * from queue_callbacks where ${sql.and([
      open !== undefined && (isOpen ? sql`closed_at is null` : sql`closed_at is not null`),
      queue !== undefined && sql`queue = ${queue}`,
      at !== undefined &&
        (isOpen
          ? sql`(joined_at, id) > (${at}::timestamptz, ${after})`
          : sql`(asked_at, id) < (${at}::timestamptz, ${after})`),
    ])} order by ${isOpen ? sql`joined_at, id` : sql`asked_at desc, id desc`} limit ${limit + 1}`;
  const keyOf = ({ id, joined_at, asked_at }: CallbackRow) => [(isOpen ? joined_at : asked_at).toISOString(), id];
  const page = pageOf(rows, limit, keyOf, (row) => row);
  return { rows: page.items, nextCursor: page.nextCursor };
}

export const queueCallbackRoutes = (platform: Platform) => [
  route({
    method: 'get',
    path: '/api/queue-callbacks',
    permission: 'missed-calls.read',
    summary: 'Callers who keep their place in a queue: open ones the first in line first, else asked last first',
    query: queueCallbackListQuerySchema,
    response: queueCallbackListSchema,
    handler: async ({ principal, query }) => {
      const { rows, nextCursor } = await selectPage(platform, query);
      return { items: await view(platform, principal, rows), nextCursor };
    },
  }),
  route({
    method: 'post',
    path: '/api/queue-callbacks/{id}/cancel',
    permission: 'missed-calls.work',
    summary: 'Nobody is called back by itself any more; the missed call stays owed',
    params: z.object({ id: idSchema }),
    response: queueCallbackSchema,
    handler: async ({ principal, params: { id }, request }) => {
      const row = await platform.database.transaction(async (tx) => {
        const found = await lockCallback(tx, id);
        if (!found) throw callbackNotFound();
        if (found.closed_at !== null) return found;
        const before = { state: found.state };
        const after = { state: 'cancelled' };
        await createAudit(platform).record(tx, {
          ...{ principal, action: 'call.callback-cancelled', record: found.call_id, before, after },
          ip: request.ip,
        });
        return closeCallback(platform, tx, found, 'cancelled');
      });
      const [one] = await view(platform, principal, [row]);
      return one!;
    },
  }),
];
