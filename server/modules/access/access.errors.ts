/** Refusals of this module. */
import { conflict, DomainError, invalid, notFound } from '../../platform/errors/domain-error.ts';

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
export const lastAdministrator = () =>
  conflict('access.last_administrator', 'This is the last active administrator: make somebody else one first.');
