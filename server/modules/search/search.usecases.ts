/**
 * One box: digits of a number in any form, words of a name, an e-mail or the title of a deal. When that gives little, also
 * words of notes, addresses, own fields, tasks, calls and files.
 */
import type { z } from 'zod';
import type { searchSchema } from '../../contract/contacts.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { isHidden } from '../access/field-rights.ts';
import type { Principal } from '../access/principal.ts';
import { looksLikeNumber, readNumberQuery } from '../contacts/search-conditions.ts';
import { normalizePhone } from '../phones/normalize-phone.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import { canFindInTexts, excerptOf, findInTexts, type TextHit } from './find-in-texts.ts';
import { type FoundRow, findByNumber, findByWords, findDealsByTitle } from './find-records.ts';
import { dialOf, matchedPart, mostItems, type SearchItem } from './search-result.ts';

export type SearchResult = z.input<typeof searchSchema>;

/** With fewer than these by name the words of texts are looked through as well. */
const fewItems = 5;

/** What stands below a name, without what is hidden from the reader: the border does not know what a line was made of. */
const described = (reader: Principal, { role, organisation_name }: Pick<FoundRow, 'role' | 'organisation_name'>) => [
  isHidden(reader, 'contact', 'role') ? null : role,
  isHidden(reader, 'contact', 'organisation') ? null : organisation_name,
];

const toItem = (reader: Principal, row: FoundRow, text: string): SearchItem => ({
  kind: row.kind,
  id: row.id,
  title: row.name,
  subtitle: [...described(reader, row), row.number].filter(Boolean).join(' · '),
  matched: row.number ?? matchedPart(row.name, isHidden(reader, row.kind, 'emails') ? [] : row.emails, text),
});

/** What was typed, found; and whether it can be dialled. */
export async function search(platform: Platform, reader: Principal, text: string): Promise<SearchResult> {
  const { sql } = platform.database;
  const typed = text.trim();
  if (typed === '') return { items: [], dial: null };
  const region = (await readSettings(platform, sql)).defaultRegion;
  const items = looksLikeNumber(typed)
    ? toItems(reader, await findByNumber(sql, reader, readNumberQuery(typed, region)), typed)
    : await itemsOfWords(sql, reader, typed);
  return { items: items.slice(0, mostItems), dial: dialOf(typed, normalizePhone(typed, region)) };
}

async function itemsOfWords(sql: Sql, reader: Principal, typed: string): Promise<SearchItem[]> {
  const [rows, deals] = await Promise.all([findByWords(sql, reader, typed), findDealsByTitle(sql, reader, typed)]);
  const named: SearchItem[] = [
    // Whatever people there are, a deal of that title has its line.
    ...toItems(reader, rows, typed).slice(0, mostItems - deals.length),
    ...deals.map(({ id, title, person }) => ({
      kind: 'deal' as const,
      id,
      title,
      subtitle: person ?? '',
      matched: matchedPart(title, [], typed),
    })),
  ];
  if (named.length >= fewItems || !canFindInTexts(typed)) return named;
  const hits = await findInTexts(sql, reader, { text: typed, known: named.map(({ id }) => id) });
  return [...named, ...hits.map((hit) => textItem(reader, hit, typed))];
}

/** Each record once, where it stands first. */
function toItems(reader: Principal, rows: readonly FoundRow[], typed: string): SearchItem[] {
  const unique = new Map(rows.map((row) => [`${row.kind} ${row.id}`, row]).reverse() as [string, FoundRow][]);
  return [...unique.values()].reverse().map((row) => toItem(reader, row, typed));
}

const textItem = (reader: Principal, hit: TextHit, typed: string): SearchItem => {
  const excerpt = hit.text === '' ? null : excerptOf(hit.text, typed);
  const subtitle = [...described(reader, hit), hit.person, hit.number, excerpt];
  return {
    kind: hit.kind,
    id: hit.id,
    title: hit.name,
    subtitle: subtitle.filter((part) => part && part !== hit.name).join(' · '),
    matched: typed,
  };
};
