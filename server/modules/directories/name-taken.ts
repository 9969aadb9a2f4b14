/** Pure: whether two entries of a directory would read the same. */
import { entryWords } from '../../contract/built-in-words.ts';
import type { DirectoryEntry } from '../../contract/directories.contract.ts';

type Named = Pick<DirectoryEntry, 'id' | 'directory' | 'key' | 'label'>;

const plain = (name: string): string => name.trim().replace(/\s+/g, ' ').toLowerCase();

/** What an entry is called: by the firm, else by each language of the console. */
const namesOf = ({ directory, key, label }: Named): string[] =>
  (label === null ? Object.values(entryWords[directory][key] ?? { en: key }) : [label]).map(plain);

/**
 * The entry that has the name of this one already; undefined: none. Switched-off ones count: records show them, and they can be
 * switched on again.
 */
export function sameNamed<Entry extends Named>(known: readonly Entry[], entry: Named): Entry | undefined {
  const wanted = new Set(namesOf(entry));
  return known.find((other) => other.id !== entry.id && namesOf(other).some((name) => wanted.has(name)));
}
