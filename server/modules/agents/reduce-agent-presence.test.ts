import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviceStates } from '../../../pbx-bridge/contract/pbx-state.ts';
import { presenceStates } from '../../contract/agents.contract.ts';
import { type LiveLeg, type PresenceInputs, reduceAgentPresence } from './reduce-agent-presence.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 2, 2, 9, minute));
const leg = (state: LiveLeg['state'], minute: number, callId = 'call_1'): LiveLeg => ({
  callId,
  state,
  since: at(minute),
});
const idle: PresenceInputs = {
  signedIn: true,
  asked: { state: 'ready', pauseReason: null, since: at(0) },
  device: { state: 'not-in-use', since: at(0) },
  legs: [],
  wrapUps: [],
  previous: null,
};
const paused = { state: 'paused' as const, pauseReason: 'Lunch', since: at(5) };
const wrapUp = { callId: 'call_1', since: at(20), until: at(25) };
const stateOf = (more: Partial<PresenceInputs>, minute = 30) =>
  reduceAgentPresence({ ...idle, ...more }, at(minute)).state;

describe('[AGT-1] what an agent is doing', () => {
  it.each<[string, Partial<PresenceInputs>, string]>([
    ['signed in with a telephone', {}, 'ready'],
    ['without a telephone of their own', { device: null }, 'ready'],
    ['not signed in', { signedIn: false }, 'off'],
    ['paused', { asked: paused }, 'paused'],
    ['telephone gone', { device: { state: 'unavailable', since: at(3) } }, 'phone-offline'],
    [
      'telephone gone while paused stays paused',
      { device: { state: 'unavailable', since: at(3) }, asked: paused },
      'paused',
    ],
    ['a state the PBX does not know is no reason to stop', { device: { state: 'unknown', since: at(3) } }, 'ready'],
    ['ringing', { legs: [leg('ringing', 10)] }, 'ringing'],
    ['talking', { legs: [leg('talking', 10)] }, 'on-call'],
    ['talking while a second call rings', { legs: [leg('ringing', 12), leg('talking', 10)] }, 'on-call'],
    ['talking while paused', { legs: [leg('talking', 10)], asked: paused }, 'on-call'],
    ['talking though not signed in', { legs: [leg('talking', 10)], signedIn: false }, 'on-call'],
    ['device in use without a call we know', { device: { state: 'in-use', since: at(9) } }, 'on-call'],
    ['device rings without a call we know', { device: { state: 'ringing', since: at(9) } }, 'ringing'],
    ['after-call work', { wrapUps: [{ ...wrapUp, until: at(40) }] }, 'wrap-up'],
    ['after-call work over', { wrapUps: [wrapUp] }, 'ready'],
    [
      'ringing ends after-call work on the screen',
      { wrapUps: [{ ...wrapUp, until: at(40) }], legs: [leg('ringing', 29)] },
      'ringing',
    ],
  ])('%s', (_, more, state) => expect(stateOf(more)).toBe(state));

  it('says since when: the conversation, not the moment it is looked at', () => {
    expect(reduceAgentPresence({ ...idle, legs: [leg('talking', 10)] }, at(12)).since).toEqual(at(10));
  });

  it('begins being ready when the after-call work ran out, however late that is noticed', () => {
    const previous = { state: 'wrap-up' as const, since: at(20), pauseReason: null, callIds: [] };
    expect(reduceAgentPresence({ ...idle, wrapUps: [wrapUp], previous }, at(27)).since).toEqual(at(25));
  });

  it('a wrap-up that ran out before the state now known began does not turn the time back', () => {
    const wrapUp = { callId: 'call_0', since: at(0), until: at(0) };
    const previous = { state: 'wrap-up' as const, since: at(1), pauseReason: null, callIds: [] };
    const device = { state: 'unavailable' as const, since: at(0) };
    expect(reduceAgentPresence({ ...idle, device, wrapUps: [wrapUp], previous }, at(9)).since).toEqual(at(1));
  });

  it('a call that is told a moment late does not begin before what the device showed meanwhile', () => {
    const previous = { state: 'on-call' as const, since: at(11), pauseReason: null, callIds: [] };
    const legs = [leg('ringing', 10)];
    expect(reduceAgentPresence({ ...idle, legs, previous }, at(10))).toMatchObject({ state: 'ringing', since: at(11) });
  });

  it('begins a pause that was asked for during a call when the call is over', () => {
    const previous = { state: 'on-call' as const, since: at(10), pauseReason: null, callIds: ['call_1'] };
    const asked = { ...paused, since: at(8) };
    expect(reduceAgentPresence({ ...idle, asked, previous }, at(15)).since).toEqual(at(15));
  });

  it('begins anew when the reason of a pause changes', () => {
    const first = reduceAgentPresence({ ...idle, asked: paused }, at(6));
    const next = { state: 'paused' as const, pauseReason: 'Training', since: at(9) };
    expect(reduceAgentPresence({ ...idle, asked: next, previous: first }, at(9))).toMatchObject({
      pauseReason: 'Training',
      since: at(9),
    });
  });

  it('names the calls, each once', () => {
    const legs = [leg('talking', 10, 'call_2'), leg('ringing', 11, 'call_1'), leg('ringing', 12, 'call_1')];
    expect(reduceAgentPresence({ ...idle, legs }, at(12)).callIds).toEqual(['call_1', 'call_2']);
  });
});

const minute = fc.integer({ min: 0, max: 59 }).map(at);
const inputs: fc.Arbitrary<PresenceInputs> = fc.record({
  signedIn: fc.boolean(),
  asked: fc.record({
    state: fc.constantFrom('ready' as const, 'paused' as const),
    pauseReason: fc.constantFrom(null, 'Lunch'),
    since: minute,
  }),
  device: fc.option(fc.record({ state: fc.constantFrom(...deviceStates), since: minute })),
  legs: fc.array(
    fc.record({
      callId: fc.constantFrom('call_1', 'call_2'),
      state: fc.constantFrom('ringing' as const, 'talking' as const),
      since: minute,
    }),
    { maxLength: 3 },
  ),
  wrapUps: fc.array(fc.record({ callId: fc.constant('call_0'), since: minute, until: minute }), { maxLength: 2 }),
  previous: fc.option(
    fc.record({
      state: fc.constantFrom(...presenceStates),
      since: minute,
      pauseReason: fc.constantFrom(null, 'Lunch'),
      callIds: fc.constant([] as string[]),
    }),
  ),
});

describe('[AGT-1] rules of presence', () => {
  const now = at(59);
  it('changes nothing when asked again, and `since` stays', () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const first = reduceAgentPresence(given, now);
        expect(reduceAgentPresence({ ...given, previous: first }, new Date(now.getTime() + 999))).toEqual(
          // only the end of an after-call work may change it later
          given.wrapUps.some((w) => w.until > now) ? expect.anything() : first,
        );
      }),
    );
  });
  it('never begins in the future nor before the state it follows', () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const { since } = reduceAgentPresence(given, now);
        expect(since.getTime()).toBeLessThanOrEqual(now.getTime());
        if (given.previous) expect(since.getTime()).toBeGreaterThanOrEqual(given.previous.since.getTime());
      }),
    );
  });
  it('never shows an agent with a live call as ready, off, paused or in after-call work', () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const { state } = reduceAgentPresence(given, now);
        if (given.legs.length > 0) expect(['ringing', 'on-call']).toContain(state);
        if (given.legs.some((l) => l.state === 'talking')) expect(state).toBe('on-call');
      }),
    );
  });
  it('does not depend on the order of the legs', () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const turned = reduceAgentPresence({ ...given, legs: [...given.legs].reverse() }, now);
        expect(turned).toEqual(reduceAgentPresence(given, now));
      }),
    );
  });
});
