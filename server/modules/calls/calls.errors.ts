/** Refusals of the calls module, with their words. */
import { conflict, DomainError, forbidden, invalid, notFound } from '../../platform/errors/domain-error.ts';
import type { PhoneRefusal } from '../phones/normalize-phone.ts';

export const callNotFound = () => notFound('calls.not_found', 'There is no such call, or you may not see it.');
export const callNotYours = () => forbidden('calls.not_yours', 'You may see this call but not work on it.');
export const callHasEnded = () => conflict('calls.has_ended', 'This call has ended.');
export const callStillLive = () => conflict('calls.still_live', 'Your part of this call is still going on.');
export const notInCall = () =>
  conflict('calls.not_in_call', 'No telephone of ours is in this call now, so there is nothing to transfer.');
export const whichAgent = () =>
  conflict(
    'calls.which_agent',
    'Several telephones are in this call; only one of them can transfer it, from its own desk.',
  );
export const unknownDisposition = () =>
  invalid('calls.unknown_disposition', 'This disposition does not exist or is switched off.', {
    dispositionId: 'does not exist or is switched off',
  });
/** The main one has parts, or is switched off with the one it is a part of. */
export const subResultNeeded = (label: string) =>
  invalid('calls.sub_result_needed', `"${label}" cannot be given itself: choose one of its sub-results.`, {
    dispositionId: 'must be a result that can be given: one of the sub-results',
  });
/** Says what was found and what is allowed. */
export function resultOutOfTime(
  { label, minSeconds, maxSeconds }: { label: string; minSeconds: number | null; maxSeconds: number | null },
  talkSeconds: number,
) {
  const bounds = [minSeconds !== null && `at least ${minSeconds} s`, maxSeconds !== null && `at most ${maxSeconds} s`];
  const allowed = bounds.filter((bound) => bound !== false).join(' and ');
  return invalid('calls.result_out_of_time', `"${label}" takes ${allowed} of talk; this call has ${talkSeconds} s.`, {
    dispositionId: `takes ${allowed} of talk`,
    talkSeconds: String(talkSeconds),
    ...(minSeconds !== null && { minSeconds: String(minSeconds) }),
    ...(maxSeconds !== null && { maxSeconds: String(maxSeconds) }),
  });
}
export const callFieldsInvalid = (fields: Record<string, string>) =>
  invalid('calls.invalid', 'Some fields cannot be used.', fields);
export const unknownContact = () =>
  invalid('calls.unknown_contact', 'There is no such contact, or you may not see it.', { contactId: 'does not exist' });
export const holdNotSupported = () =>
  conflict(
    'calls.hold_not_supported',
    'Asterisk cannot put a telephone on hold from outside: press hold on the telephone itself.',
  );
export const noAgent = () =>
  invalid('calls.no_agent', 'You have no telephone of your own: say whose telephone is to ring (agentId).', {
    agentId: 'is needed',
  });
export const agentNotFound = () => notFound('calls.agent_not_found', 'There is no such agent, or it is switched off.');
export const agentNotYours = () => forbidden('calls.agent_not_yours', 'You may not place calls for this agent.');
export const noDevice = (name: string) =>
  conflict('calls.no_device', `${name} has no telephone: choose one in the settings of the agent.`);
export const doNotCall = () => conflict('calls.do_not_call', 'This number asked not to be called.');
export const numberNeeded = () =>
  invalid('calls.number_needed', 'Say what is to be dialled: a number (to), or the id of one (phoneId, callId).', {
    to: 'is needed, in full',
  });
export const numberOfNoRecord = (field: string) =>
  invalid('calls.no_such_number', 'There is no number behind this, or it is not yours to call.', {
    [field]: 'has no number you can call',
  });
export const noRecording = () => conflict('calls.no_recording', 'This call is not being recorded now.');

const words: Record<PhoneRefusal, string> = {
  withheld: 'there is no number in it',
  internal: 'it holds characters that cannot be dialled',
  'too-short': 'it is too short for a telephone number',
  'too-long': 'it is too long for a telephone number',
  invalid: 'no numbering plan knows it; write it with the country, such as +39 …',
  'no-digits': 'there is no number in it',
};

export const notDiallable = (because: PhoneRefusal) =>
  new DomainError({
    code: 'calls.not_diallable',
    status: 422,
    message: `This cannot be dialled: ${words[because]}.`,
    fields: { to: words[because] },
  });
