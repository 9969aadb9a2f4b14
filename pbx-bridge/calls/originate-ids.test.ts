import { expect, test } from 'vitest';
import { freshState, playEvents } from '../../test/traces/reduce-trace.ts';
import { parseAmiEvent } from '../ami/ami-decoder.ts';
import { isOriginatedLeg, originateChannelId } from './originate-ids.ts';

const event = (at: number, text: string) =>
  parseAmiEvent(text.trim().replace(/\n\s+/g, '\n'), 1_795_421_953_000 + at * 1000)!;

/** A click to call that rings the phone 101. */
const ring = (at: number, command: string, nth: number) => {
  const id = originateChannelId('pbx1', command);
  const channel = `PJSIP/101-0000000${nth}`;
  return [
    event(
      at,
      `Event: Newchannel\nChannel: ${channel}\nUniqueid: ${id}\nLinkedid: ${id}\nContext: from-agent\nExten: s`,
    ),
    event(at, `Event: DialBegin\nDestChannel: ${channel}\nDestUniqueid: ${id}\nDestLinkedid: ${id}\nDialString: 101`),
  ];
};
const hangup = (at: number, command: string, nth: number) =>
  event(
    at,
    `Event: Hangup\nChannel: PJSIP/101-0000000${nth}\nUniqueid: ${originateChannelId('pbx1', command)}\nCause: 19`,
  );
const failure = (at: number, command: string, exten: string) =>
  event(
    at,
    `Event: OriginateResponse\nActionID: tl-originate-${command}\nResponse: Failure\nReason: 3\nChannel: PJSIP/101\nExten: ${exten}\nUniqueid: <unknown>`,
  );

test('[TEL-5] two clicks that ring one phone in vain each keep the number they were for', () => {
  const { facts } = playEvents(
    [
      ...ring(0, 'org_1', 1),
      ...ring(20, 'org_2', 2),
      hangup(30, 'org_1', 1),
      failure(30, 'org_1', '+33611111111'),
      failure(50, 'org_2', '+33622222222'),
      hangup(50, 'org_2', 2),
    ],
    freshState(['PJSIP/101']),
  );
  const last = new Map(facts.map((fact) => [fact.call.linkedIds[0], fact.call]));
  expect([...last].map(([id, call]) => [id, call.dialledNumber, call.outcome])).toEqual([
    ['pbx1-org_1-a', '+33611111111', 'no-answer'],
    ['pbx1-org_2-a', '+33622222222', 'no-answer'],
  ]);
});

test('an originate of somebody else is known by its device alone', () => {
  const leg = { id: 'lab-1.7', interface: 'PJSIP/101' };
  expect(isOriginatedLeg(leg, { device: 'PJSIP/101', command: null })).toBe(true);
  expect(isOriginatedLeg(leg, { device: 'PJSIP/102', command: null })).toBe(false);
  expect(isOriginatedLeg(leg, { device: 'PJSIP/101', command: 'org_1' })).toBe(false);
});
