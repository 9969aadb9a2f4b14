/** Refusals of the contacts module. */
import { conflict, DomainError, forbidden, invalid, notFound } from '../../platform/errors/domain-error.ts';

export const contactNotFound = () => notFound('contacts.not_found', 'There is no such person, or not for you.');
/** The person is part of another one now, whose id is told. */
export const contactMerged = (mergedInto: string) =>
  new DomainError({
    code: 'contacts.merged',
    status: 410,
    message: 'This person was merged into another one. Read that one, or take the merge back.',
    fields: { mergedInto },
  });
export const contactIsMerged = () =>
  conflict('contacts.is_merged', 'This person was merged into another one. Take the merge back to have both again.');
export const contactStale = () =>
  conflict('contacts.stale', 'Somebody else has changed this person in the meantime. Read it again.');
export const contactNotYours = () => forbidden('contacts.not_yours', 'This person belongs to another team.');
export const contactNotDeleted = () => conflict('contacts.not_deleted', 'This person has not been deleted.');
export const contactNotTakenBack = () =>
  forbidden(
    'contacts.not_taken_back',
    'Only a person that you made within the last hour, without a call since, can be taken back. Ask whoever may delete people.',
  );
export const fieldsInvalid = (fields: Record<string, string>) =>
  invalid('contacts.invalid', 'Some fields cannot be used.', fields);
export const noteNotFound = () => notFound('contacts.note_not_found', 'There is no such note, or not for you.');
export const noComplaint = () => conflict('contacts.no_complaint', 'Only a complaint can be settled.');
export const fieldInvalid = (field: string, sentence: string) => fieldsInvalid({ [field]: sentence });
