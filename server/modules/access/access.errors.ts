/** Refusals of this module. */
import { conflict, DomainError, forbidden, invalid, notFound } from '../../platform/errors/domain-error.ts';

const refused = (code: string, message: string) => new DomainError({ code, status: 401, message });

/** The same for an unknown address, a wrong password and a closed account: nobody can find out which addresses exist. */
export const wrongCredentials = () =>
  refused('access.wrong_credentials', 'The e-mail address or the password is wrong.');
export const invalidKey = () => refused('access.invalid_key', 'This API key is not known, or it has been revoked.');
export const lockedOut = (retryAfterSeconds: number) =>
  new DomainError({
    code: 'access.locked_out',
    status: 429,
    message: 'Too many failed attempts. Try again later.',
    retryAfterSeconds,
  });
export const userNotFound = () => notFound('access.user_not_found', 'There is no such user.');
export const teamNotFound = () => notFound('access.team_not_found', 'There is no such team.');
export const keyNotFound = () => notFound('access.key_not_found', 'There is no such API key.');
export const sessionNotFound = () => notFound('access.session_not_found', 'There is no such session.');
export const emailTaken = () => conflict('access.email_taken', 'Another user has this e-mail address.');
export const teamTaken = () => conflict('access.team_taken', 'Another team has this name.');
export const unknownTeam = () =>
  invalid('access.unknown_team', 'There is no such team.', { teamId: 'there is no such team' });
export const roleNotFound = () => notFound('access.role_not_found', 'There is no such role.');
export const roleTaken = () => conflict('access.role_taken', 'Another role has this name.');
export const roleStale = () =>
  conflict('access.role_stale', 'Somebody else has changed this role in the meantime. Read it again.');
export const roleInUse = (holders: number) =>
  conflict(
    'access.role_in_use',
    `${holders} users, API keys or web-hooks have this role: give them another one first.`,
  );
export const roleInvalid = (fields: Record<string, string>) =>
  invalid('access.role_invalid', 'This role cannot be used as it is.', fields);
export const moreThanYours = (permissions: readonly string[]) =>
  forbidden(
    'access.more_than_yours',
    `This goes beyond your own rights (${permissions.slice(0, 5).join(', ')}): ask somebody who has them.`,
  );
/** @param fields keys of the request that may not be written */
export const fieldsHeldBack = (fields: readonly string[]) =>
  new DomainError({
    code: 'access.field_held_back',
    status: 403,
    message: `Your role does not allow you to change ${fields.join(', ')}. Leave it out, or ask an administrator.`,
    fields: Object.fromEntries(fields.map((field) => [field, 'may not be changed by your role'])),
  });
/** @param fields keys of the request whose text holds such stars */
export const maskedNumberUnclear = (fields: readonly string[]) =>
  invalid(
    'access.masked_number_unclear',
    'The text holds a number with stars, and it cannot be told which number is meant. Leave the stars as they were shown, take them out, or write the number in full.',
    Object.fromEntries(fields.map((field) => [field, 'holds a masked number that is not the one that stood there'])),
  );
export const lastAdministrator = () =>
  conflict('access.last_administrator', 'This is the last active administrator: make somebody else one first.');
