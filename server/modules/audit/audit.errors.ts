/** Refusals of the audit. */
import { conflict, DomainError, notFound } from '../../platform/errors/domain-error.ts';

export const entryNotFound = () => notFound('audit.not_found', 'There is no such event, or not for you.');
export const cannotRestore = (action: string) =>
  conflict('audit.cannot_restore', `Old values of ${action} cannot be put back; change the record by hand.`);
export const nothingToRestore = () =>
  conflict(
    'audit.nothing_to_restore',
    'Nothing is left to put back: the record has its old values, or none of them can be.',
  );
export const changedSince = (fields: readonly string[]) =>
  new DomainError({
    code: 'audit.changed_since',
    status: 409,
    message: `This has been changed again since: ${fields.join(', ')}. Put the later change back first, or change it by hand.`,
    fields: Object.fromEntries(fields.map((field) => [field, 'has been changed since'])),
  });
/** The record itself is deleted: what it had comes back with it first. */
export const recordGone = () =>
  conflict('audit.record_gone', 'The record is not there any more. Take its deletion back first.');
/** @param fields those whose old value is not allowed any more, with the reason of each */
export const valueNotAllowed = (fields: Readonly<Record<string, string>>) =>
  new DomainError({
    code: 'audit.value_not_allowed',
    status: 409,
    message: `The old value is not allowed any more: ${Object.entries(fields)
      .map(([field, why]) => `${field} ${why}`)
      .join('; ')}.`,
    fields: { ...fields },
  });
/** What the old value names (a stage, a product group) has been deleted since. */
export const valueGone = (fields: readonly string[]) =>
  new DomainError({
    code: 'audit.value_gone',
    status: 409,
    message: `What stood there before has been deleted since: ${fields.join(', ')}.`,
    fields: Object.fromEntries(fields.map((field) => [field, 'is not there any more'])),
  });
export const notYoursToRestore = () =>
  new DomainError({ code: 'audit.not_yours', status: 403, message: 'Your role does not allow you to change this.' });
