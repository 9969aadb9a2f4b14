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
