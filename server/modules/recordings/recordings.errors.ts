/** Refusals of the recordings module. */
import { conflict, DomainError, notFound } from '../../platform/errors/domain-error.ts';

export const notABridge = () =>
  new DomainError({ code: 'recordings.not_a_bridge', status: 401, message: 'A bridge must show its token.' });
export const recordingNotFound = () => notFound('recordings.not_found', 'This call has no recording.');
export const recordingUnknown = () =>
  notFound('recordings.unknown', 'No call has announced this recording yet; send it again later.');
export const recordingNotReady = (state: string) =>
  conflict('recordings.not_ready', `The recording cannot be played: it is ${state}.`);
export const recordingTooLarge = () =>
  new DomainError({ code: 'recordings.too_large', status: 413, message: 'The recording is larger than allowed.' });
export const recordingBroken = () =>
  conflict('recordings.incomplete', 'The recording did not arrive whole; send it again.');
