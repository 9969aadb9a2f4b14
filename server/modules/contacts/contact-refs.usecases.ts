/** What other modules ask of people: names, numbers, time zone, do-not-call, and what they tell of them. */
import type { Contact } from '../../contract/contacts.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { isOnDoNotCallList } from '../do-not-call/do-not-call.usecases.ts';
import { type EffectiveTimeZone, effectiveTimeZone } from '../phones/number-time-zone.ts';
import { readPhones } from '../phones/phones.usecases.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import { type ContactRef, countryOf, firmPlaceOf, numberForTime, ownZoneOf, toContact } from './contact-row.ts';
import { selectContactRefs, selectContacts } from './contacts.repository.ts';

/** Names by id, with whose client each is: check with `canSee` before showing. Deleted people are left out. */
export async function readContactRefs(sql: Sql, ids: readonly string[]): Promise<Map<string, ContactRef>> {
  if (ids.length === 0) return new Map();
  const rows = await selectContactRefs(sql, ids);
  return new Map(rows.map((row) => [row.contactId, row]));
}

export interface Person extends ContactRef {
  /** E.164 numbers of this person alone, not those of the organisation; the primary one first. */
  numbers: string[];
}

/** People with their numbers, by id; deleted ones are left out. */
export async function readPeople(sql: Sql, ids: readonly string[]): Promise<Map<string, Person>> {
  const refs = await readContactRefs(sql, ids);
  const phones = await readPhones(sql, 'contacts', [...refs.keys()]);
  const numbersOf = (id: string) =>
    [...(phones.get(id) ?? [])]
      .filter((phone) => !phone.invalid)
      .sort((a, b) => Number(b.isPrimary) - Number(a.isPrimary))
      .flatMap((phone) => (phone.e164 ? [phone.e164] : []));
  return new Map([...refs].map(([id, ref]) => [id, { ...ref, numbers: [...new Set(numbersOf(id))] }]));
}

/**
 * A person whoever asks: the caller checks the access. Null when there is none or it was deleted. Asks everything at once,
 * so it is not for a transaction.
 */
export async function readContactForServer(platform: Platform, sql: Sql, contactId: string): Promise<Contact | null> {
  const [[row], phones, settings] = await Promise.all([
    selectContacts(sql, [contactId]),
    readPhones(sql, 'contacts', [contactId]),
    readSettings(platform, sql),
  ]);
  if (!row || row.deleted_at !== null) return null;
  return toContact(row, phones.get(contactId) ?? [], firmPlaceOf(settings));
}

/** The zone in force for a customer and why: the person's own, else that of the number, else of the region. */
export async function resolveEffectiveZone(
  platform: Pick<Platform, 'config'>,
  sql: Sql,
  { contactId, e164 }: { contactId: string | null; e164: string | null },
): Promise<EffectiveTimeZone> {
  const settings = await readSettings(platform, sql);
  const firm = firmPlaceOf(settings);
  const [row] = contactId ? await selectContacts(sql, [contactId]) : [];
  const phones = contactId ? ((await readPhones(sql, 'contacts', [contactId])).get(contactId) ?? []) : [];
  const number = e164 ? (phones.find((phone) => phone.e164 === e164) ?? null) : numberForTime(phones);
  const own = row ? ownZoneOf(row, number) : null;
  if (e164) return effectiveTimeZone(own, { e164, country: countryOf(e164) }, firm);
  return effectiveTimeZone(own, number, firm);
}

/** True when a living record with this number does not want to be called, or the number is on the do-not-call list. */
export async function isDoNotCall(sql: Sql, e164: string): Promise<boolean> {
  if (await isOnDoNotCallList(sql, e164)) return true;
  const [row] = await sql`
    select from phones ph
    left join contacts c on c.id = ph.contact_id
    left join organisations o on o.id = ph.organisation_id
    where ph.e164 = ${e164} and ph.do_not_call and c.deleted_at is null and o.deleted_at is null limit 1`;
  return row !== undefined;
}

/** Somebody said who it was that called from this number: that person comes first the next time. */
export async function rememberPick(
  { clock }: Pick<Platform, 'clock'>,
  tx: Tx,
  { e164, contactId }: { e164: string; contactId: string },
): Promise<void> {
  await tx`
    insert into number_picks (e164, contact_id, picked_at) values (${e164}, ${contactId}, ${clock.now()})
    on conflict (e164, contact_id) do update set picked_at = excluded.picked_at`;
}

/** What the calls of a person tell, counted by the calls module. */
export interface CallTotals {
  contactId: string;
  lastCallAt: Date | null;
  lastReachedAt: Date | null;
  calls: number;
  attempts: number;
  reached: number;
}

/** Writes what was counted; told by a listener, as often as it likes. Returns the people of whom it is another than before. */
export async function noteCallTotals(tx: Tx, totals: readonly CallTotals[]): Promise<string[]> {
  const changed: string[] = [];
  // In one order, so that two listeners never wait for each other.
  for (const one of [...totals].sort((a, b) => (a.contactId < b.contactId ? -1 : 1))) {
    const { count } = await tx`
      update contacts set last_call_at = ${one.lastCallAt}, last_reached_at = ${one.lastReachedAt},
        call_count = ${one.calls}, attempt_count = ${one.attempts}, reached_count = ${one.reached}
      where id = ${one.contactId} and (last_call_at, last_reached_at, call_count, attempt_count, reached_count)
        is distinct from (${one.lastCallAt}::timestamptz, ${one.lastReachedAt}::timestamptz, ${one.calls}::int,
          ${one.attempts}::int, ${one.reached}::int)`;
    if (count > 0) changed.push(one.contactId);
  }
  return changed;
}
