/** Refusals of merges. */
import { conflict, forbidden, invalid, notFound } from '../../platform/errors/domain-error.ts';
import type { MergedRecord } from '../reversible-actions/movers.ts';

const words = { contact: 'person', organisation: 'organisation' } as const;

export const recordNotFound = (record: MergedRecord) =>
  notFound(`${record}s.not_found`, `There is no such ${words[record]}, or not for you.`);
export const notYoursToMerge = (record: MergedRecord) =>
  forbidden('merges.not_yours', `One ${words[record]} belongs to another team; ask somebody who reaches both.`);
export const mergeStale = () =>
  conflict('merges.stale', 'Somebody else has changed one of these records in the meantime. Look at the merge again.');
export const choiceUnknown = (fields: readonly string[]) =>
  invalid(
    'merges.invalid',
    'Some choices cannot be used.',
    Object.fromEntries(fields.map((field) => [`choices.${field}`, 'names no field and record of this merge'])),
  );
export const needTwo = () =>
  invalid('merges.invalid', 'A merge needs two to ten different records.', {
    otherIds: 'must name one to nine records beside the one that stays',
  });
export const closesCircle = () =>
  conflict('merges.circle', 'After this merge the organisation would belong to itself. Change its holding first.');
export const survivorGone = (record: MergedRecord) =>
  conflict(
    'merges.survivor_gone',
    `The ${words[record]} that stayed has been deleted, or merged into another one, since. Take that back first.`,
  );
