import { describe, expect, it } from 'vitest';
import type { CallEvent } from '../../../pbx-bridge/contract/pbx-events.ts';
import { callFacts, journal } from '../../../test/factories/call-facts.ts';
import { closeCall } from './close-call.ts';

const start = '2026-03-02T09:00:00.000Z';
const secondsIn = (seconds: number) => Date.parse(start) + seconds * 1_000;

/** A customer waits 3 s in the queue, both telephones ring from the first second; Anna answers when `isAnswered`. */
function queueCall({ isAnswered }: { isAnswered: boolean }): { call: ReturnType<typeof callFacts>; known: CallEvent } {
  const call = callFacts({ journal: journal(), queue: 'sales', at: start });
  call.started();
  call.updated({ queueVisits: [{ queue: 'sales', joinedAt: start, leftAt: null, end: null }] });
  const rung = call.ringing('PJSIP/101');
  if (!isAnswered) return { call, known: rung };
  call.wait(3);
  return { call, known: call.answered('PJSIP/101') };
}

describe('[TEL-10] the end of a call that nobody heard', () => {
  it('lets the conversation go on until the bridge last held it open', () => {
    const { known } = queueCall({ isAnswered: true });
    const { call, ...fact } = closeCall(known, secondsIn(33));
    expect(fact).toMatchObject({ type: 'call.ended', callId: known.callId, occurredAt: '2026-03-02T09:00:33.000Z' });
    expect(call).toMatchObject({
      state: 'ended',
      outcome: 'answered',
      endedAt: '2026-03-02T09:00:33.000Z',
      talkSeconds: 30,
      holdSeconds: 0,
      waitSeconds: known.call.waitSeconds,
      endInferred: true,
      endedBy: null,
      hangupCause: null,
    });
    expect(call.agents).toMatchObject([{ interface: 'PJSIP/101', talkSeconds: 30 }]);
    expect(call.legs.find((leg) => leg.interface === 'PJSIP/101')).toMatchObject({ talkSeconds: 30 });
    expect(call.legs.map((leg) => leg.endedAt)).toEqual([call.endedAt, call.endedAt]);
  });

  it('counts what was held as held', () => {
    const { call } = queueCall({ isAnswered: true });
    const held = call.updated({ state: 'held' });
    expect(closeCall(held, secondsIn(13)).call).toMatchObject({ talkSeconds: 10, holdSeconds: 10 });
  });

  it('makes a missed call of one that waited, and of one that rang', () => {
    const { known } = queueCall({ isAnswered: false });
    const { call } = closeCall(known, secondsIn(20));
    expect(call).toMatchObject({ outcome: 'abandoned', waitSeconds: 20, ringSeconds: 20, talkSeconds: 0 });
    expect(call.queueVisits).toEqual([{ queue: 'sales', joinedAt: start, leftAt: call.endedAt, end: null }]);
    expect(call.agents).toMatchObject([{ interface: 'PJSIP/101', ringSeconds: 20, talkSeconds: 0 }]);
    const direct = callFacts({ journal: journal(), at: start });
    direct.started();
    expect(closeCall(direct.ringing('PJSIP/101'), secondsIn(20)).call.outcome).toBe('no-answer');
  });

  it('never ends before the last thing that was heard', () => {
    const { known } = queueCall({ isAnswered: true });
    expect(closeCall(known, 0).call).toMatchObject({ endedAt: known.occurredAt, talkSeconds: 0 });
  });

  it('is one fact however often it is made, and older than whatever the bridge writes down later', () => {
    const { known } = queueCall({ isAnswered: true });
    expect(closeCall(known, secondsIn(33)).id).toBe(closeCall(known, secondsIn(40)).id);
    expect(Date.parse(closeCall(known, secondsIn(33)).recordedAt) - Date.parse(known.recordedAt)).toBe(1);
  });
});
