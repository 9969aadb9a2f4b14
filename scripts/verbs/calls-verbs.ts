/**
 * `npm run trunkline -- calls rebuild | reconcile CEL.csv | trace ID`: the log made again from the raw facts, held against
 * Asterisk's own book, and one call cut out of the raw copy as a trace.
 */
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { cutTrace } from '../../pbx-bridge/raw/cut-trace.ts';
import { readRawEntries } from '../../pbx-bridge/raw/raw-segments.ts';
import type { ProjectionNeighbours } from '../../server/modules/calls/call-neighbours.ts';
import { readCallsByLinkedId } from '../../server/modules/calls/calls-by-linkedid.usecases.ts';
import { readCallForServer, readLegsForServer } from '../../server/modules/calls/calls-for-others.usecases.ts';
import { rebuildCalls } from '../../server/modules/calls/rebuild-calls.usecases.ts';
import type { Platform } from '../../server/platform/platform.ts';
import { defaultColumns, readCelLine } from './cel/read-cel.ts';
import { createCelBook, reconcile } from './cel/reconcile.ts';

/** What a verb is given. */
export interface VerbInput {
  /** Words after the verb, options taken out. */
  words: readonly string[];
  /** `--name value` and `--name`. */
  options: Readonly<Record<string, string | true>>;
  /** Writes one line to standard output. */
  print(line: string): void;
}

/** The exit code. */
type Exit = Promise<0 | 1 | 2>;

const optionOf = (value: string | true | undefined): string | null => (typeof value === 'string' ? value : null);

/** Makes every call again from the raw facts; what people said stays. */
export async function rebuildVerb(input: VerbInput, platform: Platform, neighbours: ProjectionNeighbours): Exit {
  const done = await rebuildCalls({ ...platform, neighbours }, ({ calls, changed }) => {
    input.print(`${calls} calls looked at, ${changed} changed`);
  });
  input.print(`Rebuilt: ${done.calls} calls looked at, ${done.changed} changed.`);
  return 0;
}

/** Reads a CEL file and prints every difference; 1 when there is any. */
export async function reconcileVerb(input: VerbInput, platform: Pick<Platform, 'database'>): Exit {
  const [file] = input.words;
  if (file === undefined) {
    input.print('Usage: calls reconcile CEL.csv [--bridge ID] [--columns eventtype,eventtime,…]');
    return 2;
  }
  const columns = optionOf(input.options.columns)?.split(',') ?? defaultColumns;
  const book = createCelBook();
  for await (const line of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
    const event = readCelLine(line, columns);
    if (event) book.take(event);
  }
  const bridgeId = optionOf(input.options.bridge);
  const ours = await readCallsByLinkedId(platform.database.sql, [...book.linkedIds], bridgeId);
  const result = reconcile(book, ours);
  for (const difference of result.differences) input.print(difference);
  const largest = `largest difference of an equal call ${result.largestDifference.toFixed(3)} s`;
  input.print(
    `${result.linkedIds} linkedids, ${result.calls} calls, ${result.differences.length} differences, ${largest}.`,
  );
  return result.differences.length === 0 ? 0 : 1;
}

/** How long before the first and after the last channel of a call the raw copy is searched. */
const searchMs = 60_000;

/** Cuts one call out of the bridge's raw copy, ready to become `test/traces/<story>.ami`. */
export async function traceVerb(input: VerbInput, platform: Pick<Platform, 'database' | 'config'>): Exit {
  const [callId] = input.words;
  if (callId === undefined) {
    input.print('Usage: calls trace CALL_ID [--raw FOLDER]');
    return 2;
  }
  const call = await readCallForServer(platform.database.sql, callId);
  if (!call) {
    input.print(`There is no call ${callId}.`);
    return 1;
  }
  const legs = await readLegsForServer(platform.database.sql, call.id);
  const folder =
    optionOf(input.options.raw) ?? path.join(platform.config.dataDir, 'bridge', path.basename(call.bridgeId), 'raw');
  const from = Date.parse(call.startedAt) - searchMs;
  const to = (call.endedAt === null ? Number.MAX_SAFE_INTEGER - searchMs : Date.parse(call.endedAt)) + searchMs;
  const comment = `Call ${call.id} of ${call.pbx}, ${call.startedAt}, ${call.direction}, ${call.outcome ?? call.state}.`;
  const ids = [...call.linkedIds, ...legs.map(({ id }) => id)];
  const trace = cutTrace(() => readRawEntries(folder, from, to), { ids, comment });
  if (trace === '') {
    input.print(`The raw copy in ${folder} holds nothing of this call: it may be older than RAW_EVENT_DAYS.`);
    return 1;
  }
  input.print(trace);
  return 0;
}
