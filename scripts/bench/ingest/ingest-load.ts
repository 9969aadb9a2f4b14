/** What the ingest measure reads: recorded traces as an AMI user with the rights of docs/asterisk.md would get them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parseAmiEvent } from '../../../pbx-bridge/ami/ami-decoder.ts';
import { CallsModel } from '../../../pbx-bridge/calls-model.ts';
import { projectRoot } from '../../../server/platform/project-root.ts';
import type { Random } from '../../pbx-lab/seeded-random.ts';
import { type RecordedBlock, readRecording, stampBlock } from './restamp-trace.ts';

/** A storm of seventy calls of all kinds, and the transfers, parking, Local channels and conference that it has not. */
const names = [
  'storm-1',
  'attended-transfer-sip',
  'attended-transfer-ami',
  'call-parked',
  'lab-queue-local-member',
  'lab-transfer-into-conference',
];

const leastRights = /^Privilege: (system|call|agent|user|dialplan),/m;

/** The recordings that the traffic is made of. */
export function readRecordings(): RecordedBlock[][] {
  const folder = path.join(projectRoot(), 'test', 'traces', 'data');
  return names.map((name) => {
    const trace = gunzipSync(readFileSync(path.join(folder, `${name}.ami.gz`))).toString('utf8');
    return readRecording(trace, (block) => leastRights.test(block));
  });
}

/** How many calls ended how. */
export type Outcomes = Map<string, number>;

export const countOutcome = (outcomes: Outcomes, outcome: string, times = 1): void => {
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + times);
};

/** What one playing of a recording gives. */
export function outcomesOf(recording: readonly RecordedBlock[]): Outcomes {
  const model = new CallsModel('pbx1');
  const outcomes: Outcomes = new Map();
  for (const block of recording) {
    const event = parseAmiEvent(stampBlock(block, { secondsLater: 0, copy: 0, slot: 0 }), block.at);
    if (event === null) continue;
    for (const fact of model.apply({ kind: 'event', event }).facts) {
      if (fact.type === 'call.ended') countOutcome(outcomes, fact.call.outcome ?? 'none');
    }
  }
  return outcomes;
}

/** Cuts bytes as a socket does: small pieces as often as large ones, from 64 bytes to 64 kB. */
export function cutIntoChunks(bytes: Buffer, random: Random): Buffer[] {
  const chunks: Buffer[] = [];
  for (let from = 0; from < bytes.length; ) {
    const length = Math.floor(64 * 1024 ** random.next());
    chunks.push(bytes.subarray(from, from + length));
    from += length;
  }
  return chunks;
}
