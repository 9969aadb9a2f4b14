/**
 * The time-line of a person: notes and changes from here; calls, debts and tasks from modules that stand beside or above and
 * hand in their `TimelineSource` in `server/app`.
 */
import type { z } from 'zod';
import type { timelineItemSchema } from '../../contract/calls.contract.ts';
import type { noteSchema } from '../../contract/contacts.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { Page } from '../../platform/http/cursor.ts';
import type { Platform } from '../../platform/platform.ts';
import { actorOf, type Principal } from '../access/principal.ts';
import { createAudit, listAudit } from '../audit/audit.usecases.ts';
import { contactNotFound } from './contacts.errors.ts';
import type { ContactFacts } from './contacts.events.ts';
import { type By, readContact } from './contacts.usecases.ts';
import { mergeTimeline, type TimelinePage } from './merge-timeline.ts';

export type TimelineItem = z.input<typeof timelineItemSchema>;

export interface TimelineQuery extends TimelinePage {
  reader: Principal;
  contactId: string;
}

/** Something that has a part of a person's time-line. It answers only what the reader may see. */
export interface TimelineSource {
  read(sql: Sql, query: TimelineQuery): Promise<{ id: string; item: TimelineItem }[]>;
}

interface NoteRow {
  id: string;
  text: string;
  by_id: string | null;
  by_name: string | null;
  created_at: Date;
}

const authorOf = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? '' });

const notes: TimelineSource = {
  async read(sql, { contactId, before, limit }) {
    const page = before && sql`(created_at, id) < (${before.at}::timestamptz, ${before.id})`;
    const rows = await sql<NoteRow[]>`
      select id, text, by_id, by_name, created_at from contact_notes
      where ${sql.and([sql`contact_id = ${contactId}`, page])} order by created_at desc, id desc limit ${limit}`;
    return rows.map((row) => ({
      id: row.id,
      item: {
        kind: 'note',
        at: row.created_at.toISOString(),
        id: row.id,
        text: row.text,
        by: authorOf(row.by_id, row.by_name),
      },
    }));
  },
};

/** Changes of the record, from the audit: what was changed, not the values, which only administrators read there. */
const changes: TimelineSource = {
  async read(sql, { contactId, before, limit }) {
    const cursor = before ? Buffer.from(`${before.at}\n${before.id}`).toString('base64url') : undefined;
    const { items } = await listAudit({ sql }, { record: contactId, cursor, limit });
    return items.map((entry) => {
      const keys = entry.action === 'contact.changed' ? Object.keys((entry.after ?? {}) as object) : [];
      const text = keys.length > 0 ? `${entry.action}: ${keys.join(', ')}` : entry.action;
      return {
        id: entry.id,
        item: { kind: 'change', at: entry.at, id: entry.id, text, by: authorOf(entry.userId, entry.userName) },
      };
    });
  },
};

/** One page, newest first, merged from every source. */
export async function readTimeline(
  platform: Platform,
  sources: readonly TimelineSource[],
  {
    reader,
    contactId,
    cursor,
    limit,
  }: { reader: Principal; contactId: string; cursor?: string | undefined; limit: number },
): Promise<Page<TimelineItem>> {
  await readContact(platform, reader, contactId);
  const { sql } = platform.database;
  const read = (source: TimelineSource) => (page: TimelinePage) => source.read(sql, { reader, contactId, ...page });
  return mergeTimeline([notes, changes, ...sources].map(read), { cursor, limit });
}

/** A note on a person. Whoever may see the person may write one. */
export async function addNote(
  platform: Platform,
  { contactId, text, ...by }: By & { contactId: string; text: string },
): Promise<z.input<typeof noteSchema>> {
  const contact = await readContact(platform, by.principal, contactId);
  const { principal } = by;
  const id = platform.ids('not');
  const now = platform.clock.now();
  await platform.database.transaction(async (tx) => {
    const [locked] = await tx`select from contacts where id = ${contactId} and deleted_at is null for update`;
    if (!locked) throw contactNotFound();
    const author = { by_id: principal.userId, by_name: principal.userId === null ? null : principal.name };
    await tx`insert into contact_notes ${tx({ id, contact_id: contactId, text, ...author, created_at: now })}`;
    await createAudit(platform).record(tx, { ...by, action: 'contact.noted', record: id, after: { contactId } });
    const payload = { contactId, noteId: id, version: contact.version };
    await platform.facts.append<ContactFacts>(tx, {
      type: 'contact.noted',
      payload,
      subject: contactId,
      actor: actorOf(principal),
    });
  });
  return { id, text, by: authorOf(principal.userId, principal.name), createdAt: now.toISOString() };
}
