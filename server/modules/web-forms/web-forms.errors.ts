/** Refusals of web forms. */
import { conflict, DomainError, invalid, notFound } from '../../platform/errors/domain-error.ts';

export const webFormNotFound = () => notFound('web-forms.not_found', 'There is no such form, or it was switched off.');
export const submissionNotFound = () => notFound('web-forms.submission_not_found', 'There is no such submission.');
export const alreadyTaken = () =>
  conflict('web-forms.already_taken', 'A person was made of this already. Open the person instead.');
export const nobodyToReach = () =>
  invalid('web-forms.nobody_to_reach', 'Give a telephone number or an e-mail address.', {
    phone: 'or email must be given, so that somebody can answer',
  });
export const sourceUnknown = () =>
  invalid('web-forms.invalid', 'The form cannot be saved.', {
    sourceId: 'is no source of this firm; see GET /api/directories',
  });
export const tooOften = (retryAfterSeconds: number) =>
  new DomainError({
    code: 'web-forms.too_often',
    status: 429,
    message: 'This was sent too often. Wait a little, then send it again.',
    retryAfterSeconds,
  });
