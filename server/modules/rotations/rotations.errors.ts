/** Refusals of rotations. */
import { forbidden, invalid } from '../../platform/errors/domain-error.ts';

export const rotationInvalid = (field: string, sentence: string) =>
  invalid('rotations.invalid', 'These people cannot be shared out like this.', { [field]: sentence });
export const tooManyRotated = (most: number) =>
  invalid('rotations.too_many', `More than ${most} people fit; narrow the filter.`, {
    selection: `must find at most ${most} people`,
  });
export const notYourColleagues = () =>
  forbidden('rotations.not_yours', 'One of these colleagues is of another team; ask somebody who leads both.');
