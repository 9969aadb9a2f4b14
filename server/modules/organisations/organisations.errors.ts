/** Refusals of the organisations module. */
import { conflict, DomainError, forbidden, invalid, notFound } from '../../platform/errors/domain-error.ts';

export const organisationNotFound = () =>
  notFound('organisations.not_found', 'There is no such organisation, or not for you.');
/** The organisation is part of another one now, whose id is told. */
export const organisationMerged = (mergedInto: string) =>
  new DomainError({
    code: 'organisations.merged',
    status: 410,
    message: 'This organisation was merged into another one. Read that one, or take the merge back.',
    fields: { mergedInto },
  });
export const organisationIsMerged = () =>
  conflict(
    'organisations.is_merged',
    'This organisation was merged into another one. Take the merge back to have both again.',
  );
export const organisationStale = () =>
  conflict('organisations.stale', 'Somebody else has changed this organisation in the meantime. Read it again.');
export const organisationNotYours = () =>
  forbidden('organisations.not_yours', 'This organisation belongs to another team.');
export const organisationNotDeleted = () =>
  conflict('organisations.not_deleted', 'This organisation has not been deleted.');
export const noteNotFound = () => notFound('organisations.note_not_found', 'There is no such note, or not for you.');
export const noComplaint = () => conflict('organisations.no_complaint', 'Only a complaint can be settled.');
export const fieldsInvalid = (fields: Record<string, string>) =>
  invalid('organisations.invalid', 'Some fields cannot be used.', fields);
export const fieldInvalid = (field: string, sentence: string) => fieldsInvalid({ [field]: sentence });
