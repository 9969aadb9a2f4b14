import { expect, test } from 'vitest';
import { recordingsOf } from './call-view.ts';

const recording = (state: 'lost' | 'ready' | 'recording') => ({ id: 'rec_1', state, seconds: null });
const statesOf = (call: { state: 'ended' | 'talking'; talkSeconds: number }, state: 'lost' | 'ready' | 'recording') =>
  recordingsOf({ ...call, recordings: [recording(state)] as never }).map((one) => one.state);

test('[TEL-4] a conversation whose recording never came has lost it, and says so', () => {
  expect(statesOf({ state: 'ended', talkSeconds: 3 }, 'lost')).toEqual(['lost']);
});

test('[TEL-4] where nobody spoke nothing was to be recorded: nothing is shown as lost', () => {
  expect(statesOf({ state: 'ended', talkSeconds: 0 }, 'lost')).toEqual([]);
});

test('[TEL-4] the music a caller waited with can be heard when it was recorded', () => {
  expect(statesOf({ state: 'ended', talkSeconds: 0 }, 'ready')).toEqual(['ready']);
});
