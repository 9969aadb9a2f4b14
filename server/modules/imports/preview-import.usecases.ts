/** The first rows of a file as they would be kept, with the repairs side by side. */
import type { z } from 'zod';
import type { CustomField } from '../../contract/custom-fields.contract.ts';
import type { importPreviewSchema } from '../../contract/imports.contract.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Principal } from '../access/principal.ts';
import { firstRows } from './analyse-file.usecases.ts';
import { mappedFields } from './check-choices.usecases.ts';
import { columnsOf, customKeyOf } from './custom-targets.ts';
import { fileOf } from './file-of-import.ts';
import { countPeople, personProblem } from './find-people.repository.ts';
import { findImport } from './imports.usecases.ts';
import { type ReadRow, readRow } from './read-row.ts';
import { readTargets } from './read-targets.usecases.ts';
import { readContext } from './reading-context.usecases.ts';
import type { RowDraft, WrittenPerson } from './row-draft.ts';
import type { RowExtra } from './row-extra.ts';

const isPerson = (value: unknown): value is WrittenPerson =>
  typeof value === 'object' && value !== null && 'person' in value;

/** A value of an own field in words: choices by their labels, a person as written. */
function wordsOf({ options }: CustomField, value: unknown): string {
  if (isPerson(value)) return value.person;
  const label = (id: unknown) => options.find((option) => option.id === id)?.label ?? String(id);
  return Array.isArray(value) ? value.map(label).join(', ') : label(value);
}

/** What a row would become, in words that a person checks. */
function valuesOf(
  { phones, emails, notes, custom, extra, repairs: _repairs, unread: _unread, ...rest }: RowDraft,
  fields: readonly CustomField[],
): Record<string, string> {
  const plain = Object.entries(rest).flatMap(([key, value]) => (value === null ? [] : [[key, String(value)] as const]));
  const own = fields.flatMap((field) => {
    const value = custom?.[field.key] ?? null;
    return value === null ? [] : [[customKeyOf(field), wordsOf(field, value)] as const];
  });
  const lists = [
    ['phone', phones.map(({ e164, extension }) => (extension ? `${e164} ext. ${extension}` : e164)).join(', ')],
    ['email', emails.join(', ')],
    ['notes', notes.join('\n')],
  ] as const;
  return Object.fromEntries([
    ...plain,
    ...own,
    ...[...lists, ...extraValues(extra ?? {})].filter(([, value]) => value !== ''),
  ]);
}

/** By the keys of the targets; what several columns say stands together. */
function extraValues({
  addresses = [],
  otherRoles = [],
  sourceId,
  numberMarks: _marks,
  asWritten: _written,
  ...rest
}: RowExtra): (readonly [string, string])[] {
  const all = (texts: readonly (string | null)[]) => texts.filter((text) => text !== null && text !== '').join('; ');
  return [
    ...Object.entries(rest).map(([key, value]) => [key, String(value)] as const),
    ['source', sourceId ?? ''],
    ['address', all(addresses.map(({ text }) => text))],
    ['city', all(addresses.map(({ city }) => city))],
    ['country', all(addresses.map(({ country }) => country))],
    ['addressKind', all(addresses.map(({ kind }) => kind))],
    ['otherOrganisation', all(otherRoles.map(({ organisation }) => organisation))],
    ['otherRole', all(otherRoles.map(({ role }) => role))],
  ];
}

/** The first person of a row who cannot be told, as a problem; null: everybody can, or nobody is named. */
function peopleProblem({ draft }: ReadRow, fields: readonly CustomField[], times: ReadonlyMap<string, number>) {
  for (const field of fields) {
    const value = draft.custom?.[field.key];
    const problem = isPerson(value) ? personProblem(times.get(value.person) ?? 0) : null;
    if (problem !== null) return `${customKeyOf(field)}:${problem}`;
  }
  return null;
}

/** The first rows with the repairs side by side. */
export async function previewImport(
  platform: Platform,
  principal: Principal,
  { importId, limit }: { importId: string; limit: number },
): Promise<z.input<typeof importPreviewSchema>> {
  const record = await findImport(platform, principal, importId);
  const { sql } = platform.database;
  const context = await readContext(platform, sql, principal);
  const fields = await mappedFields(sql, record);
  const columns = columnsOf(record.mapping, await readTargets(sql, record.target));
  const rows = await firstRows(await fileOf(platform, record), limit + 1);
  const data = rows.filter(({ row }) => !(record.format.hasHeader && row === 1)).slice(0, limit);
  const read = data.map(({ row, cells }) => ({ row, cells, read: cells && readRow(cells, columns, context) }));
  const people = read.flatMap((one) => Object.values(one.read?.draft.custom ?? {}).filter(isPerson));
  const times = await countPeople(sql, principal, people);
  return {
    items: read.flatMap(({ row, cells, read: one }) => {
      if (cells === null) return [{ row, cells: [], problem: 'row:broken-quotes', values: {}, repairs: [] }];
      if (one === null) return [];
      const problem = one.problem ?? peopleProblem(one, fields, times);
      return [{ row, cells, problem, values: valuesOf(one.draft, fields), repairs: one.draft.repairs }];
    }),
  };
}
