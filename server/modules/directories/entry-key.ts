/** Pure: the key of a new entry. */
import { latinWords, unusedKey } from '../../platform/words/latin-key.ts';

/** @example entryKeyOf('Бывший партнёр', new Set()) // 'byvshiy-partner' */
export const entryKeyOf = (label: string, taken: ReadonlySet<string>): string =>
  unusedKey(latinWords(label).join('-').slice(0, 40).replace(/-+$/, '') || 'entry', taken, '-');
