/** Notes on an organisation: written once, never changed; a complaint can be settled, and opened again. */
import type { Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { isHidden } from '../access/field-rights.ts';
import { actorOf, type Principal } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { insertNote, lockNote, type Note, selectNotes, settleNote } from '../contacts/note-rows.ts';
import { noComplaint, noteNotFound, organisationNotFound } from './organisations.errors.ts';
import type { OrganisationFacts } from './organisations.events.ts';
import { readOrganisation } from './organisations.usecases.ts';

interface By {
  principal: Principal;
  ip: string;
}

export const notesOfOrganisation = (organisationId: string) =>
  ({ table: 'organisation_notes', column: 'organisation_id', id: organisationId }) as const;

async function tell(
  platform: Platform,
  tx: Tx,
  by: By,
  { organisationId, noteId, version }: { organisationId: string; noteId: string; version: number },
) {
  await platform.facts.append<OrganisationFacts>(tx, {
    type: 'organisation.noted',
    payload: { organisationId, noteId, version },
    subject: organisationId,
    actor: actorOf(by.principal),
  });
}

/** A note on an organisation. Whoever may see it may write one. */
export async function addOrganisationNote(
  platform: Platform,
  { organisationId, text, kind, ...by }: By & { organisationId: string; text: string; kind: Note['kind'] },
): Promise<Note> {
  const { version } = await readOrganisation(platform, by.principal, organisationId);
  const id = platform.ids('not');
  return platform.database.transaction(async (tx) => {
    const [locked] = await tx`select from organisations where id = ${organisationId} and deleted_at is null for update`;
    if (!locked) throw organisationNotFound();
    const written = { id, kind, text, principal: by.principal, at: platform.clock.now() };
    const note = await insertNote(tx, notesOfOrganisation(organisationId), written);
    const after = { organisationId, kind };
    await createAudit(platform).record(tx, { ...by, action: 'organisation.noted', record: id, after });
    await tell(platform, tx, by, { organisationId, noteId: id, version });
    return note;
  });
}

/** Settles a complaint, or opens it again. Saying so twice changes nothing. */
export async function resolveOrganisationNote(
  platform: Platform,
  { organisationId, noteId, resolved, ...by }: By & { organisationId: string; noteId: string; resolved: boolean },
): Promise<Note> {
  const { version } = await readOrganisation(platform, by.principal, organisationId);
  const now = platform.clock.now();
  return platform.database.transaction(async (tx) => {
    const holder = notesOfOrganisation(organisationId);
    const note = await lockNote(tx, holder, noteId);
    if (!note) throw noteNotFound();
    if (note.kind !== 'complaint') throw noComplaint();
    if ((note.resolvedAt !== null) === resolved) return note;
    const after = await settleNote(tx, holder, { note, at: resolved ? now : null, by: by.principal.id });
    const action = resolved ? 'organisation.complaint-settled' : 'organisation.complaint-reopened';
    await createAudit(platform).record(tx, { ...by, action, record: organisationId, after: { noteId } });
    await tell(platform, tx, by, { organisationId, noteId, version });
    return after;
  });
}

/** The notes of an organisation that the reader may see. */
export async function listOrganisationNotes(
  platform: Platform,
  reader: Principal,
  { organisationId, kind, open }: { organisationId: string; kind?: Note['kind'] | undefined; open: boolean },
): Promise<{ items: Note[] }> {
  await readOrganisation(platform, reader, organisationId);
  if (isHidden(reader, 'organisation', 'notes')) return { items: [] };
  return { items: await selectNotes(platform.database.sql, notesOfOrganisation(organisationId), { kind, open }) };
}
