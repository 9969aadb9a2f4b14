/**
 * Pure: a row as PostgreSQL's COPY takes it, in text format. A file seldom fills more than a few of the columns, and those
 * that none of its rows has had so far are left out of the lines.
 */
import type { CopyBytes } from './copy-bytes.ts';
import type { ReadRow } from './read-row.ts';
import type { DraftPhone, RowDraft } from './row-draft.ts';

const nothing = '\\N';

const cell = (bytes: CopyBytes, value: string | boolean | null): void => {
  if (value === null) bytes.plain(nothing);
  else if (typeof value === 'boolean') bytes.plain(value ? 't' : 'f');
  else bytes.field(value);
};

const array = (bytes: CopyBytes, items: readonly (string | null)[]): void => {
  if (items.length === 0) bytes.plain(nothing);
  for (let index = 0; index < items.length; index += 1) {
    bytes.plain(index === 0 ? '{' : ',');
    const item = items[index];
    if (item === null || item === undefined) bytes.plain('NULL');
    else bytes.item(item);
  }
  if (items.length > 0) bytes.plain('}');
};

const json = (bytes: CopyBytes, value: object | null): void =>
  cell(bytes, value === null ? null : JSON.stringify(value));

export interface CopiedRow extends ReadRow {
  /** As the file has them; null: the row is broken. */
  cells: readonly string[] | null;
  importId: string;
  row: number;
  newId: string;
}

const longestCell = 200;
/** To be shown beside the reason; the file itself has the rest. PostgreSQL takes no NUL and no half of a pair. */
const keptCells = (bytes: CopyBytes, cells: readonly string[] | null): void =>
  array(bytes, cells?.map((text) => text.slice(0, longestCell).replace(/\0|\p{Surrogate}/gu, '\ufffd')) ?? []);

const hasPerson = ({ custom }: RowDraft): boolean =>
  custom !== null &&
  Object.values(custom).some((value) => typeof value === 'object' && value !== null && !Array.isArray(value));

/** Whether a person can be told is known later, when the cells have gone by. */
const keepsCells = ({ draft, problem }: CopiedRow): boolean => problem !== null || hasPerson(draft);

const phones = (bytes: CopyBytes, all: readonly DraftPhone[]): void => {
  const [only] = all;
  if (only === undefined || all.length > 1) {
    lists(bytes, all);
    return;
  }
  bytes.plain('{');
  bytes.item(only.raw);
  bytes.plain(
    `}\t{${only.e164}}\t{${only.extension ?? 'NULL'}}\t{${only.country ?? 'NULL'}}\t{${only.lineKind}}\t{${only.kind}}`,
  );
};

const lists = (bytes: CopyBytes, all: readonly DraftPhone[]): void => {
  for (const [index, key] of phoneKeys.entries()) {
    if (index > 0) bytes.plain('\t');
    array(
      bytes,
      all.map((phone) => phone[key]),
    );
  }
};
const phoneKeys = ['raw', 'e164', 'extension', 'country', 'lineKind', 'kind'] as const;

interface Part {
  columns: readonly string[];
  isIn(row: CopiedRow): boolean;
  write(bytes: CopyBytes, row: CopiedRow): void;
}

const part = (columns: readonly string[], isIn: Part['isIn'], write: Part['write']): Part => ({ columns, isIn, write });
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
    (bytes, { draft }) => cell(bytes, draft.name),
  ),
  part(
    ['role'],
    ({ draft }) => draft.role !== null,
    (bytes, { draft }) => cell(bytes, draft.role),
  ),
  part(
    ['organisation'],
    ({ draft }) => draft.organisation !== null,
    (bytes, { draft }) => cell(bytes, draft.organisation),
  ),
  part(
    ['lifecycle'],
    ({ draft }) => draft.lifecycle !== null,
    (bytes, { draft }) => cell(bytes, draft.lifecycle),
  ),
  part(
    ['owner_agent_id'],
    ({ draft }) => draft.ownerAgentId !== null,
    (bytes, { draft }) => cell(bytes, draft.ownerAgentId),
  ),
  part(
    ['emails'],
    ({ draft }) => draft.emails.length > 0,
    (bytes, { draft }) => array(bytes, draft.emails),
  ),
  part(
    ['notes'],
    ({ draft }) => draft.notes.length > 0,
    (bytes, { draft }) => cell(bytes, draft.notes.length > 0 ? draft.notes.join('\n').slice(0, 20_000) : null),
  ),
  part(
    ['vip'],
    ({ draft }) => draft.vip !== null,
    (bytes, { draft }) => cell(bytes, draft.vip),
  ),
  part(
    ['time_zone'],
    ({ draft }) => draft.timeZone !== null,
    (bytes, { draft }) => cell(bytes, draft.timeZone),
  ),
  part(
    phoneColumns,
    ({ draft }) => draft.phones.length > 0,
    (bytes, { draft }) => phones(bytes, draft.phones),
  ),
  part(
    ['do_not_call'],
    ({ draft }) => draft.doNotCall !== null,
    (bytes, { draft }) => cell(bytes, draft.doNotCall),
  ),
  part(
    ['custom'],
    ({ draft }) => draft.custom !== null,
    (bytes, { draft }) => json(bytes, draft.custom),
  ),
  part(
    ['extra'],
    ({ draft }) => draft.extra !== null,
    (bytes, { draft }) => json(bytes, draft.extra),
  ),
];
const faults: readonly Part[] = [
  part(
    ['problem'],
    ({ problem }) => problem !== null,
    (bytes, { problem }) => cell(bytes, problem),
  ),
  part(['cells'], keepsCells, (bytes, row) => keptCells(bytes, keepsCells(row) ? row.cells : null)),
];
const all = [...parts, ...faults];

/** Which columns lines have: a bit for each part. */
export type WrittenParts = number;

/** These parts and those of which this row has something. */
export function withPartsOf(written: WrittenParts, row: CopiedRow): WrittenParts {
  let needed = written;
  const first = row.problem === null ? 0 : parts.length;
  for (let index = first; index < all.length; index += 1)
    if (!((written >> index) & 1) && all[index]?.isIn(row)) needed |= 1 << index;
  return needed;
}

/** Columns in the order in which `writeLine` writes them. */
export const columnsOfParts = (written: WrittenParts): string[] => [
  ...always,
  ...all.flatMap(({ columns }, index) => ((written >> index) & 1 ? columns : [])),
];

/** One line of these parts, with its line end. */
export function writeLine(bytes: CopyBytes, row: CopiedRow, written: WrittenParts): void {
  bytes.plain(row.importId);
  bytes.plain('\t');
  bytes.plain(String(row.row));
  bytes.plain('\t');
  bytes.plain(row.newId);
  const first = row.problem === null ? 0 : parts.length;
  for (let index = 0; index < all.length; index += 1) {
    const one = all[index];
    if (!one || !((written >> index) & 1)) continue;
    if (index < first) {
      for (let column = 0; column < one.columns.length; column += 1) bytes.plain('\t\\N');
    } else {
      bytes.plain('\t');
      one.write(bytes, row);
    }
  }
  bytes.plain('\n');
}
