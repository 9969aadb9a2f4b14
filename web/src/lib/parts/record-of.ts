import type { Api } from '$lib/api/api.ts';
import type { NoteKind } from './note-words.ts';

/** Whose time-line or notes: a person's, an organisation's, or a deal's. */
export type RecordOf = { contactId: string } | { organisationId: string } | { dealId: string };

export function idOf(of: RecordOf): string {
  if ('contactId' in of) return of.contactId;
  return 'organisationId' in of ? of.organisationId : of.dealId;
}

export function timelineOf(api: Api, of: RecordOf, query: { limit: number }) {
  if ('contactId' in of) return api.contacts.timeline(of.contactId, query);
  return 'organisationId' in of
    ? api.organisations.timeline(of.organisationId, query)
    : api.deals.timeline(of.dealId, query);
}

/** Notes of a deal have no kind. */
export async function addNoteTo(api: Api, of: RecordOf, note: { text: string; kind: NoteKind }): Promise<void> {
  if ('contactId' in of) await api.contacts.addNote(of.contactId, note);
  else if ('organisationId' in of) await api.organisations.addNote(of.organisationId, note);
  else await api.deals.addNote(of.dealId, note.text);
}

/** Settles a complaint, or opens it again. */
export async function resolveNoteOf(api: Api, of: RecordOf, noteId: string, resolved: boolean): Promise<void> {
  if ('contactId' in of) await api.contacts.resolveNote(of.contactId, noteId, resolved);
  else if ('organisationId' in of) await api.organisations.resolveNote(of.organisationId, noteId, resolved);
}
