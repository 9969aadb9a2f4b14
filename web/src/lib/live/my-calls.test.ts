import { expect, test } from 'vitest';
import type { Call } from '$contract/calls.contract.ts';
import type { LiveState } from '$contract/live-events.ts';
import { customerName, customerNumber, myCalls, phaseFor } from './my-calls.ts';

const leg = (agentId: string, extra: Partial<Call['agents'][number]> = {}) => ({
  agentId,
  name: agentId,
  interface: `PJSIP/${agentId}`,
  role: 'answered' as const,
  ringSeconds: 0,
  talkSeconds: 0,
  holdSeconds: 0,
  live: true,
  ...extra,
});
const call = (extra: Partial<Call>) =>
  ({
    id: 'c',
    direction: 'inbound',
    state: 'ringing',
    startedAt: '2026-03-02T09:00:00.000Z',
    answeredAt: null,
    endedAt: null,
    agents: [leg('me', { role: 'rang' })],
    ...extra,
  }) as Call;

test.each<[string, Partial<Call>, ReturnType<typeof phaseFor>]>([
  ['my device rings', {}, 'ringing'],
  ['we began the call ourselves', { direction: 'outbound', agents: [leg('me')] }, 'dialling'],
  ['I talk', { state: 'talking', agents: [leg('me', { talkSeconds: 3 })] }, 'talking'],
  ['the customer is held', { state: 'held', agents: [leg('me', { talkSeconds: 3 })] }, 'held'],
  [
    'a colleague talks and my device rings for the transfer',
    { state: 'talking', agents: [leg('her', { talkSeconds: 9 }), leg('me', { role: 'rang' })] },
    'ringing',
  ],
  ['it ended and I had talked', { state: 'ended', agents: [leg('me', { live: false, talkSeconds: 9 })] }, 'wrap-up'],
  [
    'I passed it on and it goes on without me',
    { state: 'talking', agents: [leg('me', { live: false, talkSeconds: 9 }), leg('her')] },
    'wrap-up',
  ],
  [
    'it only rang here and a colleague answered',
    { state: 'talking', agents: [leg('me', { role: 'rang', live: false }), leg('her')] },
    null,
  ],
  ['it is somebody else’s', { state: 'talking', agents: [leg('her')] }, null],
])('[AGT-1] phase when %s', (_story, extra, phase) => {
  expect(phaseFor(call(extra), 'me')).toBe(phase);
});

test('[TEL-10] my calls: ringing before talking before wrap-up, nobody else’s', () => {
  const calls = [
    call({ id: 'wrap', state: 'ended', agents: [leg('me', { live: false })] }),
    call({ id: 'talk', state: 'talking', agents: [leg('me', { talkSeconds: 1 })] }),
    call({ id: 'ring' }),
    call({ id: 'hers', state: 'talking', agents: [leg('her')] }),
  ];
  const state = { calls: Object.fromEntries(calls.map((each) => [each.id, each])), cards: {} } as unknown as LiveState;
  expect(myCalls(state, 'me').map((mine) => mine.call.id)).toEqual(['ring', 'talk', 'wrap']);
  expect(myCalls(state, null)).toEqual([]);
});

test('[TEL-2] the customer is the caller of an incoming call and the called of an outgoing one', () => {
  const from = { raw: '1', e164: '+71', withheld: false };
  const to = { raw: '2', e164: '+72', withheld: false };
  expect(customerNumber({ direction: 'inbound', from, to })).toBe(from);
  expect(customerNumber({ direction: 'outbound', from, to })).toBe(to);
});

test('[TEL-2] a name the network sent is not taken for the person', () => {
  const base = { contactName: null, organisationName: null, callerIdName: 'DUPONT' };
  expect(customerName(call(base), null)).toBeNull();
  expect(customerName(call({ ...base, direction: 'internal' }), null)).toBe('DUPONT');
});
