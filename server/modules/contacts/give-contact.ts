/** Gives a person to another owner by a rule instead of by hand: leads. */
import type { Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { actorOf, type By } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import type { ContactFacts } from './contacts.events.ts';
import { lockContact, updateContact } from './contacts.repository.ts';

export interface NewOwner {
  id: string;
  name: string;
  teamId: string | null;
}

export interface LockedPerson {
  id: string;
  name: string;
  lifecycle: string;
  owner: { id: string; name: string } | null;
  isPrivate: boolean;
}

/** Holds a person until the transaction ends; null: there is none any more. */
export async function lockPerson(tx: Tx, contactId: string): Promise<LockedPerson | null> {
  const row = await lockContact(tx, contactId);
  if (!row || row.deleted_at) return null;
  const owner = row.owner_agent_id === null ? null : { id: row.owner_agent_id, name: row.owner_name ?? '' };
  return { id: row.id, name: row.name, lifecycle: row.lifecycle, owner, isPrivate: row.is_private };
}

/** The person as locked before belongs to `owner` from now on: written down, told, and shown on the time-line. */
export async function giveContact(
  platform: Pick<Platform, 'clock' | 'ids' | 'facts'>,
  tx: Tx,
  { person, owner, because, by }: { person: LockedPerson; owner: NewOwner; because: object; by: By },
): Promise<void> {
  const columns = { owner_agent_id: owner.id, team_id: owner.teamId };
  const version = await updateContact(tx, person.id, columns, platform.clock.now());
  await createAudit(platform).record(tx, {
    ...by,
    action: 'contact.lead-given',
    record: person.id,
    before: { owner: person.owner },
    after: { owner: { id: owner.id, name: owner.name }, ...because },
  });
  await platform.facts.append<ContactFacts>(tx, {
    type: 'contact.changed',
    payload: { contactId: person.id, version, changed: ['owner'] },
    subject: person.id,
    actor: actorOf(by.principal),
  });
}
