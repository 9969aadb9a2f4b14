/**
 * The ingest measure, run as a process of its own (`--expose-gc`): the bare decoder and the whole way from bytes to call
 * events take the same chunks in turn, so that what disturbs one disturbs the other.
 */
import { type AmiDecoder, createAmiDecoder } from '../../../pbx-bridge/ami/ami-decoder.ts';
import type { AmiEvent } from '../../../pbx-bridge/ami/ami-event.ts';
import { CALL_EVENT_NAMES } from '../../../pbx-bridge/calls/call-reducer.ts';
import { CallsModel } from '../../../pbx-bridge/calls-model.ts';
import { stateEventNames } from '../../../pbx-bridge/pbx-view.ts';
import { seededRandom } from '../../pbx-lab/seeded-random.ts';
import type { Figure } from '../bench.ts';
import { countOutcome, cutIntoChunks, type Outcomes, outcomesOf, readRecordings } from './ingest-load.ts';
import { playRecordings } from './recorded-traffic.ts';

const events = 2_000_000;
const eventsPerSlice = 5_000;
/** Copies side by side: some four hundred calls in progress. */
const slots = 64;
/** Not counted: the engine has not compiled everything yet. */
const warmUpEvents = 200_000;

type Said = { say: string } | { figures: Figure[] };
const tell = (message: Said): void => void process.send?.(message);

/** One way of taking the bytes, and the processor time it took: of all threads, so that collecting garbage counts too. */
type Arm = { decoder: AmiDecoder; microseconds: number };

const recordings = readRecordings();
const traffic = playRecordings(recordings, { slots, spreadSeconds: 76, startsAt: 1_800_000_000 });
const random = seededRandom(1);
let now = 0;
let decoded = 0;
let facts = 0;
const ended: Outcomes = new Map();
const model = new CallsModel('pbx1');

const arm = (isWanted: (name: string) => boolean, onEvent: (event: AmiEvent) => void): Arm => {
  const onFault = (): void => {
    throw new Error('the decoder found a fault in recorded traffic');
  };
  const ignore = (): void => undefined;
  const sink = { isWanted, onEvent, onFault, onResponse: ignore, onBanner: ignore };
  return { decoder: createAmiDecoder(sink, () => now), microseconds: 0 };
};
const bare = arm(
  () => true,
  () => {
    decoded += 1;
  },
);
const whole = arm(
  (name) => CALL_EVENT_NAMES.has(name) || stateEventNames.has(name),
  (event) => {
    const said = model.apply({ kind: 'event', event }).facts;
    facts += said.length;
    for (const fact of said) if (fact.type === 'call.ended') countOutcome(ended, fact.call.outcome ?? 'none');
  },
);

function measure({ decoder }: Arm, chunks: readonly Buffer[]): number {
  const before = process.cpuUsage();
  for (const chunk of chunks) decoder.push(chunk);
  const used = process.cpuUsage(before);
  return used.user + used.system;
}

let arms = [bare, whole];
let bytes = 0;
let wallSeconds = 0;
let mostOpen = 0;

/** One slice of traffic through both arms, which change places every time. False when the traffic is over. */
function takeSlice(isCounted: boolean): boolean {
  const blocks: string[] = [];
  for (let next = traffic.next(); next !== null; next = blocks.length < eventsPerSlice ? traffic.next() : null) {
    blocks.push(next.text);
    now = next.at;
  }
  const slice = Buffer.from(blocks.join(''), 'utf8');
  const chunks = cutIntoChunks(slice, random);
  arms = arms.toReversed();
  for (const each of arms) {
    const began = process.hrtime.bigint();
    const microseconds = measure(each, chunks);
    if (!isCounted) continue;
    each.microseconds += microseconds;
    if (each === whole) wallSeconds += Number(process.hrtime.bigint() - began) / 1e9;
  }
  if (isCounted) bytes += slice.length;
  mostOpen = Math.max(mostOpen, model.openCalls().size);
  return blocks.length > 0;
}

function heapMb(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1024 / 1024;
}

const heaps: number[] = [];
while (decoded < events) {
  const quarter = Math.floor((decoded / events) * 4);
  takeSlice(decoded >= warmUpEvents);
  if (Math.floor((decoded / events) * 4) === quarter) continue;
  heaps.push(heapMb());
  tell({ say: `${decoded} events, heap ${heaps.at(-1)?.toFixed(1)} MB` });
}
const counted = decoded - warmUpEvents;
const factsPerThousand = (facts / decoded) * 1000;
traffic.finish();
while (takeSlice(false));

/** Calls that are too many or too few, by how they ended, and calls that never did. */
function strayCalls(): number {
  const expected: Outcomes = new Map();
  for (const [index, recording] of recordings.entries()) {
    for (const [outcome, times] of outcomesOf(recording)) {
      countOutcome(expected, outcome, times * (traffic.played[index] ?? 0));
    }
  }
  for (const [outcome, times] of ended) countOutcome(expected, outcome, -times);
  return [...expected.values()].reduce((sum, difference) => sum + Math.abs(difference), model.openCalls().size);
}

const calls = [...ended.values()].reduce((sum, times) => sum + times, 0);
const wholeSeconds = whole.microseconds / 1e6;
const bareSeconds = bare.microseconds / 1e6;
tell({
  figures: [
    {
      name: 'bytes to call events, one core',
      value: counted / wholeSeconds,
      unit: 'events/s',
      limit: { atLeast: 60_000 },
    },
    { name: 'bare decoder, one core', value: counted / bareSeconds, unit: 'events/s' },
    { name: 'of the bare decoder', value: bareSeconds / wholeSeconds, unit: '×', limit: { atLeast: 0.5 } },
    {
      name: 'heap grown over 1.5 million events',
      value: Math.max(...heaps.slice(1)) - (heaps[0] ?? 0),
      unit: 'MB',
      limit: { atMost: 4 },
    },
    { name: 'calls not as recorded', value: strayCalls(), unit: 'calls', limit: { atMost: 0 } },
    { name: 'calls', value: calls, unit: 'calls' },
    { name: 'calls in progress at most', value: mostOpen, unit: 'calls' },
    { name: 'call events', value: factsPerThousand, unit: 'per 1000 events' },
    { name: 'bytes to call events, by the wall clock', value: counted / wallSeconds, unit: 'events/s' },
    { name: 'bytes to call events', value: bytes / 1024 / 1024 / wholeSeconds, unit: 'MB/s' },
  ],
});
