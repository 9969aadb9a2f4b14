/** Keeping the numbers of people and organisations, and telling what became of each. */
import type { Sql, Tx } from '../../platform/database/database.ts';
import { invalid } from '../../platform/errors/domain-error.ts';
import type { FactActor } from '../../platform/outbox/fact.ts';
import type { Platform } from '../../platform/platform.ts';
import { diffPhones, type NewPhone, phoneRows, type StoredPhone, withStoredNumbers } from './phone-rows.ts';
import type { NumberHolder, PhoneFacts } from './phones.events.ts';
import { deletePhones, insertPhone, selectPhone, selectPhones, toStored, updatePhone } from './phones.repository.ts';

/** Numbers of these people or organisations by the id of the record. */
export async function readPhones(
  sql: Sql,
  kind: 'contacts' | 'organisations',
  ids: readonly string[],
): Promise<Map<string, StoredPhone[]>> {
  const column = kind === 'contacts' ? 'contact_id' : 'organisation_id';
  const phones = new Map<string, StoredPhone[]>(ids.map((id) => [id, []]));
  if (ids.length === 0) return phones;
  for (const row of await selectPhones(sql, column, ids)) phones.get(row[column] ?? '')?.push(toStored(row));
  return phones;
}

/** One number with the record it belongs to; null: there is none. */
export async function readPhone(sql: Sql, id: string): Promise<(StoredPhone & NumberHolder) | null> {
  const row = await selectPhone(sql, id);
  return row && { ...toStored(row), contactId: row.contact_id, organisationId: row.organisation_id };
}

export interface ReplacePhones {
  holder: NumberHolder;
  wanted: readonly NewPhone[];
  /** Country of numbers written without one. */
  region: string;
  actor: FactActor | null;
}

/**
 * Makes `wanted` the numbers of a record. A number that stays keeps its id; `number.saved` and `number.removed` are told
 * once per E.164 number. Lock the record first: two changes at once must not interleave.
 */
export async function replacePhones(
  { clock, ids, facts }: Pick<Platform, 'clock' | 'ids' | 'facts'>,
  tx: Tx,
  { holder, wanted, region, actor }: ReplacePhones,
): Promise<void> {
  const [column, id] = holder.contactId
    ? (['contacts', holder.contactId] as const)
    : (['organisations', holder.organisationId ?? ''] as const);
  const before = (await readPhones(tx, column, [id])).get(id) ?? [];
  const meant = withStoredNumbers(wanted, before);
  if (meant === null)
    throw invalid('phones.masked', 'A number that is shown masked can only be kept: send it with its id.', {
      phones: 'holds a masked number without the id of the number that is meant',
    });
  const change = diffPhones(before, phoneRows(meant, region));
  await deletePhones(
    tx,
    change.removed.map((row) => row.id),
  );
  for (const [position, row] of change.order.entries()) {
    if ('id' in row) await updatePhone(tx, row, position);
    else await insertPhone(tx, holder, { ...row, id: ids('phn') }, position, clock.now());
  }
  const had = e164sOf(before);
  const has = e164sOf(change.order);
  for (const e164 of has) if (!had.has(e164)) await tell('number.saved', e164);
  for (const e164 of had) if (!has.has(e164)) await tell('number.removed', e164);

  async function tell(type: keyof PhoneFacts, e164: string) {
    await facts.append<PhoneFacts>(tx, { type, payload: { ...holder, e164 }, subject: e164, actor });
  }
}

/** Tells that a record's numbers came back or went with it (restored, deleted). */
export async function tellNumbers(
  { facts }: Pick<Platform, 'facts'>,
  tx: Tx,
  type: keyof PhoneFacts,
  holder: NumberHolder,
  actor: FactActor | null,
): Promise<void> {
  const [kind, id] = holder.contactId
    ? (['contacts', holder.contactId] as const)
    : (['organisations', holder.organisationId ?? ''] as const);
  for (const e164 of e164sOf((await readPhones(tx, kind, [id])).get(id) ?? []))
    await facts.append<PhoneFacts>(tx, { type, payload: { ...holder, e164 }, subject: e164, actor });
}

const e164sOf = (rows: readonly { e164: string | null }[]): Set<string> =>
  new Set(rows.flatMap((row) => (row.e164 ? [row.e164] : [])));
