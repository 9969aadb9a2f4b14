/** Pure: whom a line means that somebody typed. */
import type { TypedLine, UnclearReason } from '../../contract/call-lists.contract.ts';

export interface Known {
  contactId: string;
  name: string;
}

export type Meant =
  | { kind: 'known'; contactId: string }
  /** A number that nobody has yet. */
  | { kind: 'new'; e164: string; name: string }
  | { kind: 'unclear'; because: UnclearReason };

/** Names are the same whatever their case and spaces. */
export const sameName = (a: string, b: string): boolean => plain(a) === plain(b);
const plain = (name: string) => name.trim().replace(/\s+/g, ' ').toLocaleLowerCase();

/**
 * A number decides, whatever name stands beside it; of several people who have it the one of that name, else the first. A name
 * alone must be that of one person only.
 * @param e164 the number of the line; null: it is none
 * @param known whoever has the number, the likeliest first; of a name alone, whoever is called so
 * @example choosePerson({ number: '', name: 'Vera Wood' }, null, [vera]) // { kind: 'known', contactId: vera.contactId }
 */
export function choosePerson(line: TypedLine, e164: string | null, known: readonly Known[]): Meant {
  const unclear = (because: UnclearReason): Meant => ({ kind: 'unclear', because });
  const [first, second] = known;
  if (line.number !== '') {
    if (e164 === null) return unclear('not-a-number');
    if (!first) return { kind: 'new', e164, name: line.name === '' ? e164 : line.name };
    const named = known.find(({ name }) => line.name !== '' && sameName(name, line.name));
    return { kind: 'known', contactId: (named ?? first).contactId };
  }
  if (!first) return unclear('nobody');
  return second ? unclear('several') : { kind: 'known', contactId: first.contactId };
}
