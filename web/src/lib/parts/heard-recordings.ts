import type { Call } from '$contract/calls.contract.ts';

/** The recordings that are worth a word: a file that was announced for a call in which nobody spoke is no loss. */
export const heardRecordings = ({
  recordings,
  talkSeconds,
  state,
}: Pick<Call, 'recordings' | 'talkSeconds' | 'state'>): Call['recordings'] =>
  recordings.filter((recording) => recording.state !== 'lost' || talkSeconds > 0 || state !== 'ended');
