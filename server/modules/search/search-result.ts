/** Pure: how a search result is shown. */
import type { z } from 'zod';
import type { searchSchema } from '../../contract/contacts.contract.ts';
import { digitsOf, type NormalizedPhone } from '../phones/normalize-phone.ts';

/** A list that nobody reads to its end. */
export const mostItems = 20;

export type SearchItem = z.input<typeof searchSchema>['items'][number];

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();

/** The part of a name or of an e-mail that fits the first typed word, for emphasis; what was typed when none is found. */
export function matchedPart(name: string, emails: readonly string[], typed: string): string {
  const word = plain(typed.trim().split(/\s+/)[0] ?? '');
  const inName = name.split(/[\s-]+/).find((part) => plain(part).startsWith(word));
  if (inName !== undefined && word !== '') return inName.slice(0, word.length);
  return emails.find((email) => email.includes(word)) ?? typed;
}

/** What was typed, as it can be dialled: a whole number, or a short internal one; else null. */
export function dialOf(typed: string, number: NormalizedPhone): string | null {
  if (!/^[\s+\d().\-\u2010-\u2015/#*,;_~\p{Cf}\p{Nd}]+$/u.test(typed)) return null;
  if (number.ok) return number.e164;
  if (number.reason !== 'internal') return null;
  return /^[*#\d\s]+$/.test(typed) && /[*#]/.test(typed) ? typed.replace(/\s/g, '') : digitsOf(typed);
}
