/**
 * Pure: a row as PostgreSQL's COPY takes it, in text format. A file seldom fills more than a few of the columns, and those
 * that none of its rows has had so far are left out of the lines.
 */
import type { ReadRow } from './read-row.ts';
import type { DraftPhone, RowDraft } from './row-draft.ts';

const special = /[\\\t\n\r]/;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

const field = (text: string): string =>
  special.test(text) ? text.replace(/[\\\t\n\r]/g, (sign) => escapes[sign] ?? sign) : text;

const cell = (value: string | boolean | null): string =>
  value === null ? '\\N' : typeof value === 'boolean' ? (value ? 't' : 'f') : field(value);

const arrayItem = (item: string | null): string => {
  if (item === null) return 'NULL';
  return /["\\]/.test(item) ? `"${item.replace(/["\\]/g, (sign) => `\\${sign}`)}"` : `"${item}"`;
};

const array = (items: readonly (string | null)[]): string =>
  items.length === 0 ? '\\N' : field(`{${items.map(arrayItem).join(',')}}`);

const json = (value: object | null): string => (value === null ? '\\N' : field(JSON.stringify(value)));

export interface CopiedRow extends ReadRow {
  /** As the file has them; null: the row is broken. */
  cells: readonly string[] | null;
  importId: string;
  row: number;
  newId: string;
}

const longestCell = 200;
/** To be shown beside the reason; the file itself has the rest. PostgreSQL takes no NUL and no half of a pair. */
const keptCells = (cells: readonly string[] | null): string =>
  cells === null
    ? '\\N'
    : array(cells.map((text) => text.slice(0, longestCell).replace(/\0|\p{Surrogate}/gu, '\ufffd')));

const hasPerson = ({ custom }: RowDraft): boolean =>
  custom !== null &&
  Object.values(custom).some((value) => typeof value === 'object' && value !== null && !Array.isArray(value));

/** Whether a person can be told is known later, when the cells have gone by. */
const keepsCells = ({ draft, problem }: CopiedRow): boolean => problem !== null || hasPerson(draft);

const phones = ([only, ...others]: readonly DraftPhone[]): string => {
  if (only === undefined) return '\\N\t\\N\t\\N\t\\N\t\\N\t\\N';
  if (others.length === 0)
    return `${array([only.raw])}\t{${only.e164}}\t{${only.extension ?? 'NULL'}}\t{${only.country ?? 'NULL'}}\t{${only.lineKind}}\t{${only.kind}}`;
  const all = [only, ...others];
  return [
    array(all.map((phone) => phone.raw)),
    array(all.map((phone) => phone.e164)),
    array(all.map((phone) => phone.extension)),
    array(all.map((phone) => phone.country)),
    array(all.map((phone) => phone.lineKind)),
    array(all.map((phone) => phone.kind)),
  ].join('\t');
};

interface Part {
  columns: readonly string[];
  isIn(row: CopiedRow): boolean;
  text(row: CopiedRow): string;
}

const part = (columns: readonly string[], isIn: Part['isIn'], text: Part['text']): Part => ({ columns, isIn, text });
const phoneColumns = [
  'phone_raw',
  'phone_e164',
  'phone_extension',
  'phone_country',
  'phone_line_kind',
  'phone_kind',
] as const;

const always = ['import_id', 'row', 'new_id'];
/** In the order in which they are written. Of a row that cannot be kept only the reason and the cells are. */
const parts: readonly Part[] = [
  part(
    ['name'],
    ({ draft }) => draft.name !== null,
    ({ draft }) => cell(draft.name),
  ),
  part(
    ['role'],
    ({ draft }) => draft.role !== null,
    ({ draft }) => cell(draft.role),
  ),
  part(
    ['organisation'],
    ({ draft }) => draft.organisation !== null,
    ({ draft }) => cell(draft.organisation),
  ),
  part(
    ['lifecycle'],
    ({ draft }) => draft.lifecycle !== null,
    ({ draft }) => cell(draft.lifecycle),
  ),
  part(
    ['owner_agent_id'],
    ({ draft }) => draft.ownerAgentId !== null,
    ({ draft }) => cell(draft.ownerAgentId),
  ),
  part(
    ['emails'],
    ({ draft }) => draft.emails.length > 0,
    ({ draft }) => array(draft.emails),
  ),
  part(
    ['notes'],
    ({ draft }) => draft.notes.length > 0,
    ({ draft }) => (draft.notes.length > 0 ? field(draft.notes.join('\n').slice(0, 20_000)) : '\\N'),
  ),
  part(
    ['vip'],
    ({ draft }) => draft.vip !== null,
    ({ draft }) => cell(draft.vip),
  ),
  part(
    ['time_zone'],
    ({ draft }) => draft.timeZone !== null,
    ({ draft }) => cell(draft.timeZone),
  ),
  part(
    phoneColumns,
    ({ draft }) => draft.phones.length > 0,
    ({ draft }) => phones(draft.phones),
  ),
  part(
    ['do_not_call'],
    ({ draft }) => draft.doNotCall !== null,
    ({ draft }) => cell(draft.doNotCall),
  ),
  part(
    ['custom'],
    ({ draft }) => draft.custom !== null,
    ({ draft }) => json(draft.custom),
  ),
  part(
    ['extra'],
    ({ draft }) => draft.extra !== null,
    ({ draft }) => json(draft.extra),
  ),
];
const faults: readonly Part[] = [
  part(
    ['problem'],
    ({ problem }) => problem !== null,
    ({ problem }) => cell(problem),
  ),
  part(['cells'], keepsCells, (row) => (keepsCells(row) ? keptCells(row.cells) : '\\N')),
];
const all = [...parts, ...faults];

/** Which columns lines have: a bit for each part. */
export type WrittenParts = number;

/** The parts of which this row has something. */
export function partsOf(row: CopiedRow): WrittenParts {
  let written = 0;
  const own = row.problem === null ? all : faults;
  const shift = all.length - own.length;
  for (let index = 0; index < own.length; index += 1) if (own[index]?.isIn(row)) written |= 1 << (index + shift);
  return written;
}

/** Columns in the order in which `copyLine` writes them. */
export const columnsOfParts = (written: WrittenParts): string[] => [
  ...always,
  ...all.flatMap(({ columns }, index) => ((written >> index) & 1 ? columns : [])),
];

/** One line of these parts, with its line end. */
export function copyLine(row: CopiedRow, written: WrittenParts): string {
  let line = `${row.importId}\t${row.row}\t${row.newId}`;
  const isKept = row.problem === null;
  for (let index = 0; index < all.length; index += 1) {
    if (!((written >> index) & 1)) continue;
    const one = all[index];
    if (!one) continue;
    line += isKept || index >= parts.length ? `\t${one.text(row)}` : '\t\\N'.repeat(one.columns.length);
  }
  return `${line}\n`;
}
