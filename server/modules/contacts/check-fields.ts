/** Checks of fields that people and organisations share. */
import type { Address } from '../../contract/contacts.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { Principal } from '../access/principal.ts';
import { findEntry, isLifecycle } from '../directories/directories.usecases.ts';
import { isTimeZone } from '../phones/number-time-zone.ts';
import { fieldInvalid } from './contacts.errors.ts';

interface Zones {
  timeZone?: string | null | undefined;
  phones?: readonly { timeZone?: string | null | undefined }[] | undefined;
}

/** The zone of a record and of each of its numbers must be one that this machine knows. */
export function checkZones({ timeZone, phones = [] }: Zones): void {
  const sentence = 'is no time zone; give a name such as Europe/Moscow';
  if (timeZone && !isTimeZone(timeZone)) throw fieldInvalid('timeZone', sentence);
  for (const [index, phone] of phones.entries())
    if (phone.timeZone && !isTimeZone(phone.timeZone)) throw fieldInvalid(`phones.${index}.timeZone`, sentence);
}

/** The life-cycle given, when there is such a one. */
export async function checkLifecycle(sql: Sql, key: string | undefined): Promise<string | undefined> {
  if (key !== undefined && !(await isLifecycle(sql, key)))
    throw fieldInvalid('lifecycle', 'is no life-cycle of this firm; see GET /api/directories');
  return key;
}

/** Id of the source given by id or key. */
export async function sourceIdOf(sql: Sql, given: string | null | undefined): Promise<string | null | undefined> {
  if (given === undefined || given === null) return given;
  const id = await findEntry(sql, 'source', given);
  if (id === null) throw fieldInvalid('sourceId', 'is no source of this firm; see GET /api/directories');
  return id;
}

/**
 * Where somebody new came from when nobody says: out of a call, or from another program. By hand: not known. An entry that
 * the firm switched off is not taken.
 */
export async function usualSource(
  sql: Sql,
  { isFromCall, by }: { isFromCall: boolean; by: Principal },
): Promise<string | null> {
  const key = isFromCall ? 'call' : by.kind === 'api-key' ? 'api' : null;
  return key === null ? null : findEntry(sql, 'source', key);
}

/** The same addresses, one of them the primary one. */
export function onePrimary(addresses: readonly Address[]): Address[] {
  const primary = addresses.find((address) => address.primary) ?? addresses[0];
  return addresses.map((address) => ({ ...address, primary: address === primary }));
}
