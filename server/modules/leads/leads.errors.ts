/** Refusals of leads. */
import { forbidden, invalid, notFound } from '../../platform/errors/domain-error.ts';

export const leadsInvalid = (field: string, sentence: string) =>
  invalid('leads.invalid', 'This cannot be asked of leads.', { [field]: sentence });
export const leadsNotYours = () =>
  forbidden('leads.not_yours', 'One of these leads belongs to a colleague whom you do not lead. Choose others.');
export const leadNotGiven = () => notFound('leads.not_given', 'The rules have never given this person to anybody.');
