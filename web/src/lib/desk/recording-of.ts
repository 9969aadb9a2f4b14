import type { Call } from '$contract/calls.contract.ts';

export type RecordingNow = 'recording' | 'paused' | 'off';

/** Whether the call is being recorded at this moment: the last recording says. */
export function recordingNow(call: Pick<Call, 'recordings'>): RecordingNow {
  const state = call.recordings.at(-1)?.state;
  return state === 'recording' ? 'recording' : state === 'paused' ? 'paused' : 'off';
}
