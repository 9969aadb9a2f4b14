/**
 * Names for prepared statements: a text that is run often is parsed and planned once per connection. Bounded, since each
 * name costs memory on every connection; texts built from lists stay nameless once the book is full.
 */
import { createHash } from 'node:crypto';

const limit = 1_000;
/** The longest of ours, which writes whole calls, is half of this; planning it anew each time costs milliseconds. */
const longestText = 16_000;
const names = new Map<string, string>();

/** The name of a statement, or null when it is to be sent without one. */
export function statementName(text: string, valueCount: number): string | null {
  if (valueCount === 0 || text.length > longestText) return null;
  const known = names.get(text);
  if (known) return known;
  if (names.size >= limit) return null;
  const name = `t_${createHash('sha1').update(text).digest('hex').slice(0, 20)}`;
  names.set(text, name);
  return name;
}
