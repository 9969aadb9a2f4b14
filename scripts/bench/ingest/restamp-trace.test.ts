import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parseAmiEvent } from '../../../pbx-bridge/ami/ami-decoder.ts';
import type { AmiEvent } from '../../../pbx-bridge/ami/ami-event.ts';
import { CallsModel } from '../../../pbx-bridge/calls-model.ts';
import type { CallRecord } from '../../../pbx-bridge/contract/call-record.ts';
import { readTrace } from '../../../pbx-bridge/raw/trace-format.ts';
import { projectRoot } from '../../../server/platform/project-root.ts';
import { seededRandom } from '../../pbx-lab/seeded-random.ts';
import { cutIntoChunks } from './ingest-load.ts';
import { playRecordings } from './recorded-traffic.ts';
import { type RecordedBlock, readRecording, type Stamp, stampBlock } from './restamp-trace.ts';

const traceOf = (name: string) =>
  gunzipSync(readFileSync(path.join(projectRoot(), 'test/traces/data', `${name}.ami.gz`))).toString('utf8');

const names = [
  'storm-1',
  'attended-transfer-sip',
  'call-parked',
  'lab-queue-local-member',
  'lab-dialler-customer-gives-up',
];
const asRecorded: Stamp = { secondsLater: 0, copy: 0, slot: 0 };

const eventsOf = (recording: readonly RecordedBlock[], stamp: Stamp): AmiEvent[] =>
  recording.flatMap((block) => {
    const event = parseAmiEvent(stampBlock(block, stamp), block.at + stamp.secondsLater * 1000);
    return event === null ? [] : [event];
  });

function reduce(events: readonly AmiEvent[]) {
  const model = new CallsModel('pbx1');
  const facts = events.flatMap((event) => model.apply({ kind: 'event', event }).facts);
  return { facts, open: model.openCalls().size };
}

/** What a record says of the call, without the names and times that every copy has for itself. */
const storyOf = (call: CallRecord) => ({
  ended: [call.outcome, call.endedBy, call.hangupCause],
  times: [call.waitSeconds, call.ringSeconds, call.talkSeconds, call.holdSeconds],
  people: [call.direction, call.from.interface === null ? call.from.raw : null, call.dialledNumber, call.queue],
  agents: call.agents.map(({ role, ringSeconds, talkSeconds }) => [role, ringSeconds, talkSeconds]),
  legs: call.legs.length,
  transfers: call.transfers.map(({ kind }) => kind),
});

describe.each(names)('a copy of %s', (name) => {
  const recording = readRecording(traceOf(name));

  it('with the stamp of the recording is the recording, byte for byte', () => {
    const received = [...readTrace(traceOf(name))].filter((entry) => !entry.sent);
    expect(recording.map((block) => stampBlock(block, asRecorded))).toEqual(
      received.map(({ text }) => `${text.replaceAll('\n', '\r\n')}\r\n\r\n`),
    );
  });

  it('says the same events with the same headers', () => {
    const shape = (event: AmiEvent) => [event.name, ...[...event.fields].map(([header]) => header)].join(' ');
    const copy = eventsOf(recording, { secondsLater: 1000, copy: 3, slot: 12 });
    expect(copy.map(shape)).toEqual(eventsOf(recording, asRecorded).map(shape));
  });

  it('is reduced to the same calls, each told as the recorded one', () => {
    const original = reduce(eventsOf(recording, asRecorded));
    const copy = reduce(eventsOf(recording, { secondsLater: 86_400, copy: 5, slot: 7 }));
    expect(copy.facts.map((fact) => fact.type)).toEqual(original.facts.map((fact) => fact.type));
    expect(copy.open).toBe(0);
    const endings = ({ facts }: typeof copy) =>
      facts.flatMap((fact) => (fact.type === 'call.ended' ? [storyOf(fact.call)] : []));
    expect(endings(copy)).toEqual(endings(original));
  });

  it('shares no channel, no linkedid and no bridge with another copy', () => {
    const idsOf = (stamp: Stamp) =>
      new Set(
        eventsOf(recording, stamp).flatMap((event) =>
          [...event.fields]
            .filter(([header, value]) => /(Uniqueid|Linkedid|Channel|LocalOne|LocalTwo)$/i.test(header) && value !== '')
            .map(([, value]) => value),
        ),
      );
    const [one, other] = [idsOf({ ...asRecorded, copy: 1 }), idsOf({ ...asRecorded, copy: 2 })];
    expect(one.size).toBeGreaterThan(5);
    // `ParkingLot` and its like are no channels; a member's interface (`PJSIP/101`) is the telephone, not a channel.
    expect([...one].filter((id) => other.has(id) && /-[0-9a-f]{8}|\.\d+$/.test(id))).toEqual([]);
  });
});

describe('traffic of many copies', () => {
  const recordings = ['call-parked', 'attended-transfer-sip'].map((name) => readRecording(traceOf(name)));

  it('is in the order of its times, and every copy that was begun goes on to its end', () => {
    const traffic = playRecordings(recordings, { slots: 5, spreadSeconds: 10, startsAt: 1_800_000_000 });
    const model = new CallsModel('pbx1');
    let ended = 0;
    let before = 1_800_000_000_000;
    for (let count = 0, next = traffic.next(); next !== null; next = traffic.next(), count += 1) {
      expect(next.at).toBeGreaterThanOrEqual(before);
      before = next.at;
      const event = parseAmiEvent(next.text, next.at);
      const facts = event === null ? [] : model.apply({ kind: 'event', event }).facts;
      ended += facts.filter((fact) => fact.type === 'call.ended').length;
      if (count === 3000) traffic.finish();
    }
    expect(model.openCalls().size).toBe(0);
    expect(traffic.played.reduce((sum, times) => sum + times, 0)).toBeGreaterThan(10);
    expect(ended).toBe(traffic.played.reduce((sum, times) => sum + times, 0));
  });

  it('is cut into chunks that are the same bytes again', () => {
    const bytes = Buffer.from('x'.repeat(300_000));
    const chunks = cutIntoChunks(bytes, seededRandom(7));
    expect(Buffer.concat(chunks)).toEqual(bytes);
    expect(chunks.length).toBeGreaterThan(10);
    expect(Math.max(...chunks.map((chunk) => chunk.length))).toBeLessThanOrEqual(64 * 1024);
    expect(cutIntoChunks(bytes, seededRandom(7))).toEqual(chunks);
  });
});
