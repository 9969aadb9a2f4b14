/** Notes on a person: written once, never changed; a complaint can be settled, and opened again. */
import type { Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { isHidden } from '../access/field-rights.ts';
import { actorOf, type Principal } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { contactNotFound, noComplaint, noteNotFound } from './contacts.errors.ts';
import type { ContactFacts } from './contacts.events.ts';
import { type By, readContact } from './contacts.usecases.ts';
import { insertNote, lockNote, type Note, selectNotes, settleNote } from './note-rows.ts';
import { notesOfContact } from './timeline.usecases.ts';

/** A note on a person. Whoever may see the person may write one. */
export async function addNote(
  platform: Platform,
  { contactId, text, kind, ...by }: By & { contactId: string; text: string; kind: Note['kind'] },
): Promise<Note> {
  await readContact(platform, by.principal, contactId);
  return platform.database.transaction((tx) => writeNote(platform, tx, { contactId, text, kind, ...by }));
}

/** Writes a note inside the caller's transaction; who may see the person has been asked. */
export async function writeNote(
  platform: Platform,
  tx: Tx,
  { contactId, text, kind, ...by }: By & { contactId: string; text: string; kind: Note['kind'] },
): Promise<Note> {
  const { principal } = by;
  const id = platform.ids('not');
  const [locked] = await tx<{ version: number }[]>`
    select version from contacts where id = ${contactId} and deleted_at is null for update`;
  if (!locked) throw contactNotFound();
  const at = platform.clock.now();
  const note = await insertNote(tx, notesOfContact(contactId), { id, kind, text, principal, at });
  await createAudit(platform).record(tx, { ...by, action: 'contact.noted', record: id, after: { contactId, kind } });
  const payload = { contactId, noteId: id, version: locked.version };
  const actor = actorOf(principal);
  await platform.facts.append<ContactFacts>(tx, { type: 'contact.noted', payload, subject: contactId, actor });
  return note;
}

/** Settles a complaint, or opens it again. Saying so twice changes nothing. */
export async function resolveNote(
  platform: Platform,
  { contactId, noteId, resolved, ...by }: By & { contactId: string; noteId: string; resolved: boolean },
): Promise<Note> {
  const contact = await readContact(platform, by.principal, contactId);
  const now = platform.clock.now();
  return platform.database.transaction(async (tx) => {
    const holder = notesOfContact(contactId);
    const note = await lockNote(tx, holder, noteId);
    if (!note) throw noteNotFound();
    if (note.kind !== 'complaint') throw noComplaint();
    if ((note.resolvedAt !== null) === resolved) return note;
    const after = await settleNote(tx, holder, { note, at: resolved ? now : null, by: by.principal.id });
    const action = resolved ? 'contact.complaint-settled' : 'contact.complaint-reopened';
    await createAudit(platform).record(tx, { ...by, action, record: contactId, after: { noteId } });
    const payload = { contactId, noteId, version: contact.version };
    const actor = actorOf(by.principal);
    await platform.facts.append<ContactFacts>(tx, { type: 'contact.noted', payload, subject: contactId, actor });
    return after;
  });
}

/** The notes of a person that the reader may see. */
export async function listNotes(
  platform: Platform,
  reader: Principal,
  { contactId, kind, open }: { contactId: string; kind?: Note['kind'] | undefined; open: boolean },
): Promise<{ items: Note[] }> {
  await readContact(platform, reader, contactId);
  if (isHidden(reader, 'contact', 'notes')) return { items: [] };
  return { items: await selectNotes(platform.database.sql, notesOfContact(contactId), { kind, open }) };
}
