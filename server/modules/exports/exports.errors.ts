/** Refusals of exports. */
import { forbidden, invalid, notFound } from '../../platform/errors/domain-error.ts';

export const exportNotFound = () => notFound('exports.not_found', 'There is no such export, or it is not yours.');
export const exportExpired = () =>
  notFound('exports.expired', 'The file is not there any more. Export the list again.');
export const listUnknown = (list: string, known: readonly string[]) =>
  invalid('exports.list_unknown', `"${list}" cannot be exported; there are: ${known.join(', ')}.`, { list: 'unknown' });
export const columnUnknown = (key: string, known: readonly string[]) =>
  invalid('exports.column_unknown', `"${key}" is no column of this list; there are: ${known.join(', ')}.`, {
    columns: 'unknown',
  });
/** @param faults one sentence for each wrong filter, by its name */
export const filtersInvalid = (faults: Readonly<Record<string, string>>) =>
  invalid(
    'exports.filters_invalid',
    'The list cannot be filtered this way. Give what its own address takes.',
    Object.fromEntries(Object.entries(faults).map(([name, fault]) => [`filters.${name}`, fault])),
  );
export const listForbidden = () => forbidden('exports.list_forbidden', 'You may not read this list.');
