/** Refusals of the module. */
import { conflict, invalid, notFound } from '../../platform/errors/domain-error.ts';

export const ladderNotFound = () => notFound('retry_rules.ladder_not_found', 'There is no such retry ladder.');
export const hoursNotFound = () => notFound('retry_rules.hours_not_found', 'There are no such calling hours.');
export const nameTaken = (name: string) => conflict('retry_rules.name_taken', `The name "${name}" is already in use.`);
export const ladderInUse = (users: string) =>
  conflict('retry_rules.ladder_in_use', `This ladder is used by ${users}: name another one to take its place.`);
export const ladderIsDefault = () =>
  conflict(
    'retry_rules.ladder_is_default',
    'The default ladder cannot be deleted: make another one the default first.',
  );
export const substituteUnknown = () =>
  invalid('retry_rules.substitute_unknown', 'The ladder that should take its place does not exist.', {
    substituteId: 'must be another ladder',
  });
export const defaultNeeded = () =>
  invalid('retry_rules.default_needed', 'There is always one default: make another one the default instead.', {
    isDefault: 'cannot be taken away, only given to another one',
  });
export const hoursInvalid = (fields: Record<string, string>) =>
  invalid('retry_rules.hours_invalid', 'These calling hours contradict themselves.', fields);
