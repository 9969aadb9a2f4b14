/**
 * `npm run trunkline -- calls rebuild | reconcile CEL.csv | trace ID`: the log made again from the raw facts, held against
 * Asterisk's own book, and one call cut out of the raw copy as a trace.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { cutTrace } from '../../pbx-bridge/raw/cut-trace.ts';
import { readRawEntries } from '../../pbx-bridge/raw/raw-segments.ts';
import { readCallsByLinkedId } from '../../server/modules/calls/calls-by-linkedid.usecases.ts';
import { readCallForServer, readLegsForServer } from '../../server/modules/calls/calls-for-others.usecases.ts';
import { projectionNeighbours } from '../../server/modules/calls/real-neighbours.ts';
import { rebuildCalls } from '../../server/modules/calls/rebuild-calls.usecases.ts';
import { teamsOfQueues } from '../../server/modules/queues/queues.usecases.ts';
import { UsageError, type Verb, type VerbContext } from '../admin/verb.ts';
import { defaultColumns, readCelLine } from './cel/read-cel.ts';
import { createCelBook, reconcile } from './cel/reconcile.ts';

const text = { type: 'string' } as const;
const optionOf = (value: string | boolean | undefined): string | null => (typeof value === 'string' ? value : null);

/** The one word that must stand behind the verb. */
function onlyWord({ args }: VerbContext, name: string): string {
  const [word, ...more] = args;
  if (word === undefined) throw new UsageError(`${name} is missing`);
  if (more.length > 0) throw new UsageError(`one ${name}, not ${args.length}`);
  return word;
}

/** Makes every call again from the raw facts; what people said stays. */
async function rebuild({ platform, print }: VerbContext): Promise<void> {
  const neighbours = projectionNeighbours(platform, { teamsOfQueues });
  const done = await rebuildCalls({ ...platform, neighbours }, ({ calls, changed }) => {
    print(`${calls} calls looked at, ${changed} changed`);
  });
  print(`Rebuilt: ${done.calls} calls looked at, ${done.changed} changed.`);
}

/** Reads a CEL file and prints every difference; ends with 1 when there is any. */
async function reconcileWith(context: VerbContext): Promise<void> {
  const { platform, options, print, exitWith } = context;
  const file = path.resolve(onlyWord(context, 'CEL.csv'));
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) throw new Error(`${file} is no file that can be read.`);
  const columns = optionOf(options.columns)?.split(',') ?? defaultColumns;
  const book = createCelBook();
  for await (const line of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
    const event = readCelLine(line, columns);
    if (event) book.take(event);
  }
  const ours = await readCallsByLinkedId(platform.database.sql, [...book.linkedIds], optionOf(options.bridge));
  const result = reconcile(book, ours);
  for (const difference of result.differences) print(difference);
  const largest = `largest difference of an equal call ${result.largestDifference.toFixed(3)} s`;
  print(`${result.linkedIds} linkedids, ${result.calls} calls, ${result.differences.length} differences, ${largest}.`);
  exitWith(result.differences.length === 0 ? 0 : 1);
}

/** How long before the first and after the last channel of a call the raw copy is searched. */
const searchMs = 60_000;

/** Cuts one call out of the bridge's raw copy, ready to become `test/traces/<story>.ami`. */
async function trace(context: VerbContext): Promise<void> {
  const { platform, options, print } = context;
  const callId = onlyWord(context, 'CALL_ID');
  const call = await readCallForServer(platform.database.sql, callId);
  if (!call) throw new Error(`There is no call ${callId}.`);
  const legs = await readLegsForServer(platform.database.sql, call.id);
  const folder =
    optionOf(options.raw) ?? path.join(platform.config.dataDir, 'bridge', path.basename(call.bridgeId), 'raw');
  const from = Date.parse(call.startedAt) - searchMs;
  const to = (call.endedAt === null ? Number.MAX_SAFE_INTEGER - searchMs : Date.parse(call.endedAt)) + searchMs;
  const comment = `Call ${call.id} of ${call.pbx}, ${call.startedAt}, ${call.direction}, ${call.outcome ?? call.state}.`;
  const ids = [...call.linkedIds, ...legs.map(({ id }) => id)];
  const cut = cutTrace(() => readRawEntries(folder, from, to), { ids, comment });
  if (cut === '') {
    throw new Error(
      `The raw copy in ${folder} holds nothing of this call: it may be older than RAW_EVENT_DAYS, or of another machine.`,
    );
  }
  print(cut);
}

export const callsVerbs: Verb[] = [
  {
    name: 'calls rebuild',
    usage: '',
    summary: 'Make every call again from the raw facts; results, notes and next steps stay',
    run: rebuild,
  },
  {
    name: 'calls reconcile',
    usage: 'CEL.csv [--bridge ID] [--columns eventtype,eventtime,…]',
    summary: "Hold the log against Asterisk's own CEL file and print every difference",
    options: { bridge: text, columns: text },
    run: reconcileWith,
  },
  {
    name: 'calls trace',
    usage: 'CALL_ID [--raw FOLDER]',
    summary: 'Cut one call out of the raw copy of AMI events, ready to become a test',
    options: { raw: text },
    run: trace,
  },
];
