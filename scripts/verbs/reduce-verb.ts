/**
 * `npm run trunkline -- calls reduce`: calls out of the bridge's raw copy once more, with the rules as they are now. For a
 * fault of the bridge that was mended; `calls rebuild` is for one of the server.
 */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { readRawEntries } from '../../pbx-bridge/raw/raw-segments.ts';
import { reduceAgain } from '../../pbx-bridge/raw/reduce-again.ts';
import { readCallForServer } from '../../server/modules/calls/calls-for-others.usecases.ts';
import { type CorrectedCall, correctCalls } from '../../server/modules/calls/correct-calls.usecases.ts';
import type { Correction, ReducedEnd } from '../../server/modules/calls/decide-correction.ts';
import { projectionNeighbours } from '../../server/modules/calls/real-neighbours.ts';
import { teamsOfQueues } from '../../server/modules/queues/queues.usecases.ts';
import { UsageError, type Verb, type VerbContext } from '../admin/verb.ts';

const text = { type: 'string' } as const;
const optionOf = (value: string | boolean | undefined): string | null => (typeof value === 'string' ? value : null);

/** Reading begins so much earlier than the first call wanted: files begin on the hour with what was mapped then. */
const leadMs = 2 * 3_600_000;
const pageSize = 200;

interface Wanted {
  bridgeId: string;
  /** Only this call and what is merged into it. */
  callId: string | null;
  from: number;
  to: number;
}

async function reduce(context: VerbContext): Promise<void> {
  const { platform, options, print } = context;
  const wanted = await whatIsWanted(context);
  const folder = optionOf(options.raw) ?? path.join(platform.config.dataDir, 'bridge', wanted.bridgeId, 'raw');
  const deps = { ...platform, neighbours: projectionNeighbours(platform, { teamsOfQueues }) };
  const isDryRun = options['dry-run'] === true;
  const counts = new Map<Correction, number>();
  for (const page of pagesOf(endsOf(wanted, folder))) {
    for (const call of await correctCalls(deps, wanted.bridgeId, page, { isDryRun })) {
      counts.set(call.correction, (counts.get(call.correction) ?? 0) + 1);
      const line = lineOf(call);
      if (line !== null) print(line);
    }
  }
  const read = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (read === 0) throw new Error(`The raw copy in ${folder} holds no end of a call of that time.`);
  const changed = (counts.get('differs') ?? 0) + (counts.get('missing') ?? 0);
  print(`${read} calls reduced again, ${changed} ${isDryRun ? 'would change' : 'changed'}.`);
}

async function whatIsWanted({ platform, options, args }: VerbContext): Promise<Wanted> {
  const [callId, ...more] = args;
  if (more.length > 0) throw new UsageError('one CALL_ID, or none');
  if (callId === undefined) {
    const from = timeOf(options, 'from') ?? 0;
    const to = timeOf(options, 'to') ?? Number.MAX_SAFE_INTEGER;
    return { bridgeId: await bridgeOf(platform.config.dataDir, options), callId: null, from, to };
  }
  const call = await readCallForServer(platform.database.sql, callId);
  if (!call) throw new Error(`There is no call ${callId}.`);
  const to = call.endedAt === null ? Number.MAX_SAFE_INTEGER : Date.parse(call.endedAt) + 60_000;
  return { bridgeId: call.bridgeId, callId: call.id, from: Date.parse(call.startedAt), to };
}

function timeOf(options: VerbContext['options'], name: string): number | null {
  const found = optionOf(options[name]);
  if (found === null) return null;
  const at = Date.parse(found);
  if (Number.isNaN(at)) throw new UsageError(`--${name} is no time such as 2026-11-24T09:00:00Z`);
  return at;
}

/** The bridge named, else the only one whose folder is here. */
async function bridgeOf(dataDir: string, options: VerbContext['options']): Promise<string> {
  const named = optionOf(options.bridge);
  if (named !== null) return path.basename(named);
  const [only, ...more] = await readdir(path.join(dataDir, 'bridge')).catch(() => []);
  if (only === undefined || more.length > 0) throw new UsageError('--bridge ID says which bridge');
  return only;
}

/** The last thing said of every call that began in the time wanted and has ended. */
function* endsOf(wanted: Wanted, folder: string): Generator<ReducedEnd> {
  const entries = readRawEntries(folder, Math.max(0, wanted.from - leadMs), wanted.to);
  for (const fact of reduceAgain(wanted.bridgeId, entries)) {
    const isEnd = fact.type === 'call.merged' || fact.call.state === 'ended';
    if (!isEnd || Date.parse(fact.call.startedAt) < wanted.from) continue;
    if (wanted.callId === null || wanted.callId === fact.callId || wanted.callId === fact.mergedInto) yield fact;
  }
}

/** Pages in which each call stands once, with what was said of it last. */
function* pagesOf(ends: Iterable<ReducedEnd>): Generator<ReducedEnd[]> {
  let page = new Map<string, ReducedEnd>();
  for (const end of ends) {
    page.delete(end.callId);
    page.set(end.callId, end);
    if (page.size < pageSize) continue;
    yield [...page.values()];
    page = new Map();
  }
  if (page.size > 0) yield [...page.values()];
}

function lineOf({ correction, known, now }: CorrectedCall): string | null {
  const said = (call: ReducedEnd['call']) =>
    `${call.direction} ${call.outcome ?? call.state}, ${call.talkSeconds} s of talk`;
  const is = now.type === 'call.merged' ? `part of ${now.mergedInto}` : said(now.call);
  switch (correction) {
    case 'same':
      return null;
    case 'missing':
      return `${now.callId}: was missing, is ${is}`;
    case 'differs':
      return `${now.callId}: was ${known ? said(known.call) : 'missing'}, is ${is}`;
    case 'half-seen':
      return `${now.callId}: left alone, the raw copy begins in the middle of it`;
    case 'apart':
      return `${now.callId}: left alone, it was joined to ${known?.mergedInto} and is ${is} now; calls are not taken apart`;
  }
}

export const reduceVerb: Verb = {
  name: 'calls reduce',
  usage: '[CALL_ID] [--from TIME] [--to TIME] [--bridge ID] [--raw FOLDER] [--dry-run]',
  summary: 'Make calls again from the raw copy of AMI events, after a rule of the bridge was mended',
  options: { from: text, to: text, bridge: text, raw: text, 'dry-run': { type: 'boolean' } },
  run: reduce,
};
