import { describe, expect, it } from 'vitest';
import type { AmiEvent } from '../ami/ami-event.ts';
import { emptyMap, entriesOf, getFrom, withChanges } from './bucket-map.ts';
import { callIdOf, factIdOf } from './call-fact.ts';
import { deviceInterface, dialledNumberOf, originatedInterface, parseChannelName } from './channel-name.ts';
import { classifyEndpoint } from './classify-endpoint.ts';
import { numberOf, textOf, timeOf } from './event-fields.ts';
import { isDeadLine, verdictOfLeg } from './hangup-cause.ts';
import { closeSpan, openSpan, type Span, secondsOf } from './talk-time.ts';

describe('channel names', () => {
  it.each([
    ['PJSIP/101-0000002a', 'PJSIP', '101', 'PJSIP/101'],
    ['SIP/my-trunk-0000001b', 'SIP', 'my-trunk', 'SIP/my-trunk'],
    ['IAX2/office-1234', 'IAX2', 'office', 'IAX2/office'],
    ['DAHDI/1-1', 'DAHDI', '1', 'DAHDI/1'],
    ['DAHDI/i1/5551234-2a', 'DAHDI', 'i1', 'DAHDI/i1'],
    ['PJSIP/101-0000002a<ZOMBIE>', 'PJSIP', '101', 'PJSIP/101'],
    ['AsyncGoto/PJSIP/101-0000002a', 'AsyncGoto', 'PJSIP', 'AsyncGoto/PJSIP'],
    ['nonsense', '', 'nonsense', 'nonsense'],
    ['', '', '', ''],
  ])('[TEL-3] %s is %s of %s', (name, technology, resource, iface) => {
    expect(parseChannelName(name)).toEqual({ technology, resource, interface: iface, local: null });
  });

  it('[TEL-3] the halves of a Local channel know their pair', () => {
    const [one, two] = ['Local/102@xfer-00000001;1', 'Local/102@xfer-00000001;2'].map((name) => parseChannelName(name));
    expect(one).toMatchObject({ technology: 'Local', resource: '102@xfer', interface: 'Local/102@xfer' });
    expect(one?.local).toEqual({ pair: 'Local/102@xfer-00000001', half: 1 });
    expect(two?.local?.pair).toBe(one?.local?.pair);
  });

  it.each([
    ['+33611112222@trunk', '+33611112222'],
    ['trunk/+33611112222', '+33611112222'],
    ['trunk/sip:100@host:5060', '100'],
    ['g0/5551234', '5551234'],
    ['102', '102'],
    ['Local/102@from-agent', '102'],
    ['', ''],
  ])('[TEL-3] dial string %s reaches %s', (dialString, number) => {
    expect(dialledNumberOf(dialString)).toBe(number);
  });

  it.each([
    ['PJSIP/101', 'PJSIP/101'],
    ['Local/101@from-queue/n', null],
    ['PJSIP/+390551230002@trunk', null],
    ['hint:101@ext-local', null],
    ['Queue:sales', null],
    ['Custom:DND101', null],
    ['', null],
  ])('[AGT-1] %s is one device of ours: %s', (text, device) => {
    expect(deviceInterface(text)).toBe(device);
  });
});

describe('what an Originate rings', () => {
  it.each([
    ['PJSIP/101', 'PJSIP/101'],
    ['Local/101@from-internal', 'Local/101@from-internal'],
    ['Local/101@from-internal/n', 'Local/101@from-internal'],
    ['PJSIP/+390551230002@trunk', null],
    ['Local/101', null],
    ['', null],
  ])('[TEL-4] %s begins the channel %s', (text, iface) => {
    expect(originatedInterface(text)).toBe(iface);
  });
});

describe('whose device', () => {
  const nobody = { isAgent: () => false, isTrunk: () => false, isQueueMember: () => false };
  const kind = (name: string, context: string | null = null, known = nobody) =>
    classifyEndpoint(parseChannelName(name), context, known);

  it('[TEL-3] settings win over everything that can be guessed', () => {
    expect(kind('PJSIP/alice-1', 'from-trunk', { ...nobody, isAgent: () => true })).toBe('agent');
    expect(kind('PJSIP/101-1', 'from-agent', { ...nobody, isTrunk: () => true })).toBe('external');
    expect(kind('PJSIP/alice-1', null, { ...nobody, isQueueMember: () => true })).toBe('agent');
  });

  it('[TEL-3] a short number is an extension, anything else a trunk, unless its context says otherwise', () => {
    expect(kind('PJSIP/101-1')).toBe('agent');
    expect(kind('PJSIP/trunk-1')).toBe('external');
    expect(kind('PJSIP/74951234567-1')).toBe('external');
    expect(kind('PJSIP/10050-1', 'from-trunk')).toBe('external');
    expect(kind('PJSIP/alice-1', 'from-internal')).toBe('agent');
    expect(kind('DAHDI/1-1')).toBe('external');
  });

  it('[TEL-3] Local channels carry, helpers of Asterisk are nobody', () => {
    expect(kind('Local/1@x-00000001;1')).toBe('local');
    for (const name of ['CBAnn/room-1;1', 'AsyncGoto/PJSIP/101-1', 'Surrogate/x', 'Message/ast_msg_queue', '']) {
      expect(kind(name)).toBe('service');
    }
  });
});

describe('verdict on a called leg', () => {
  it.each([
    // dialStatus, cause, techCause, verdict: as measured (asterisk answers 404 and 603 with NOANSWER)
    ['NOANSWER', 0, null, 'no-answer'],
    ['BUSY', 17, 486, 'busy'],
    ['NOANSWER', 17, 486, 'busy'],
    ['NOANSWER', 21, 603, 'declined'],
    ['NOANSWER', 21, 403, 'failed'],
    ['NOANSWER', 21, null, 'declined'],
    ['NOANSWER', 1, 404, 'failed'],
    ['CONGESTION', 34, 503, 'failed'],
    [null, 19, 480, 'no-answer'],
    ['CANCEL', 127, 500, null],
    ['CANCEL', 0, null, null],
    ['ANSWER', 16, null, null],
    [null, 26, null, null],
    ['CHANUNAVAIL', null, null, 'failed'],
    [null, null, null, null],
  ] as const)('[MIS-3] %s with cause %s (SIP %s) is %s', (dialStatus, cause, tech, verdict) => {
    expect(verdictOfLeg(dialStatus, cause, tech)).toBe(verdict);
  });

  it('[TEL-3] a line that died was not hung up by anybody', () => {
    expect([16, 44, 38, null].map(isDeadLine)).toEqual([false, true, true, false]);
  });
});

describe('spans of time', () => {
  it('[TEL-3] overlapping spans count once, an open one runs until now', () => {
    expect(
      secondsOf(
        [
          [0, 4000],
          [3000, 5000],
          [7000, null],
        ],
        9000,
      ),
    ).toBe(7);
    expect(
      secondsOf(
        [
          [0, 4000],
          [3000, null],
        ],
        9000,
        3500,
      ),
    ).toBe(3.5);
    expect(secondsOf([], 1000)).toBe(0);
  });

  it('[TEL-3] opening twice or closing twice changes nothing; an end is never before its begin', () => {
    const open = openSpan([], 1000);
    expect(openSpan(open, 2000)).toBe(open);
    const closed = closeSpan(open, 500);
    expect(closed).toEqual([[1000, 1000]]);
    expect(closeSpan(closed, 9000)).toBe(closed);
  });

  it('[TEL-3] a thousand holds keep their total but not their list', () => {
    let spans: readonly Span[] = [];
    for (let i = 0; i < 1000; i += 1) spans = closeSpan(openSpan(spans, i * 1000), i * 1000 + 500);
    expect(spans.length).toBeLessThanOrEqual(41);
    expect(secondsOf(spans, 0)).toBeGreaterThan(490);
  });
});

describe('the map of the state', () => {
  it('[TEL-10] keeps any key, also names of object properties, and never changes a map it was given', () => {
    const before = withChanges(
      emptyMap<number>(),
      new Map([
        ['a', 1],
        ['__proto__', 2],
        ['constructor', 3],
      ]),
    );
    const after = withChanges(
      before,
      new Map<string, number | undefined>([
        ['a', undefined],
        ['b', 4],
      ]),
    );
    expect([before.size, getFrom(before, 'a'), getFrom(before, 'b'), getFrom(before, '__proto__')]).toEqual([
      3,
      1,
      undefined,
      2,
    ]);
    expect([after.size, getFrom(after, 'a'), getFrom(after, 'b'), getFrom(after, 'constructor')]).toEqual([
      3,
      undefined,
      4,
      3,
    ]);
    expect([...entriesOf(after)]).toHaveLength(3);
    expect(getFrom(after, 'toString')).toBeUndefined();
  });
});

describe('reading a block', () => {
  const event = (fields: Record<string, string>, receivedAt = 1_795_422_000_000): AmiEvent => ({
    name: 'x',
    fields: new Map(Object.entries(fields)),
    repeated: null,
    receivedAt,
  });

  it('[TEL-3] absent, empty and Asterisk’s words for nothing are null; endless values are cut', () => {
    const read = event({ a: '', b: '<unknown>', c: 'x'.repeat(1000) });
    expect(['a', 'b', 'd'].map((name) => textOf(read, name))).toEqual([null, null, null]);
    expect(textOf(read, 'c')).toHaveLength(256);
    expect([numberOf(event({ n: '17' }), 'n'), numberOf(event({ n: '1e9' }), 'n')]).toEqual([17, null]);
  });

  it('[TEL-3] time is the PBX’s own, unless that cannot be', () => {
    expect(timeOf(event({ Timestamp: '1795422004.324187' }))).toBe(1_795_422_004_324);
    expect(timeOf(event({}))).toBe(1_795_422_000_000);
    expect(timeOf(event({ Timestamp: '12' }))).toBe(1_795_422_000_000);
    expect(timeOf(event({ Timestamp: '1000000000.5' }))).toBe(1_795_422_000_000);
  });
});

describe('ids', () => {
  it('[TEL-3] the same call and fact have the same id; another PBX, moment or ordinal another', () => {
    expect(callIdOf('a', '1')).toBe(callIdOf('a', '1'));
    expect(callIdOf('a', '1')).toMatch(/^call_[0-9a-f]{24}$/);
    const ids = [callIdOf('a', '1'), callIdOf('b', '1'), callIdOf('a', '2')];
    expect(new Set(ids).size).toBe(3);
    const facts = [1, 2].flatMap((n) => [10, 20].map((at) => factIdOf('a', 'c', 'call.updated', null, n, at)));
    expect(new Set(facts).size).toBe(4);
  });
});
