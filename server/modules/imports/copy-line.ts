/** Pure: a row as PostgreSQL's COPY takes it, in text format. */
import type { ReadRow } from './read-row.ts';
import type { RowDraft } from './row-draft.ts';

/** Columns in the order in which `copyLine` writes them. */
export const copiedColumns = [
  'import_id',
  'row',
  'new_id',
  'name',
  'role',
  'organisation',
  'lifecycle',
  'owner_agent_id',
  'emails',
  'notes',
  'vip',
  'time_zone',
  'phone_raw',
  'phone_e164',
  'phone_extension',
  'phone_country',
  'phone_line_kind',
  'phone_kind',
  'do_not_call',
  'custom',
  'extra',
  'problem',
  'cells',
] as const;

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

/** One line, with its line end. */
export function copyLine({ importId, row, newId, draft, problem, cells }: CopiedRow): string {
  const { phones } = draft;
  const head = `${importId}\t${row}\t${newId}`;
  if (problem !== null) {
    return `${head}\t${'\\N\t'.repeat(18)}${field(problem)}\t${keptCells(cells)}\n`;
  }
  const notes = draft.notes.length > 0 ? draft.notes.join('\n').slice(0, 20_000) : null;
  const [only] = phones;
  const numbers =
    only === undefined
      ? '\\N\t\\N\t\\N\t\\N\t\\N\t\\N'
      : phones.length === 1
        ? `${array([only.raw])}\t{${only.e164}}\t{${only.extension ?? 'NULL'}}\t{${only.country ?? 'NULL'}}\t{${only.lineKind}}\t{${only.kind}}`
        : [
            array(phones.map((phone) => phone.raw)),
            array(phones.map((phone) => phone.e164)),
            array(phones.map((phone) => phone.extension)),
            array(phones.map((phone) => phone.country)),
            array(phones.map((phone) => phone.lineKind)),
            array(phones.map((phone) => phone.kind)),
          ].join('\t');
  const custom = draft.custom === null ? '\\N' : field(JSON.stringify(draft.custom));
  const extra = draft.extra === null ? '\\N' : field(JSON.stringify(draft.extra));
  // Whether a person can be told is known later, when the cells have gone by.
  const kept = hasPerson(draft) ? keptCells(cells) : '\\N';
  return `${head}\t${cell(draft.name)}\t${cell(draft.role)}\t${cell(draft.organisation)}\t${cell(draft.lifecycle)}\t${cell(draft.ownerAgentId)}\t${array(draft.emails)}\t${cell(notes)}\t${cell(draft.vip)}\t${cell(draft.timeZone)}\t${numbers}\t${cell(draft.doNotCall)}\t${custom}\t${extra}\t\\N\t${kept}\n`;
}
