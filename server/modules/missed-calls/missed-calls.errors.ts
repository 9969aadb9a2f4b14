/** Refusals of the module. Messages are safe to show; the console translates by the code and takes names from `fields`. */
import { conflict, DomainError, forbidden, notFound } from '../../platform/errors/domain-error.ts';

export const missedCallNotFound = () => notFound('missed_calls.not_found', 'There is no such missed call.');
export const alreadyClosed = () => conflict('missed_calls.already_closed', 'This missed call is closed already.');
export const stillOpen = () => conflict('missed_calls.still_open', 'This missed call is open already.');
export const anotherOpen = () =>
  conflict('missed_calls.another_open', 'There is a newer open missed call of the same caller.');
export const agentUnknown = () => notFound('missed_calls.agent_not_found', 'There is no such agent.');
export const assignRefused = () =>
  forbidden(
    'missed_calls.assign_refused',
    'You may take a missed call yourself; giving it to others is for supervisors.',
  );

/** Somebody is faster: says who, and since when. */
export const beingCalled = (agentName: string | null, since: Date) =>
  new DomainError({
    code: 'missed_calls.being_called',
    status: 409,
    message: `${agentName ?? 'A colleague'} is calling this customer right now.`,
    fields: { agentName: agentName ?? '', since: since.toISOString() },
  });
