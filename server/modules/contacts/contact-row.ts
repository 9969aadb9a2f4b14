/** Pure: a stored person as the contract shows it. */
import type { Address, Contact } from '../../contract/contacts.contract.ts';
import type { CustomValues } from '../../contract/custom-fields.contract.ts';
import { normalizePhone } from '../phones/normalize-phone.ts';
import { effectiveTimeZone } from '../phones/number-time-zone.ts';
import { type StoredPhone, toPhone } from '../phones/phone-rows.ts';

export interface ContactRow {
  id: string;
  name: string;
  role: string | null;
  organisation_id: string | null;
  organisation_name: string | null;
  organisation_time_zone: string | null;
  lifecycle: Contact['lifecycle'];
  owner_agent_id: string | null;
  owner_name: string | null;
  team_id: string | null;
  emails: string[];
  notes: string;
  vip: boolean;
  is_private: boolean;
  time_zone: string | null;
  /** `YYYY-MM-DD` */
  birthday: string | null;
  main_need: string;
  satisfaction: number | null;
  source_id: string | null;
  advertising_channel: string;
  addresses: Address[];
  custom: CustomValues;
  other_roles: Contact['otherRoles'] | null;
  last_call_at: Date | null;
  last_reached_at: Date | null;
  call_count: number;
  attempt_count: number;
  reached_count: number;
  version: number;
  created_at: Date;
  updated_at: Date;
  deleted_at: Date | null;
}

/** Zone and country in force for the firm. */
export interface FirmPlace {
  timeZone: string;
  region: string;
}

export const firmPlaceOf = (settings: { defaultTimeZone: string; defaultRegion: string }): FirmPlace => ({
  timeZone: settings.defaultTimeZone,
  region: settings.defaultRegion,
});

/** The number whose zone counts: the primary one, else the first that could be repaired. */
export function numberForTime(phones: readonly StoredPhone[]): StoredPhone | null {
  const usable = phones.filter((phone) => phone.e164 !== null && !phone.invalid);
  return usable.find((phone) => phone.isPrimary) ?? usable[0] ?? null;
}

/** The country of an E.164 number; null when it has none or cannot be told. */
export function countryOf(e164: string): string | null {
  const number = normalizePhone(e164, 'ZZ');
  return number.ok ? number.country : null;
}

/** The zone that somebody chose: for the person, for the number that counts, for the organisation. */
export const ownZoneOf = (row: ContactRow, number: { timeZone: string | null } | null) => ({
  timeZone: row.time_zone ?? number?.timeZone ?? row.organisation_time_zone,
});

export function toContact(row: ContactRow, phones: readonly StoredPhone[], firm: FirmPlace): Contact {
  const number = numberForTime(phones);
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    organisationId: row.organisation_id,
    organisationName: row.organisation_name,
    otherRoles: row.other_roles ?? [],
    lifecycle: row.lifecycle,
    owner: row.owner_agent_id === null ? null : { id: row.owner_agent_id, name: row.owner_name ?? '' },
    phones: phones.map(toPhone),
    emails: row.emails,
    addresses: row.addresses,
    notes: row.notes,
    vip: row.vip,
    birthday: row.birthday,
    mainNeed: row.main_need,
    satisfaction: row.satisfaction,
    sourceId: row.source_id,
    advertisingChannel: row.advertising_channel,
    custom: row.custom,
    activity: {
      lastCallAt: row.last_call_at?.toISOString() ?? null,
      lastReachedAt: row.last_reached_at?.toISOString() ?? null,
      calls: row.call_count,
      attempts: row.attempt_count,
      reached: row.reached_count,
    },
    private: row.is_private,
    timeZone: row.time_zone,
    effectiveTimeZone: effectiveTimeZone(ownZoneOf(row, number), number, firm),
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    version: row.version,
  };
}

/** Whose a record is, for the access rule. */
export const ownershipOf = (row: Pick<ContactRow, 'owner_agent_id' | 'team_id' | 'is_private'>) => ({
  ownerAgentIds: [row.owner_agent_id],
  teamIds: [row.team_id],
  isPrivate: row.is_private,
});

/** The same as columns of a query over people (alias `c`): every one of them needs all three. */
export const contactOwner = { ownerAgent: 'c.owner_agent_id', team: 'c.team_id', isPrivate: 'c.is_private' } as const;

/** Who somebody is and whose: what a line of a list or a call says of them. */
export interface ContactRef {
  contactId: string;
  name: string;
  role: string | null;
  organisationId: string | null;
  organisationName: string | null;
  ownerAgentId: string | null;
  ownerName: string | null;
  /** Team of the owner: decides with it who may know the name. */
  teamId: string | null;
  isPrivate: boolean;
  /** Entry of the directory `source`. */
  sourceId: string | null;
}
