/** Pure: cells that say a country, a mark, a kind of address or of number, in the four languages. */
import {
  type AddressKind,
  addressKindWords,
  keyOfWord,
  languages,
  type PhoneKind,
  phoneKindWords,
} from '../../contract/built-in-words.ts';

let countries: ReadonlyMap<string, string> | null = null;

/** Countries by their two letters and by their names. */
function countriesByName(): ReadonlyMap<string, string> {
  if (countries) return countries;
  const known = new Map<string, string>();
  // Codes that are used no more have the name of what came after them.
  const isInUse = (code: string) => Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`;
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index));
  const codes = letters.flatMap((first) => letters.map((second) => first + second)).filter(isInUse);
  for (const language of languages) {
    const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
    for (const code of codes) {
      const name = names.of(code);
      if (name !== undefined) known.set(code.toLowerCase(), code).set(name.toLowerCase(), code);
    }
  }
  countries = known;
  return known;
}

/** @example readCountry('Россия') // 'RU' */
export const readCountry = (cell: string): string | null => countriesByName().get(cell.trim().toLowerCase()) ?? null;

/** @example readMark('4 / 5') // 4 */
export function readMark(cell: string): number | null {
  const [, mark] = /^\s*([1-5])(?:[.,]0+)?(?:\s*(?:\/|of|из|sur|su)\s*5)?\s*$/i.exec(cell) ?? [];
  return mark === undefined ? null : Number(mark);
}

export const readAddressKind = (cell: string): AddressKind | null => keyOfWord(addressKindWords, cell);
export const readPhoneKind = (cell: string): PhoneKind | null => keyOfWord(phoneKindWords, cell);
