/** Pure: what each column of a file is, from its name in four languages and from what stands in it. */

import { normalizePhone } from '../phones/normalize-phone.ts';
import type { ImportTarget } from './import-targets.ts';
import { readEmails, readYesNo } from './read-value.ts';

export interface ColumnGuess {
  target: string | null;
  /** 0 to 1. */
  confidence: number;
  because: 'name' | 'similar-name' | 'contents' | 'name-and-contents' | null;
}

const keyOf = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]/gu, '');
const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .split(/[^\p{L}]+/u)
    .filter((word) => word.length > 2);

const allLabels = ({ labels, key }: ImportTarget): string[] => [
  key,
  ...labels.en,
  ...labels.ru,
  ...labels.fr,
  ...labels.it,
];

/** 1: the very name; 0.6: a longer name that holds it ("Телефон 2", "Client phone number"); 0: neither. */
function nameScore(header: string, target: ImportTarget): number {
  const key = keyOf(header.replace(/\d+/g, ''));
  if (key === '') return 0;
  const names = allLabels(target);
  // The firm's own fields may have a figure in their name.
  const exact = keyOf(header);
  if (names.some((name) => keyOf(name) === key || keyOf(name) === exact)) return 1;
  const words = new Set(wordsOf(header));
  const holds = names.some((name) => {
    const parts = wordsOf(name);
    return parts.length > 0 && parts.every((part) => words.has(part));
  });
  return holds ? 0.6 : 0;
}

const company =
  /(?:^|[\s"«(])(?:ооо|зао|оао|пао|ао|ип|тоо|llc|ltd|inc|corp|gmbh|sarl|sas|srl|s\.?r\.?l|spa|s\.?p\.?a)(?:$|[\s"».,)])/i;
const person = /^\p{Lu}[\p{L}'’-]+(?:\s+\p{Lu}[\p{L}'’.-]*){1,3}$/u;

const share = (cells: readonly string[], test: (cell: string) => boolean): number =>
  cells.length === 0 ? 0 : cells.filter(test).length / cells.length;

const looksLikePhone = (region: string) => (cell: string) =>
  cell.replace(/\D/g, '').length >= 7 && !/^\d{4}-\d\d-\d\d/.test(cell) && normalizePhone(cell, region).ok;

/** How well the cells fit, for the kinds that can be told by their contents. */
function contentScore(kind: ImportTarget['kind'], key: string, cells: readonly string[], region: string): number {
  if (kind === 'phone') return share(cells, looksLikePhone(region)) * 0.85;
  if (kind === 'email') return share(cells, (cell) => cell.includes('@') && readEmails(cell) !== null) * 0.95;
  if (kind === 'organisation') return share(cells, (cell) => company.test(cell)) * 0.7;
  if (key === 'name') return share(cells, (cell) => person.test(cell.trim())) * 0.6;
  return 0;
}

/** Contents that speak against a name: a "Number" without a single telephone number is none. */
function contradicts({ kind, fits }: ImportTarget, cells: readonly string[], region: string): boolean {
  if (cells.length === 0) return false;
  if (fits) return share(cells, (cell) => fits(cell, region)) < 0.5;
  if (kind === 'phone') return share(cells, looksLikePhone(region)) < 0.2;
  if (kind === 'email') return share(cells, (cell) => cell.includes('@')) < 0.2;
  if (kind === 'yes-no') return share(cells, (cell) => readYesNo(cell) !== null) < 0.5;
  return false;
}

interface Candidate extends ColumnGuess {
  column: number;
}

function candidate(
  target: ImportTarget,
  column: number,
  header: string,
  cells: readonly string[],
  region: string,
): Candidate | null {
  const byName = contradicts(target, cells, region) ? 0 : nameScore(header, target);
  const byContents = contentScore(target.kind, target.key, cells, region);
  if (byName < 0.5 && byContents < 0.4) return null;
  const isBoth = byName > 0 && byContents >= 0.4;
  const confidence = isBoth ? Math.min(1, byName * 0.7 + byContents * 0.5) : Math.max(byName * 0.9, byContents * 0.9);
  const because = isBoth ? 'name-and-contents' : byName === 0 ? 'contents' : byName === 1 ? 'name' : 'similar-name';
  return { column, target: target.key, confidence: Math.round(confidence * 100) / 100, because };
}

export const nothingGuessed: ColumnGuess = { target: null, confidence: 0, because: null };

/** "Имя" beside "Фамилия", or "Nom" beside "Prénom", is a part of the name; alone it is the whole of it. */
function preferParts(headers: readonly string[], targets: readonly ImportTarget[], list: Candidate[]): Candidate[] {
  const exact = (key: string) => {
    const target = targets.find((one) => one.key === key);
    return target ? headers.flatMap((header, column) => (nameScore(header, target) === 1 ? [column] : [])) : [];
  };
  const first = exact('firstName');
  const last = exact('lastName');
  const hasBoth = first.some((one) => last.some((other) => other !== one));
  const parts = new Set(['firstName', 'lastName', 'middleName']);
  return list.filter(({ target, column }) =>
    hasBoth
      ? target !== 'name' || !(first.includes(column) || last.includes(column))
      : !parts.has(target ?? '') || target === 'middleName' || !exact('name').includes(column),
  );
}

/**
 * The best target of each column; one that is not repeatable goes to the column it fits best.
 * @param rows a few rows of the file without the headers
 */
export function guessColumns(
  headers: readonly string[],
  rows: readonly (readonly string[])[],
  targets: readonly ImportTarget[],
  region: string,
): ColumnGuess[] {
  const cellsOf = headers.map((_, column) =>
    rows
      .map((row) => row[column] ?? '')
      .filter((cell) => cell.trim() !== '')
      .slice(0, 100),
  );
  const offered = targets.filter(({ isOff }) => !isOff);
  const all = headers.flatMap((header, column) =>
    offered.flatMap((target) => candidate(target, column, header, cellsOf[column] ?? [], region) ?? []),
  );
  // A field that the firm made for itself under that very name is meant rather than one that every firm has.
  const isOwn = ({ kind }: ImportTarget) => kind.startsWith('custom-');
  const order = new Map(targets.map((target, index) => [target.key, isOwn(target) ? index - targets.length : index]));
  const place = (key: string | null) => order.get(key ?? '') ?? 0;
  const sorted = preferParts(headers, targets, all).sort(
    (a, b) => b.confidence - a.confidence || place(a.target) - place(b.target) || a.column - b.column,
  );
  const guesses: ColumnGuess[] = headers.map(() => nothingGuessed);
  const taken = new Set<string>();
  for (const { column, ...guess } of sorted) {
    const isRepeatable = targets.find(({ key }) => key === guess.target)?.isRepeatable ?? false;
    if (guesses[column] !== nothingGuessed || (!isRepeatable && taken.has(guess.target ?? ''))) continue;
    guesses[column] = guess;
    taken.add(guess.target ?? '');
  }
  return guesses;
}

/** True when the first row names the columns: it has a name we know, or nothing in it could be data. */
export function looksLikeHeader(first: readonly string[], targets: readonly ImportTarget[], region: string): boolean {
  const filled = first.filter((cell) => cell.trim() !== '');
  if (filled.length === 0) return false;
  const isData = filled.some((cell) => cell.includes('@') || looksLikePhone(region)(cell));
  if (isData) return false;
  const isKnown = filled.some((cell) => targets.some((target) => nameScore(cell, target) === 1));
  return isKnown || filled.every((cell) => !/\d{3}/.test(cell) && !person.test(cell.trim()));
}
