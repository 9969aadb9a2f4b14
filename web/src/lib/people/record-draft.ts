/** Pure: what forms of people and organisations share: numbers, addresses, and which fields were changed. */
import type { Address, Phone } from '$contract/contacts.contract.ts';

export interface PhoneDraft {
  /** Of a number that is there already: with it a hidden one stays what it is. */
  id?: string;
  raw: string;
  kind: Phone['kind'];
  primary: boolean;
  doNotCall: boolean;
  invalid: boolean;
  /** Empty: what the number itself says. */
  timeZone: string;
}
export type AddressDraft = Required<Address>;

export const phoneDrafts = (phones: readonly Phone[]): PhoneDraft[] =>
  phones.map(({ id, raw, kind, primary, doNotCall, invalid, timeZone }) => ({
    id,
    raw,
    kind,
    primary,
    doNotCall,
    invalid,
    timeZone: timeZone ?? '',
  }));

export const newPhoneDraft = (primary: boolean): PhoneDraft => ({
  raw: '',
  kind: 'mobile',
  primary,
  doNotCall: false,
  invalid: false,
  timeZone: '',
});

export const phonesToSend = (phones: readonly PhoneDraft[]) =>
  phones
    .filter(({ raw }) => raw.trim() !== '')
    .map((phone) => ({ ...phone, raw: phone.raw.trim(), timeZone: phone.timeZone || null }));

export const newAddressDraft = (primary: boolean): AddressDraft => ({
  kind: 'work',
  text: '',
  city: '',
  country: '',
  primary,
  invalid: false,
});

export const addressesToSend = (addresses: readonly AddressDraft[]) =>
  addresses
    .filter(({ text }) => text.trim() !== '')
    .map((address) => ({ ...address, text: address.text.trim(), country: address.country.trim().toUpperCase() }));

export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

export const orNull = (text: string) => (text.trim() === '' ? null : text.trim());

/** The names of the fields that differ. */
export const changedFields = <T extends object>(was: T, draft: T): (keyof T)[] =>
  (Object.keys(was) as (keyof T)[]).filter((field) => JSON.stringify(was[field]) !== JSON.stringify(draft[field]));

/** Of everything a form could send only what was changed. */
export const onlyChanged = <T extends object>(all: T, changed: readonly (keyof T)[]): Partial<T> =>
  Object.fromEntries(changed.map((field) => [field, all[field]])) as Partial<T>;
