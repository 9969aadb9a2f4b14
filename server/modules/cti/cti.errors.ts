/** Refusals of CTI pushes. */
import { invalid } from '../../platform/errors/domain-error.ts';

export const ctiInvalid = (field: string, sentence: string) =>
  invalid('cti.invalid', 'This cannot be taken as it is.', { [field]: sentence });
