/** Pure: a number as people type it. */

/**
 * The number of a text, with a comma or a point; what is none stays text, so that it can be said to be none. Empty is null.
 * @example typedNumber('1 200,5') // 1200.5
 */
export function typedNumber(text: string): number | string | null {
  const plain = text.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  if (plain === '') return null;
  return /^[+-]?\d+(\.\d*)?$/.test(plain) ? Number(plain) : text;
}
