/** Pure: what somebody typed or pasted, line by line, as the server takes it. */
import type { TypedLine } from '$contract/call-lists.contract.ts';

/** As many as are taken at a time. */
export const mostTyped = 1000;

/** Digits with what people write between them; five at least, so that a house number in a name is none. */
const numberIn = /\+?\(?\d(?:[\s().\-/]*\d){4,}/;
const onlyDigits = /^[\s\d+().\-/]+$/;
const tidy = (text: string) => text.replace(/^[\s;,\t|]+|[\s;,\t|]+$/g, '').replace(/\s+/g, ' ');

/**
 * A number, a name, or both in either order, with anything between them; empty lines are left out.
 * @example readTypedLines('Vera Wood; +33 6 12 20 30 01') // [{ number: '+33 6 12 20 30 01', name: 'Vera Wood' }]
 */
export function readTypedLines(text: string): TypedLine[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => tidy(line) !== '')
    .map((line) => {
      const found = numberIn.exec(line);
      if (found) {
        const name = tidy(`${line.slice(0, found.index)} ${line.slice(found.index + found[0].length)}`);
        return { number: found[0].slice(0, 60), name: name.slice(0, 200) };
      }
      // Too short for a number, and no name either: the server says so.
      if (onlyDigits.test(line)) return { number: tidy(line).slice(0, 60), name: '' };
      return { number: '', name: tidy(line).slice(0, 200) };
    });
}
