/** Notes on a person: written once, never changed; a complaint can be settled, and opened again. */
import type { Platform } from '../../platform/platform.ts';
import { actorOf } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { contactNotFound, noComplaint, noteNotFound } from './contacts.errors.ts';
import type { ContactFacts } from './contacts.events.ts';
import { type By, readContact } from './contacts.usecases.ts';
import { authorOf, type Note } from './timeline.usecases.ts';

/** A note on a person. Whoever may see the person may write one. */
export async function addNote(
  platform: Platform,
  { contactId, text, kind, ...by }: By & { contactId: string; text: string; kind: Note['kind'] },
): Promise<Note> {
  const contact = await readContact(platform, by.principal, contactId);
  const { principal } = by;
  const id = platform.ids('not');
  const now = platform.clock.now();
  await platform.database.transaction(async (tx) => {
    const [locked] = await tx`select from contacts where id = ${contactId} and deleted_at is null for update`;
    if (!locked) throw contactNotFound();
    const author = { by_id: principal.userId, by_name: principal.userId === null ? null : principal.name };
    await tx`insert into contact_notes ${tx({ id, contact_id: contactId, kind, text, ...author, created_at: now })}`;
    await createAudit(platform).record(tx, { ...by, action: 'contact.noted', record: id, after: { contactId, kind } });
    const payload = { contactId, noteId: id, version: contact.version };
    await platform.facts.append<ContactFacts>(tx, {
      type: 'contact.noted',
      payload,
      subject: contactId,
      actor: actorOf(principal),
    });
  });
  const author = authorOf(principal.userId, principal.name);
  return { id, kind, text, resolvedAt: null, by: author, createdAt: now.toISOString() };
}

interface StoredNote {
  kind: Note['kind'];
  text: string;
  by_id: string | null;
  by_name: string | null;
  created_at: Date;
  resolved_at: Date | null;
}

/** Settles a complaint, or opens it again. Saying so twice changes nothing. */
export async function resolveNote(
  platform: Platform,
  { contactId, noteId, resolved, ...by }: By & { contactId: string; noteId: string; resolved: boolean },
): Promise<Note> {
  const contact = await readContact(platform, by.principal, contactId);
  const now = platform.clock.now();
  return platform.database.transaction(async (tx) => {
    const [note] = await tx<StoredNote[]>`
      select kind, text, by_id, by_name, created_at, resolved_at from contact_notes
      where id = ${noteId} and contact_id = ${contactId} for update`;
    if (!note) throw noteNotFound();
    if (note.kind !== 'complaint') throw noComplaint();
    const resolvedAt = resolved ? (note.resolved_at ?? now) : null;
    if ((note.resolved_at === null) === resolved) {
      await tx`update contact_notes set resolved_at = ${resolvedAt}, resolved_by = ${resolved ? by.principal.id : null}
        where id = ${noteId}`;
      const action = resolved ? 'contact.complaint-settled' : 'contact.complaint-reopened';
      await createAudit(platform).record(tx, { ...by, action, record: contactId, after: { noteId } });
      const payload = { contactId, noteId, version: contact.version };
      const actor = actorOf(by.principal);
      await platform.facts.append<ContactFacts>(tx, { type: 'contact.noted', payload, subject: contactId, actor });
    }
    return {
      id: noteId,
      kind: note.kind,
      text: note.text,
      resolvedAt: resolvedAt?.toISOString() ?? null,
      by: authorOf(note.by_id, note.by_name),
      createdAt: note.created_at.toISOString(),
    };
  });
}
