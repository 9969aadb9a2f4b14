/** Refusals of hand-overs. */
import { forbidden, invalid } from '../../platform/errors/domain-error.ts';

export const handOverInvalid = (field: string, sentence: string) =>
  invalid('hand-overs.invalid', 'The hand-over cannot be done as it is.', { [field]: sentence });
export const notYourPeople = () =>
  forbidden('hand-overs.not_yours', 'One of these colleagues is of another team; ask somebody who leads both.');
