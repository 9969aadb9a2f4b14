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
import { hiddenKeys, isHidden } from '../access/field-rights.ts';
import type { Principal } from '../access/principal.ts';
import { listAudit } from '../audit/audit.usecases.ts';
import { actionIdOf, changeText } from './change-text.ts';
import { selectMergedIds } from './contacts.repository.ts';
import { readContact } from './contacts.usecases.ts';
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

export type Note = z.input<typeof noteSchema>;

interface NoteRow {
  id: string;
  kind: Note['kind'];
  text: string;
  resolved_at: Date | null;
  by_id: string | null;
  by_name: string | null;
  created_at: Date;
}

export const authorOf = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? '' });

const notes: TimelineSource = {
  async read(sql, { reader, contactId, before, limit }) {
    if (isHidden(reader, 'contact', 'notes')) return [];
    const page = before && sql`(created_at, id) < (${before.at}::timestamptz, ${before.id})`;
    const rows = await sql<NoteRow[]>`
      select id, kind, text, resolved_at, by_id, by_name, created_at from contact_notes
      where ${sql.and([sql`contact_id = ${contactId}`, page])} order by created_at desc, id desc limit ${limit}`;
    return rows.map((row) => ({
      id: row.id,
      item: {
        kind: 'note',
        at: row.created_at.toISOString(),
        id: row.id,
        noteKind: row.kind,
        text: row.text,
        resolvedAt: row.resolved_at?.toISOString() ?? null,
        by: authorOf(row.by_id, row.by_name),
      },
    }));
  },
};

/** Changes of the record, from the audit: what was changed, not the values, which only administrators read there. */
const changes: TimelineSource = {
  async read(sql, { reader, contactId, before, limit }) {
    const hidden = hiddenKeys(reader, 'contact');
    const cursor = before ? Buffer.from(`${before.at}\n${before.id}`).toString('base64url') : undefined;
    const records = await selectMergedIds(sql, contactId);
    const { items } = await listAudit({ sql }, { records, cursor, limit });
    return items.map((entry) => ({
      id: entry.id,
      item: {
        kind: 'change',
        at: entry.at,
        id: entry.id,
        text: changeText(entry, hidden),
        actionId: actionIdOf(entry),
        by: authorOf(entry.userId, entry.userName),
      },
    }));
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
