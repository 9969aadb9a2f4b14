/** Refusals of the segments module. */
import { conflict, forbidden, invalid, notFound } from '../../platform/errors/domain-error.ts';

export const segmentNotFound = () => notFound('segments.not_found', 'There is no such segment, or not for you.');
export const segmentNotYours = () =>
  forbidden('segments.not_yours', 'This segment belongs to somebody else. Save it under another name to change it.');
export const segmentStale = () =>
  conflict('segments.stale', 'Somebody else has changed this segment in the meantime. Read it again.');
export const segmentOfOther = (record: string) =>
  invalid('segments.other_record', `This segment is one of another kind of record: ${record}.`, {
    segmentId: 'must be of the same kind of record as the list',
  });
export const segmentInvalid = (fields: Record<string, string>) =>
  invalid('segments.invalid', 'The segment cannot be saved.', fields);
export const fieldsForbidden = () =>
  forbidden('access.forbidden', 'Your role does not allow this: it may not read records of this kind.');
export const filterInvalid = (fields: Record<string, string>) => {
  const [first] = Object.entries(fields);
  return invalid('filters.invalid', `The filter cannot be used. ${first ? `${first[0]}: ${first[1]}.` : ''}`, fields);
};
