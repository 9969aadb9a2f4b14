/** Notes of people and of organisations: the same columns in two tables, the same parts of a time-line. */
import type { z } from 'zod';
import { toldByItems } from '../../contract/audit-actions.ts';
import type { timelineItemSchema } from '../../contract/calls.contract.ts';
import type { noteSchema } from '../../contract/contacts.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import { hiddenKeys, withoutHidden } from '../access/field-rights.ts';
import type { Principal } from '../access/principal.ts';
import { listAudit } from '../audit/audit.usecases.ts';
import { actionIdOf, changeText } from './change-text.ts';
import type { TimelineEntry, TimelinePage } from './merge-timeline.ts';

export type TimelineItem = z.input<typeof timelineItemSchema>;
export type Note = z.input<typeof noteSchema>;

type AuditEntry = Awaited<ReturnType<typeof listAudit>>['items'][number];

/** Whose notes: the table and its column, both ours and never typed by anybody. */
export interface NoteHolder {
  table: 'contact_notes' | 'organisation_notes';
  column: 'contact_id' | 'organisation_id';
  id: string;
}

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

const toNote = (row: NoteRow): Note => ({
  id: row.id,
  kind: row.kind,
  text: row.text,
  resolvedAt: row.resolved_at?.toISOString() ?? null,
  by: authorOf(row.by_id, row.by_name),
  createdAt: row.created_at.toISOString(),
});

export async function insertNote(
  tx: Tx,
  { table, column, id: holderId }: NoteHolder,
  note: { id: string; kind: Note['kind']; text: string; principal: Principal; at: Date },
): Promise<Note> {
  const { id, kind, text, principal, at } = note;
  const author = { by_id: principal.userId, by_name: principal.userId === null ? null : principal.name };
  await tx`insert into ${tx(table)} ${tx({ id, [column]: holderId, kind, text, ...author, created_at: at })}`;
  return toNote({ ...author, id, kind, text, resolved_at: null, created_at: at });
}

/** Holds a note for a change; null: this holder has no such note. */
export async function lockNote(tx: Tx, { table, column, id }: NoteHolder, noteId: string): Promise<Note | null> {
  const [row] = await tx<NoteRow[]>`
    select id, kind, text, by_id, by_name, created_at, resolved_at from ${tx(table)}
    where id = ${noteId} and ${tx(column)} = ${id} for update`;
  return row ? toNote(row) : null;
}

export async function settleNote(
  tx: Tx,
  { table }: NoteHolder,
  { note, at, by }: { note: Note; at: Date | null; by: string },
): Promise<Note> {
  await tx`update ${tx(table)} set resolved_at = ${at}, resolved_by = ${at === null ? null : by} where id = ${note.id}`;
  return { ...note, resolvedAt: at?.toISOString() ?? null };
}

/** Newest first, fifty at most. `open`: wishes, and complaints that nobody settled. */
export async function selectNotes(
  sql: Sql,
  { table, column, id }: NoteHolder,
  { kind, open }: { kind?: Note['kind'] | undefined; open: boolean },
): Promise<Note[]> {
  const rows = await sql<NoteRow[]>`
    select id, kind, text, resolved_at, by_id, by_name, created_at from ${sql(table)}
    where ${sql.and([
      sql`${sql(column)} = ${id}`,
      kind !== undefined && sql`kind = ${kind}`,
      open && sql`(kind = 'wish' or kind = 'complaint' and resolved_at is null)`,
    ])} order by created_at desc, id desc limit 50`;
  return rows.map(toNote);
}

/** Notes as a part of a time-line. */
export async function noteEntries(
  sql: Sql,
  { table, column, id }: NoteHolder,
  { before, limit }: TimelinePage,
): Promise<TimelineEntry<TimelineItem>[]> {
  const page = before && sql`(created_at, id) < (${before.at}::timestamptz, ${before.id})`;
  const rows = await sql<NoteRow[]>`
    select id, kind, text, resolved_at, by_id, by_name, created_at from ${sql(table)}
    where ${sql.and([sql`${sql(column)} = ${id}`, page])} order by created_at desc, id desc limit ${limit}`;
  return rows.map(toNote).map(({ id: noteId, kind, text, resolvedAt, by, createdAt }) => ({
    id: noteId,
    item: { kind: 'note', at: createdAt, id: noteId, noteKind: kind, text, resolvedAt, by },
  }));
}

/** Action of the audit: somebody opened a private person of somebody else. */
export const privateRead = 'contact.private-read';

/** What of a change its reader gets. */
interface HowSeen {
  /** Fields that are not even named. */
  hidden: ReadonlySet<string>;
  /** The old and the new values without what is hidden within a field. */
  see: (side: unknown) => unknown;
}

/** @param kind of the record whose field rights hold */
export const howSeen = (reader: Principal, kind: string): HowSeen => ({
  hidden: hiddenKeys(reader, kind),
  see: (side) => withoutHidden(reader, kind, side),
});

/**
 * Changes of a record and of those merged into it, from the audit: what was changed, not the values, which only
 * administrators read there.
 */
export async function changeEntries(
  sql: Sql,
  records: readonly string[],
  { before, limit, hidden, see }: TimelinePage & HowSeen,
): Promise<TimelineEntry<TimelineItem>[]> {
  const items: AuditEntry[] = [];
  let cursor = before ? Buffer.from(`${before.at}\n${before.id}`).toString('base64url') : undefined;
  // That an administrator looked is for the audit, not for whoever works with the person.
  const asked = { records: [...records], exceptAction: privateRead, limit };
  // What is told elsewhere is left out here, so a page is filled from as many entries as it takes.
  do {
    const page = await listAudit({ sql }, { ...asked, cursor });
    items.push(...page.items.filter(({ action }) => !toldByItems.has(action)));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined && items.length < limit);
  return items.slice(0, limit).map((entry) => ({
    id: entry.id,
    item: {
      kind: 'change',
      at: entry.at,
      id: entry.id,
      text: changeText({ ...entry, before: see(entry.before), after: see(entry.after) }, hidden),
      actionId: actionIdOf(entry),
      by: authorOf(entry.userId, entry.userName),
    },
  }));
}
