/** Pure: what stands in which column of a pasted block, from the words above it in four languages and from its contents. */
import { type EntryColumnId, entryColumnIds } from './entry-columns.ts';

const headers: Record<EntryColumnId, RegExp> = {
  name: /^(full )?name$|^contact|^person|^имя|^фио$|^ф\.? ?и\.? ?о|^контакт|^клиент|^nom( |$)|^nome( |$)|^nominativo|^contatto/,
  number: /phone|^number|^mobile|^tel|телефон|^номер|^моб|^тел|^num[eé]ro|^portable|^cellulare|^numero/,
  organisation:
    /^organi[sz]ation|^company|^firm|организац|компан|фирма|^soci[eé]t[eéà]|^entreprise|^azienda|^ditta|^organizzazione/,
  role: /^role|^position|^title|^job|должност|^роль|^fonction|^poste|^ruolo|^mansione|^qualifica/,
  email: /e-?mail|^mail|почта|^courriel/,
  source: /^source|источник|^origine|^provenance|^fonte|^provenienza/,
  stage: /^stage|^status|^life-?cycle|стади|этап|статус|^statut|^[eé]tape|^stato|^stadio|^fase/,
  owner: /^owner|^responsible|^assigned|ответствен|^менеджер|^responsab|^propri[eé]taire|^proprietario|^assegnat/,
  note: /^note|^comment|замет|коммент|примеч|^remarque|^commento|^osservazioni/,
};

export type Guess = EntryColumnId | null;

const ofHeader = (text: string): Guess => {
  const word = text.trim().toLowerCase();
  return entryColumnIds.find((id) => headers[id].test(word)) ?? null;
};

const isEmail = (text: string) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim());
const isNumber = (text: string) =>
  text.replace(/\D/g, '').length >= 5 && /^[\s+\d().\-/#*,;]+([a-zа-яё.]{1,5}\s*\d+)?$/iu.test(text.trim());
const isFirm = (text: string) =>
  /(?<![\p{L}])(ооо|оао|зао|пао|ао|ип|sarl|sas|srl|spa|gmbh|ltd|llc|inc)(?![\p{L}])|[«»]/iu.test(text);

function ofContents(cells: readonly string[]): Guess {
  const filled = cells.filter((cell) => cell !== '');
  if (filled.length === 0) return null;
  const most = (is: (text: string) => boolean) => filled.filter(is).length * 2 > filled.length;
  if (most(isEmail)) return 'email';
  if (most(isNumber)) return 'number';
  return most(isFirm) ? 'organisation' : null;
}

/** Texts that say nothing of themselves are taken in the order in which people write them down. */
const plain: readonly EntryColumnId[] = ['name', 'organisation', 'role', 'note'];

/**
 * A column is given to one kind only, except numbers and e-mails, of which there may be several.
 * @returns what each column holds (null: left out) and whether the first row is words above the columns
 */
export function guessColumns(rows: readonly string[][]): { columns: Guess[]; hasHeader: boolean } {
  const width = Math.max(0, ...rows.map((row) => row.length));
  const first = rows[0] ?? [];
  const named = Array.from({ length: width }, (_, at) => ofHeader(first[at] ?? ''));
  const hasHeader = named.some((guess) => guess !== null) && !first.some((cell) => isEmail(cell) || isNumber(cell));
  const body = hasHeader ? rows.slice(1) : rows;
  const columns: Guess[] = named.map((guess, at) =>
    hasHeader && guess !== null ? guess : ofContents(body.slice(0, 50).map((row) => row[at] ?? '')),
  );
  const given = new Set<EntryColumnId>();
  for (const [at, guess] of columns.entries()) {
    const isDouble = guess !== null && guess !== 'number' && guess !== 'email' && given.has(guess);
    if (isDouble) columns[at] = null;
    else if (guess !== null) given.add(guess);
  }
  for (const [at, guess] of columns.entries()) {
    const isEmpty = body.every((row) => (row[at] ?? '') === '');
    if (guess !== null || isEmpty || (hasHeader && (first[at] ?? '') !== '')) continue;
    const next = plain.find((id) => !given.has(id));
    if (!next) break;
    columns[at] = next;
    given.add(next);
  }
  return { columns, hasHeader };
}
