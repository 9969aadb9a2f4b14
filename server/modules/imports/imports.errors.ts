/** Refusals of imports. */
import { conflict, DomainError, invalid, notFound } from '../../platform/errors/domain-error.ts';

export const importNotFound = () => notFound('imports.not_found', 'There is no such import, or it is not yours.');
export const importStale = () =>
  conflict('imports.stale', 'Somebody changed this import after you opened it. Read it again, then change it.');
export const importBusy = (command: string, state: string, allowed: readonly string[]) =>
  conflict(
    'imports.not_now',
    `An import that is "${state}" cannot be asked to ${command}. ${allowed.length > 0 ? `It can be asked to: ${allowed.join(', ')}.` : 'Nothing more can be done with it.'}`,
  );
export const importNotEditable = (state: string) =>
  conflict('imports.not_editable', `Columns and rules cannot be changed while the import is "${state}".`);
export const fileTooLarge = (maxBytes: number) =>
  new DomainError({
    code: 'imports.file_too_large',
    status: 413,
    message: `The file is larger than ${Math.floor(maxBytes / 1024 / 1024)} MB. Cut it into parts, or raise IMPORT_MAX_MB.`,
  });
export const fileEmpty = () => invalid('imports.file_empty', 'The file holds no rows.', { file: 'is empty' });
export const fileUnknown = () =>
  invalid('imports.file_unknown', 'The file is neither CSV nor XLSX. Save the table as one of these.', {
    file: 'must be CSV or XLSX',
  });
export const sheetUnknown = (given: string, sheets: readonly string[]) =>
  invalid(
    'imports.sheet_unknown',
    `The workbook has no sheet "${given}" with rows. It has: ${sheets.join(', ') || 'none'}.`,
    { 'format.sheet': 'is no sheet of the workbook' },
  );
export const fileGone = () => notFound('imports.file_gone', 'The file of this import is not kept any more.');
export const fieldOff = (label: string) =>
  invalid('imports.field_off', `The field "${label}" is switched off. Leave its column out, or switch the field on.`, {
    mapping: `"${label}" is switched off`,
  });
export const defaultsInvalid = (wrong: readonly string[]) =>
  invalid(
    'imports.defaults_invalid',
    `New records cannot be given this: ${wrong.join(', ')}. Choose an agent who works here, and entries that are switched on (GET /api/directories).`,
    Object.fromEntries(
      wrong.map((key) => [key, 'is nobody who works here, or is switched off, or stands beside another choice']),
    ),
  );
export const mappingInvalid = (because: string) =>
  invalid('imports.mapping_invalid', `The columns cannot be read this way: ${because}.`, { mapping: because });
