/**
 * Headers of one block, read from its text only when asked for. A reducer looks at three to ten of some twenty headers,
 * and most events at none: searching the text beats building a map (measured: about three times).
 */
import type { AmiFields } from './ami-event.ts';

/** Headers that may come several times in one block, listed even when they come once. */
const repeatable = ['Variable', 'ChanVariable', 'DestChanVariable'] as const;

const LF = 10;
const COLON = 58;

export class LazyAmiFields implements AmiFields {
  /** The block, lines ended by LF, without the blank line. */
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  get(name: string): string | undefined {
    const text = this.text;
    // The name alone is searched: a needle that begins with a line end stops at every line.
    for (let at = text.indexOf(name); at >= 0; ) {
      const end = at + name.length;
      if (text.charCodeAt(end) === COLON && (at === 0 || text.charCodeAt(at - 1) === LF)) return valueAt(text, end + 1);
      at = text.indexOf(name, end);
    }
    return undefined;
  }

  *[Symbol.iterator](): Iterator<readonly [string, string]> {
    for (const line of this.text.split('\n')) {
      const colon = line.indexOf(':');
      if (colon > 0) yield [line.slice(0, colon), valueAt(line, colon + 1)];
    }
  }
}

const valueAt = (text: string, from: number): string => {
  const end = text.indexOf('\n', from);
  const start = text.charCodeAt(from) === 32 ? from + 1 : from;
  return text.slice(start, end < 0 ? text.length : Math.max(start, end));
};

/** All values of each header that comes twice or may; null when there is none, which is the rule. */
export const readRepeatedHeaders = (text: string): ReadonlyMap<string, readonly string[]> | null => {
  const all = new Map<string, string[]>();
  for (const [name, value] of new LazyAmiFields(text)) {
    const values = all.get(name);
    if (values === undefined) all.set(name, [value]);
    else values.push(value);
  }
  for (const [name, values] of all) {
    if (values.length === 1 && !(repeatable as readonly string[]).includes(name)) all.delete(name);
  }
  return all.size > 0 ? all : null;
};
