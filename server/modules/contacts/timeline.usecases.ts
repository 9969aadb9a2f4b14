/**
 * The time-line of a person: notes, files and changes from here; calls, debts and tasks from modules that stand beside or above and
 * hand in their `TimelineSource` in `server/app`.
 */
import type { Sql } from '../../platform/database/database.ts';
import type { Page } from '../../platform/http/cursor.ts';
import type { Platform } from '../../platform/platform.ts';
import { isHidden } from '../access/field-rights.ts';
import type { Principal } from '../access/principal.ts';
import { selectMergedIds } from './contacts.repository.ts';
import { readContact } from './contacts.usecases.ts';
import { fileEntries } from './file-entries.ts';
import { mergeTimeline, type TimelineEntry, type TimelinePage } from './merge-timeline.ts';
import { changeEntries, howSeen, noteEntries, type TimelineItem } from './note-rows.ts';

export type { TimelineItem } from './note-rows.ts';

export interface TimelineQuery extends TimelinePage {
  reader: Principal;
  contactId: string;
}

/** Something that has a part of a person's time-line. It answers only what the reader may see. */
export interface TimelineSource {
  read(sql: Sql, query: TimelineQuery): Promise<TimelineEntry<TimelineItem>[]>;
}

export const notesOfContact = (contactId: string) =>
  ({ table: 'contact_notes', column: 'contact_id', id: contactId }) as const;

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
  const others = sources.map((source) => (page: TimelinePage) => source.read(sql, { reader, contactId, ...page }));
  return mergeTimeline(
    [
      async (page) => (isHidden(reader, 'contact', 'notes') ? [] : noteEntries(sql, notesOfContact(contactId), page)),
      async (page) =>
        changeEntries(sql, await selectMergedIds(sql, contactId), { ...howSeen(reader, 'contact'), ...page }),
      (page) => fileEntries(sql, { recordKind: 'contact', recordId: contactId }, page),
      ...others,
    ],
    { cursor, limit },
  );
}
