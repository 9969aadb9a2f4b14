/** The facts of a merge and of its undo: that of the merge, and those that any change of the records has. */
import type { Tx } from '../../platform/database/database.ts';
import type { FactActor } from '../../platform/outbox/fact.ts';
import type { Platform } from '../../platform/platform.ts';
import type { ContactFacts } from '../contacts/contacts.events.ts';
import type { OrganisationFacts } from '../organisations/organisations.events.ts';
import type { MergedRecord } from '../reversible-actions/movers.ts';
import type { MergeFacts } from './merges.events.ts';
import { selectRecords } from './merges.repository.ts';

interface Told {
  actionId: string;
  survivorId: string;
  otherIds: string[];
  /** Version of the survivor. */
  version: number;
  changed: string[];
}

export async function tellMerged(
  { facts }: Pick<Platform, 'facts'>,
  tx: Tx,
  record: MergedRecord,
  { version, changed, ...merged }: Told,
  { how, actor }: { how: 'merged' | 'unmerged'; actor: FactActor | null },
): Promise<void> {
  const gone = how === 'merged' ? 'deleted' : 'restored';
  const others = await selectRecords(tx, record, merged.otherIds);
  const subject = merged.survivorId;
  if (record === 'contact') {
    await facts.appendAll<ContactFacts>(tx, [
      ...others.map(
        (one) =>
          ({
            type: `contact.${gone}`,
            payload: { contactId: one.id, version: one.version },
            subject: one.id,
            actor,
          }) as const,
      ),
      { type: 'contact.changed', payload: { contactId: subject, version, changed }, subject, actor },
    ]);
  } else {
    await facts.appendAll<OrganisationFacts>(tx, [
      ...others.map(
        (one) =>
          ({
            type: `organisation.${gone}`,
            payload: { organisationId: one.id, version: one.version },
            subject: one.id,
            actor,
          }) as const,
      ),
      { type: 'organisation.changed', payload: { organisationId: subject, version, changed }, subject, actor },
    ]);
  }
  await facts.append<MergeFacts>(tx, { type: `${record}.${how}`, payload: merged, subject, actor });
}
