/** Refusals around actions that can be taken back. */
import { conflict, notFound } from '../../platform/errors/domain-error.ts';

export const actionNotFound = () =>
  notFound('reversible-actions.not_found', 'There is no such merge or hand-over, or not for you.');
export const alreadyUndone = () =>
  conflict('reversible-actions.already_undone', 'This has been taken back already; there is nothing left to undo.');
