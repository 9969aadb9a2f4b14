/** Where somebody came from, by the number of ours that they dialled: what the table of the settings says of it. */
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { systemPrincipal } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { findEntry } from '../directories/directories.usecases.ts';
import { type Dialled, entryOfDialled } from '../phones/dialled-number.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import type { ContactFacts } from './contacts.events.ts';
import { lockContact, updateContact } from './contacts.repository.ts';

export interface Origin {
  /** An entry that the firm switched off is not taken. */
  sourceId: string | null;
  channel: string;
  /** For whoever answers. */
  note: string;
}

/** True when the firm says of any of its numbers what their callers have come by. */
export const knowsOrigins = async (platform: Platform, sql: Sql): Promise<boolean> =>
  (await readSettings(platform, sql)).dialledNumbers.length > 0;

/** What the table says of a dialled number; null: nothing. */
export async function originOfDialled(platform: Platform, sql: Sql, dialled: Dialled | null): Promise<Origin | null> {
  const { dialledNumbers, defaultRegion } = await readSettings(platform, sql);
  const entry = dialled && entryOfDialled(dialledNumbers, dialled, defaultRegion);
  if (!entry) return null;
  const sourceId = entry.sourceId === null ? null : await findEntry(sql, 'source', entry.sourceId);
  return { sourceId, channel: entry.channel, note: entry.note };
}

/**
 * The first call of a lead says where it came from: what nobody has filled in is filled in, and nothing else changes.
 * @param cameAfter a lead that was made later came out of that call itself and took its origin along
 */
export async function fillOrigin(
  platform: Platform,
  tx: Tx,
  { contactId, origin, cameAfter }: { contactId: string; origin: Origin; cameAfter: Date },
): Promise<void> {
  const row = await lockContact(tx, contactId);
  if (!row || row.deleted_at !== null || row.lifecycle !== 'lead' || row.created_at > cameAfter) return;
  const filled = {
    ...(row.source_id === null && origin.sourceId !== null && { sourceId: origin.sourceId }),
    ...(row.advertising_channel === '' && origin.channel !== '' && { advertisingChannel: origin.channel }),
  };
  const changed = Object.keys(filled);
  if (changed.length === 0) return;
  const columns = { source_id: filled.sourceId, advertising_channel: filled.advertisingChannel };
  const given = Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
  const version = await updateContact(tx, contactId, given, platform.clock.now());
  const before = { sourceId: row.source_id, advertisingChannel: row.advertising_channel };
  await createAudit(platform).record(tx, {
    principal: systemPrincipal,
    action: 'contact.changed',
    record: contactId,
    before: Object.fromEntries(changed.map((key) => [key, before[key as keyof typeof before]])),
    after: filled,
  });
  await platform.facts.append<ContactFacts>(tx, {
    type: 'contact.changed',
    payload: { contactId, version, changed },
    subject: contactId,
  });
}
