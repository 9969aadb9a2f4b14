import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readTrace } from '../../../test/traces/read-trace.ts';
import { lastRecords, playTrace } from '../../../test/traces/reduce-trace.ts';
import { type CelEvent, readCelLine, splitCsv } from './read-cel.ts';
import { createCelBook, type OurCall, reconcile } from './reconcile.ts';

describe('a line of the CEL file', () => {
  it('is split at commas outside quotes', () => {
    expect(splitCsv('"a","b ""c"", d",e,')).toEqual(['a', 'b "c", d', 'e', '']);
  });

  it('gives the event with its bridge', () => {
    const line =
      '"BRIDGE_ENTER","1795422204.359323","lab-1.2","lab-1.1","PJSIP/101-00000001","PJSIP/trunk-1","{""bridge_id"":""b-1"",""bridge_technology"":""simple_bridge""}","from-trunk","s","AppDial","101"';
    expect(readCelLine(line)).toEqual({
      type: 'BRIDGE_ENTER',
      at: 1_795_422_204.359323,
      uniqueId: 'lab-1.2',
      linkedId: 'lab-1.1',
      channel: 'PJSIP/101-00000001',
      extra: { bridge_id: 'b-1', bridge_technology: 'simple_bridge' },
    });
  });

  it('that was cut off or is a heading is passed over', () => {
    expect(readCelLine('eventtype,eventtime,uniqueid')).toBeNull();
    expect(readCelLine('')).toBeNull();
    expect(readCelLine('"BRIDGE_ENTER","1795422204.3","lab-1.2","lab-1.1","PJSIP/1","","{""brid')?.extra).toEqual({});
  });
});

const folder = fileURLToPath(new URL('../../../test/traces/data/', import.meta.url));
const traces = readdirSync(folder).flatMap((file) => (file.endsWith('.ami.gz') ? [file.slice(0, -7)] : []));
/** Asterisk died, or the link was away: CEL of the time in between never reached the trace. */
const withoutCel = /crash|reconnect/;
/** A conversation with a program of Asterisk itself: in no bridge, so CEL has no time for it. */
const withAProgram = /echo-playback/;

function celOf(name: string): CelEvent[] {
  return readTrace(name).flatMap(({ name: event, fields }): CelEvent[] => {
    if (event !== 'CEL') return [];
    const extra = fields.get('Extra') ?? '';
    return [
      {
        type: fields.get('EventName') ?? '',
        at: Number(fields.get('Timestamp')),
        uniqueId: fields.get('UniqueID') ?? '',
        linkedId: fields.get('LinkedID') ?? '',
        channel: fields.get('Channel') ?? '',
        extra: extra.startsWith('{') ? JSON.parse(extra) : {},
      },
    ];
  });
}

function ourCalls(name: string) {
  const byLinkedId = new Map<string, string[]>();
  const calls = new Map<string, OurCall>();
  for (const record of lastRecords(playTrace(name).facts)) {
    const kind = record.direction === 'internal' ? 'agent' : 'external';
    const talkers = record.legs.filter((leg) => leg.kind === kind).map(({ id }) => id);
    const { callId: id, direction, state, endInferred, talkSeconds } = record;
    calls.set(id, { id, direction, state, endInferred, talkSeconds, talkers });
    for (const linkedId of record.linkedIds) byLinkedId.set(linkedId, [...(byLinkedId.get(linkedId) ?? []), id]);
  }
  return { byLinkedId, calls };
}

describe('our calls held against the book of Asterisk', () => {
  it.each(traces.filter((name) => !withoutCel.test(name) && !withAProgram.test(name)))(
    '[TEL-3] agree on %s',
    (name) => {
      const book = createCelBook();
      for (const event of celOf(name)) book.take(event);
      expect(reconcile(book, ourCalls(name)).differences).toEqual([]);
    },
  );

  it('that lack a call, count one twice or talk too long are told of', () => {
    const book = createCelBook();
    for (const event of celOf('agent-to-agent')) book.take(event);
    const ours = ourCalls('agent-to-agent');
    const [linkedId] = [...ours.byLinkedId.keys()];
    const [call] = [...ours.calls.values()];
    expect(reconcile(book, { ...ours, byLinkedId: new Map() }).differences).toEqual([
      `linkedid ${linkedId} belongs to no call`,
    ]);
    const twice = new Map([[linkedId!, [call!.id, 'call_other']]]);
    expect(reconcile(book, { ...ours, byLinkedId: twice }).differences[0]).toMatch(/belongs to 2 calls/);
    call!.talkSeconds += 0.5;
    expect(reconcile(book, ours).differences[0]).toMatch(/Asterisk bridged/);
  });
});
