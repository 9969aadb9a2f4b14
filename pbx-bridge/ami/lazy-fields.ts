/**
 * Headers of one block, read from its text only when asked for. A reducer looks at three to ten of some twenty headers,
 * and most events at none: searching the text beats building a map (measured: about three times).
 */
import type { AmiFields } from './ami-event.ts';

/** Headers that may come several times in one block, listed even when they come once. */
const repeatable = ['Variable', 'ChanVariable', 'DestChanVariable'] as const;

const needles = new Map<string, string>();
const needleOf = (name: string): string => {
  let needle = needles.get(name);
  if (needle === undefined) {
    needle = `\n${name}:`;
    // Names come from our own code; the cap only guards against a caller that passes names from outside.
    if (needles.size < 1000) needles.set(name, needle);
  }
  return needle;
};

export class LazyAmiFields implements AmiFields {
  /** The block, lines ended by LF, without the blank line. */
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  get(name: string): string | undefined {
    const needle = needleOf(name);
    const text = this.text;
    let at = text.indexOf(needle);
    if (at < 0) {
      if (!text.startsWith(needle.slice(1))) return undefined;
      at = -1;
    }
    return valueAt(text, at + needle.length);
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
