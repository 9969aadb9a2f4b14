/**
 * Invented people whose numbers are typed as people type them: several each, in several countries, with extensions, two
 * numbers in one field, a home line shared with somebody, a local number without its area code. The same index is always
 * the same person. Pure.
 */
import type { NewPhone, PhoneRow } from '../../../server/modules/phones/phone-rows.ts';
import { type BenchPerson, personOf } from '../people/person-of.ts';
import {
  e164Of,
  homePlans,
  localPlan,
  mobilePlans,
  type NumberPlan,
  nationalNumber,
  officePlans,
  writtenForm,
} from './number-plans.ts';

export type MessyPerson = Omit<BenchPerson, 'phone' | 'organisation'> & {
  /** Index of the organisation; null: a private customer. */
  organisation: number | null;
  /** What somebody typed. */
  typed: NewPhone[];
  /** What the base then holds. */
  stored: PhoneRow[];
};

export type MessyOrganisation = { name: string; typed: NewPhone[]; stored: PhoneRow[] };

/** Of each six people three work somewhere with a number of their own behind the switchboard; so 25 have one number. */
const peoplePerOrganisation = 50;
/** People of a large firm have no extension in the base: one switchboard for all of them. */
const largeOrganisations = 10;
const peopleOfLargeOrganisation = 1_000;

export const organisationCountFor = (people: number): number =>
  largeOrganisations + Math.ceil(people / peoplePerOrganisation);

/** A number of a person and the plan it belongs to. */
export type OwnNumber = { plan: NumberPlan; national: string };

const planAt = (plans: readonly NumberPlan[], index: number): OwnNumber => {
  const plan = plans[index % plans.length] as NumberPlan;
  return { plan, national: nationalNumber(plan, Math.floor(index / plans.length)) };
};

export const mobileOf = (index: number): OwnNumber => planAt(mobilePlans, index);
export const officeOf = (organisation: number): OwnNumber => planAt(officePlans, organisation);

/** Two of ten people have a home line; of these every second shares it with the next person. */
export function homeOf(index: number): { number: OwnNumber; sharers: number[] } | null {
  const ten = Math.floor(index / 10);
  if (index % 10 === 5) return { number: planAt(homePlans, ten * 2), sharers: [index] };
  if (index % 10 > 1) return null;
  return { number: planAt(homePlans, ten * 2 + 1), sharers: [ten * 10, ten * 10 + 1] };
}

/** One of twenty was written down without the area code. */
export function localOf(index: number): OwnNumber | null {
  return index % 20 === 11 ? planAt([localPlan], Math.floor(index / 20)) : null;
}

export const isLarge = (organisation: number): boolean => organisation < largeOrganisations;

export function organisationOf(index: number): number | null {
  if (index % 6 < 3) return null;
  if (index < largeOrganisations * peopleOfLargeOrganisation) return Math.floor(index / peopleOfLargeOrganisation);
  return largeOrganisations + Math.floor(index / peoplePerOrganisation);
}

/** The extension of a person behind the switchboard; null for private customers and large firms. */
export function extensionOf(index: number): string | null {
  const organisation = organisationOf(index);
  if (organisation === null || isLarge(organisation)) return null;
  return String(100 + (index % peoplePerOrganisation));
}

const extensionForms: ((extension: string) => string)[] = [
  (extension) => ` доб. ${extension}`,
  (extension) => ` ext ${extension}`,
  (extension) => `, ${extension}`,
  (extension) => ` (доб. ${extension})`,
  (extension) => ` вн. ${extension}`,
  (extension) => `#${extension}`,
];

const typedAs = (raw: string, kind: NewPhone['kind'], primary: boolean): NewPhone => ({
  raw,
  kind,
  primary,
  doNotCall: false,
});

function rowOf(typed: NewPhone, { plan, national }: OwnNumber, extension: string | null, raw = typed.raw): PhoneRow {
  const e164 = e164Of(plan, national);
  return {
    raw,
    e164,
    extension,
    digits: e164.slice(1),
    country: plan.country,
    lineKind: plan.lineKind,
    kind: typed.kind,
    isPrimary: typed.primary,
    doNotCall: false,
    invalid: false,
    timeZone: null,
  };
}

const written = ({ plan, national }: OwnNumber, choice: number): string => writtenForm(plan, national, choice);

/** The index-th of a million people. */
export function messyPersonOf(index: number): MessyPerson {
  const { phone, organisation: _, ...person } = personOf(index);
  const choice = Math.floor(index / 7);
  const typed: NewPhone[] = [];
  const stored: PhoneRow[] = [];
  const mobile = mobileOf(index);
  const home = homeOf(index);
  const first = written(mobile, choice);
  const isOneField = home !== null && index % 3 === 0 && mobile.plan.country === 'RU';
  if (home !== null && isOneField) {
    const second = written(home.number, 0);
    const field = typedAs(`${written(mobile, 7)}; ${second}`, 'mobile', true);
    typed.push(field);
    stored.push(rowOf(field, mobile, null), { ...rowOf(field, home.number, null, second), isPrimary: false });
  } else {
    typed.push(typedAs(first, 'mobile', true));
    stored.push(rowOf(typedAs(first, 'mobile', true), mobile, null));
  }
  if (home !== null && !isOneField) {
    const field = typedAs(written(home.number, choice + 3), 'home', false);
    typed.push(field);
    stored.push(rowOf(field, home.number, null));
  }
  addOffice(index, choice, typed, stored);
  const local = localOf(index);
  if (local !== null) {
    const digits = local.national.slice(-7);
    const field = typedAs(`${digits.slice(0, 3)}-${digits.slice(3, 5)}-${digits.slice(5)}`, 'other', false);
    typed.push(field);
    const unrepaired = { e164: null, extension: null, digits, country: null, lineKind: null };
    stored.push({ ...rowOf(field, local, null), ...unrepaired });
  }
  return { ...person, organisation: organisationOf(index), typed, stored };
}

function addOffice(index: number, choice: number, typed: NewPhone[], stored: PhoneRow[]): void {
  const extension = extensionOf(index);
  const organisation = organisationOf(index);
  if (extension === null || organisation === null) return;
  const office = officeOf(organisation);
  const ending = extensionForms[choice % extensionForms.length]?.(extension) ?? '';
  const field = typedAs(written(office, index % 9) + ending, 'work', false);
  typed.push(field);
  stored.push(rowOf(field, office, extension));
}

export function messyOrganisationOf(organisation: number): MessyOrganisation {
  const office = officeOf(organisation);
  const field = typedAs(written(office, organisation), 'work', true);
  return { name: `Organisation ${organisation}`, typed: [field], stored: [rowOf(field, office, null)] };
}
