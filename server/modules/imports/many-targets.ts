/**
 * Pure: targets that an export writes for what has no columns of its own: marks of a number or an address, and cells with
 * all numbers, addresses or further organisations beyond the first few (exports/many-in-one-cell.ts). People may write them, too.
 */
import { oneLine } from '../contacts/clean-text.ts';
import { manyOfText } from '../exports/many-in-one-cell.ts';
import { readCountry, readPhoneKind } from './read-extra.ts';
import { addMarks, lastNumber, readAddressMark, readAddressWord, readPhoneMark, readPhoneMarks } from './read-marks.ts';
import { readPhones } from './read-value.ts';
import type { DraftPhone, ReadingContext, RowDraft, UnreadNumber } from './row-draft.ts';
import { addOtherRole, nextAddress } from './row-extra.ts';
import { both, type ImportTarget, labels, people } from './target-parts.ts';

/** `+79160000004 ext. 5 | Mobile | Do not call`: what follows a number in any order is said of it, another number begins anew. */
function readNumber(draft: RowDraft, parts: readonly string[], context: ReadingContext): string | null {
  const unread: UnreadNumber[] = [];
  let said: (DraftPhone | UnreadNumber)[] = [];
  for (const [index, part] of parts.entries()) {
    if (part === '') continue;
    const kind = index === 0 ? null : readPhoneKind(part);
    const marks = index === 0 || kind !== null ? null : readPhoneMark(part);
    if (kind !== null) for (const phone of said) phone.kind = kind;
    else if (marks !== null) for (const phone of said) addMarks(phone, marks);
    else if (index > 0 && !/\d/.test(part)) return 'unknown-mark';
    else {
      const before = draft.phones.length;
      const last = readPhones(draft, part, 'other', context) === null ? undefined : draft.unread?.at(-1);
      if (last) unread.push(Object.assign(last, { fault: `morePhones:${last.repair.because}` }));
      said = last ? [last] : draft.phones.slice(before);
    }
  }
  return unread.find(({ marks }) => !marks?.asWritten)?.repair.because ?? null;
}

/** `Nevsky 1 | Saint Petersburg | RU | Delivery`: the first three by their places, then its kind and marks. */
function readAddress(draft: RowDraft, parts: readonly string[]): string | null {
  const [text = '', city = '', inCountry = '', ...rest] = parts;
  const country = inCountry === '' ? '' : readCountry(inCountry);
  if (country === null) return 'unknown-country';
  const words = rest.filter((word) => word !== '').map(readAddressWord);
  if (words.includes(null)) return 'unknown-mark';
  if (text.length > 500 || city.length > 200) return 'too-long';
  const address = nextAddress(draft);
  if (address) Object.assign(address, { text, city: oneLine(city), country }, ...words);
  return null;
}

/** `Orion | Adviser`: the organisation and the role there. */
function readOrganisation(draft: RowDraft, [organisation = '', ...rest]: readonly string[]): string | null {
  const role = oneLine(rest.filter((part) => part !== '').join(' | '));
  const name = oneLine(organisation);
  if (name.length > 200 || role.length > 200) return 'too-long';
  if (name !== '') addOtherRole(draft, { organisation: name, role: role === '' ? null : role });
  return null;
}

/** Reads every entry, also behind one that cannot be used; tells the first reason. */
const each =
  (read: (draft: RowDraft, parts: readonly string[], context: ReadingContext) => string | null) =>
  (draft: RowDraft, cell: string, context: ReadingContext): string | null => {
    const reasons = manyOfText(cell).map((parts) => read(draft, parts, context));
    return reasons.find((reason) => reason !== null) ?? null;
  };

export const markTargets: readonly ImportTarget[] = [
  {
    key: 'phoneMark',
    kind: 'text',
    lists: both,
    isRepeatable: true,
    labels: labels('Phone marks', 'Пометки телефона', 'Mentions du téléphone', 'Indicazioni sul telefono'),
    fits: (cell) => readPhoneMarks(cell) !== null,
    write(draft, cell) {
      const marks = readPhoneMarks(cell);
      if (marks === null) return 'unknown-mark';
      const last = lastNumber(draft);
      // A number that nobody can read may have been none at all ("none"): then these marks are nobody's.
      const isOfAnother = marks.asWritten && last && 'e164' in last;
      if (last && !isOfAnother) addMarks(last, marks);
      return null;
    },
  },
  {
    key: 'addressMark',
    kind: 'text',
    lists: both,
    isRepeatable: true,
    labels: labels('Address marks', 'Пометки адреса', 'Mentions de l’adresse', 'Indicazioni sull’indirizzo'),
    fits: (cell) => readAddressMark(cell) !== null,
    write(draft, cell) {
      const mark = readAddressMark(cell);
      if (mark === null) return 'unknown-mark';
      const last = draft.extra?.addresses?.at(-1);
      if (last) last.invalid = true;
      return null;
    },
  },
];

export const manyTargets: readonly ImportTarget[] = [
  {
    key: 'morePhones',
    kind: 'text',
    lists: both,
    isRepeatable: true,
    write: each(readNumber),
    labels: labels('More phones', 'Ещё телефоны', 'Autres téléphones', 'Altri telefoni'),
  },
  {
    key: 'moreAddresses',
    kind: 'text',
    lists: both,
    isRepeatable: true,
    write: each(readAddress),
    labels: labels('More addresses', 'Ещё адреса', 'Autres adresses', 'Altri indirizzi'),
  },
  {
    key: 'moreOrganisations',
    kind: 'text',
    lists: people,
    isRepeatable: true,
    write: each((draft, parts) => readOrganisation(draft, parts)),
    labels: labels('More organisations', 'Ещё организации', 'Autres organisations', 'Altre organizzazioni'),
  },
];
