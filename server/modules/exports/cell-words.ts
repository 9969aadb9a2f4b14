/** What cells are written with: words of the firm's lists in the language of the file, and names of people. */
import { entryWords, type Language } from '../../contract/built-in-words.ts';
import type { Sql } from '../../platform/database/database.ts';
import { listDirectoryEntries } from '../directories/directories.usecases.ts';

export interface CellWords {
  language: Language;
  /** Words of entries of the directories by id; life-cycles by their key, too. */
  entries: ReadonlyMap<string, string>;
  /** Names of people who are values of own fields, by id: those whom the reader may see. */
  people: ReadonlyMap<string, string>;
}

export async function readCellWords(sql: Sql, language: Language): Promise<CellWords> {
  const all = await listDirectoryEntries(sql);
  const entries = all.flatMap(({ id, directory, key, label }) => {
    const word = label ?? entryWords[directory][key]?.[language] ?? key;
    return directory === 'lifecycle' ? [[id, word] as const, [key, word] as const] : [[id, word] as const];
  });
  return { language, entries: new Map(entries), people: new Map() };
}
