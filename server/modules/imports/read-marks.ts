/** Pure: words that stand beside a number or an address: its kind, its marks, the zone that was chosen for it. */
import {
  type AddressKind,
  addressKindWords,
  addressMarkWords,
  keyOfWord,
  phoneMarkWords,
} from '../../contract/built-in-words.ts';
import { isTimeZone } from '../phones/number-time-zone.ts';
import type { DraftPhone, PhoneMarks, RowDraft, UnreadNumber } from './row-draft.ts';

/** @example readPhoneMark('Не звонить') // { doNotCall: true } · readPhoneMark('Europe/Rome') // { timeZone: 'Europe/Rome' } */
export function readPhoneMark(word: string): PhoneMarks | null {
  const key = keyOfWord(phoneMarkWords, word);
  if (key !== null) return { [key]: true };
  return isTimeZone(word) ? { timeZone: word } : null;
}

/** All marks of a cell, with commas between; null: a word of it is none. */
export function readPhoneMarks(cell: string): PhoneMarks | null {
  const marks: PhoneMarks = {};
  for (const word of cell.split(/[,;|\n]/)) {
    if (word.trim() === '') continue;
    const mark = readPhoneMark(word.trim());
    if (mark === null) return null;
    Object.assign(marks, mark);
  }
  return marks;
}

/** What is said of a number twice is both; the zone that was said first stays. */
export function addMarks(phone: DraftPhone | UnreadNumber, marks: PhoneMarks | null): void {
  if (marks !== null) phone.marks = { ...marks, ...phone.marks };
}

/** The number that columns behind it speak of, whether it could be read or not. */
export const lastNumber = ({ phones, repairs, unread }: RowDraft): DraftPhone | UnreadNumber | undefined =>
  repairs.at(-1)?.e164 === null ? unread?.at(-1) : phones.at(-1);

export const readAddressMark = (word: string): { invalid: true } | null =>
  keyOfWord(addressMarkWords, word) === null ? null : { invalid: true };

export function readAddressWord(word: string): { kind: AddressKind } | { invalid: true } | null {
  const kind = keyOfWord(addressKindWords, word);
  return kind === null ? readAddressMark(word) : { kind };
}
