/** Pure: how a CSV file is written, guessed from its first bytes and lines. */
import type { ImportFormat } from '../../contract/imports.contract.ts';

export type Encoding = ImportFormat['encoding'];

/** Encoding that the byte order mark says; null: there is none. */
export function encodingOfMark(bytes: Uint8Array): Encoding | null {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  return a === 0xfe && b === 0xff ? 'utf-16be' : null;
}

/** UTF-16 without a mark: every second byte of separators and digits is zero. */
function looksLikeUtf16(bytes: Uint8Array): Encoding | null {
  let even = 0;
  let odd = 0;
  for (let index = 0; index + 1 < bytes.length; index += 2) {
    if (bytes[index] === 0) even += 1;
    if (bytes[index + 1] === 0) odd += 1;
  }
  const pairs = bytes.length / 2;
  if (odd > pairs / 10 && even === 0) return 'utf-16le';
  return even > pairs / 10 && odd === 0 ? 'utf-16be' : null;
}

const isLatin = (byte: number | undefined): boolean =>
  byte !== undefined && ((byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a));
const isHigh = (byte: number | undefined): boolean => byte !== undefined && byte >= 0xc0;

/** Cyrillic words are made of high bytes only; an accent of a western language stands alone among Latin letters. */
function westernOrCyrillic(bytes: Uint8Array): Encoding {
  let alone = 0;
  let together = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    if (!isHigh(bytes[index])) continue;
    if (isHigh(bytes[index - 1]) || isHigh(bytes[index + 1])) together += 1;
    else if (isLatin(bytes[index - 1]) || isLatin(bytes[index + 1])) alone += 1;
  }
  return alone > together ? 'windows-1252' : 'windows-1251';
}

/**
 * @param sample the first bytes of the file
 * @param isUtf8 whether the whole file is well-formed UTF-8
 */
export function guessEncoding(sample: Uint8Array, isUtf8: boolean): Encoding {
  return encodingOfMark(sample) ?? looksLikeUtf16(sample) ?? (isUtf8 ? 'utf-8' : westernOrCyrillic(sample));
}

const candidates = [';', '\t', ',', '|'] as const;

/** How often a sign stands outside quotes in each line. */
function countsOf(text: string, sign: string): number[] {
  const counts: number[] = [];
  let inQuotes = false;
  let count = 0;
  for (const character of text) {
    if (character === '"') inQuotes = !inQuotes;
    else if (!inQuotes && character === sign) count += 1;
    else if (!inQuotes && character === '\n') {
      counts.push(count);
      count = 0;
    }
  }
  return counts.length > 0 ? counts : [count];
}

/** The sign that stands equally often in most lines; `;` when none does (a file of one column). */
export function guessDelimiter(text: string): string {
  let best = { sign: ';', score: 0 };
  for (const sign of candidates) {
    const counts = countsOf(text, sign).filter((_, index, all) => index < 50 && all.length > 0);
    const usual = new Map<number, number>();
    for (const count of counts) if (count > 0) usual.set(count, (usual.get(count) ?? 0) + 1);
    const [columns = 0, lines = 0] = [...usual].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [];
    // Agreement of lines counts most, then the number of columns.
    const score = columns === 0 ? 0 : (lines / counts.length) * 10 + Math.min(columns, 9) / 10;
    if (score > best.score) best = { sign, score };
  }
  return best.sign;
}
