/** Pure: the numbers in a text that somebody pasted: one a line, or the cells of a table. */
import { normalizePhone, type PhoneRefusal } from '../phones/normalize-phone.ts';

export interface PastedNumbers {
  /** E.164, each once, in the order of the text. */
  numbers: string[];
  /** How often a number came again. */
  repeated: number;
  /** Lines without a number. */
  unreadable: { line: number; text: string; because: PhoneRefusal }[];
}

const longestTold = 120;

/** A line is read as one number first, because brackets, commas and spaces may be part of it; then cell by cell. */
function numbersOfLine(line: string, region: string): string[] | PhoneRefusal {
  const cells = line.split(/[\t;,|]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
  const inCells = cells.length > 1 ? cells.flatMap((cell) => numbersOf(cell, region)) : [];
  if (inCells.length > 0) return inCells;
  const whole = normalizePhone(line, region);
  return whole.ok ? [whole.e164, ...others(whole.others, region)] : whole.reason;
}

const numbersOf = (text: string, region: string): string[] => {
  const read = normalizePhone(text, region);
  return read.ok ? [read.e164, ...others(read.others, region)] : [];
};

const others = (texts: readonly string[], region: string): string[] =>
  texts.flatMap((text) => {
    const read = normalizePhone(text, region);
    return read.ok ? [read.e164] : [];
  });

const linesAtOnce = 200;

/**
 * The same in pieces, for a server that has others to serve meanwhile: yields every some lines.
 * @param region country of numbers written without one
 */
export function* readInPieces(text: string, region: string): Generator<void, PastedNumbers> {
  const numbers = new Set<string>();
  const unreadable: PastedNumbers['unreadable'] = [];
  let repeated = 0;
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    if (index % linesAtOnce === linesAtOnce - 1) yield;
    const written = line.trim();
    if (written === '') continue;
    const found = numbersOfLine(written, region);
    if (typeof found === 'string') {
      unreadable.push({ line: index + 1, text: written.slice(0, longestTold), because: found });
      continue;
    }
    // The same number twice in one line is one way to write a line, not a repetition.
    for (const e164 of new Set(found)) {
      if (numbers.has(e164)) repeated += 1;
      numbers.add(e164);
    }
  }
  return { numbers: [...numbers], repeated, unreadable };
}

/**
 * @example readPastedNumbers('8 (495) 123-45-67\nAnna', 'RU')
 *   // { numbers: ['+74951234567'], repeated: 0, unreadable: [{ line: 2, text: 'Anna', because: 'no-digits' }] }
 */
export function readPastedNumbers(text: string, region: string): PastedNumbers {
  const reading = readInPieces(text, region);
  for (;;) {
    const step = reading.next();
    if (step.done) return step.value;
  }
}
