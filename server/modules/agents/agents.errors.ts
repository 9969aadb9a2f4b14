/** Refusals of the agents module. */
import { conflict, forbidden, invalid, notFound } from '../../platform/errors/domain-error.ts';

export const agentNotFound = () => notFound('agents.not_found', 'There is no such agent.');
export const interfaceTaken = (device: string, by: string | null) =>
  conflict('agents.interface_taken', `${device} is the telephone of ${by ?? 'another agent'} already.`);
export const notYourPresence = () => forbidden('agents.not_your_presence', 'This agent is not of your team.');
export const agentWithoutUser = () =>
  invalid('agents.no_user', 'This agent has no user, so there is nothing to sign in with.', {
    email: 'belongs to a user',
  });
export const unknownSkills = (given: readonly string[]) =>
  invalid('agents.unknown_skill', 'Some skills cannot be given.', {
    skillIds: `${given.join(', ')}: not a skill of the firm, or one that is switched off`,
  });
