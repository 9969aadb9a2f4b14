/** PURE: holds the call log against what the phones measured; one sentence for each difference. */
import type { Call } from '../../../server/contract/calls.contract.ts';
import type { ExpectedCall } from './storm-truth.ts';

/** A time in which nobody could hear Asterisk, epoch ms; at its edges it is not sure. */
export type Outage = { from: number; to: number; sure: { from: number; to: number } };

/** What is known of the machine and of the faults while the calls went on. */
export type Circumstances = {
  outages?: readonly Outage[];
  /** Seconds by which what lies between these moments (epoch ms) can be told wrongly. */
  latenessOf?: (moments: readonly number[]) => number;
};

/** Talk time by the log may differ from the phones' by this much, seconds. */
const TOLERANCE = 0.3;

export function compareLog(
  expected: readonly ExpectedCall[],
  log: readonly Call[],
  circumstances: Circumstances = {},
): string[] {
  const { outages = [] } = circumstances;
  const differences: string[] = [];
  const found = new Set<string>();
  for (const call of expected) {
    const matches = log.filter((each) => isThe(call, each));
    if (matches.length === 0 && isUnheard(call, outages)) continue;
    if (matches.length !== 1) {
      const seen = matches.map((each) => `${each.id} ${each.outcome} ${each.startedAt} to ${each.endedAt}`).join(', ');
      const span = `${iso(Math.min(...call.moments))} to ${iso(call.endedAt)}`;
      differences.push(`${nameOf(call)}, ${span}: ${matches.length} times in the log instead of once: ${seen}`);
    }
    for (const match of matches) found.add(match.id);
    if (matches.length === 1) differences.push(...compareCall(call, matches[0]!, circumstances));
  }
  for (const call of log.filter((each) => !found.has(each.id))) {
    const { id, direction, from, to, startedAt, endedAt, endInferred, linkedIds } = call;
    const seen = { from: from.raw, to: to.raw, startedAt, endedAt, endInferred, linkedIds };
    differences.push(`call ${id} (${direction}) is no call of any phone: ${JSON.stringify(seen)}`);
  }
  return differences;
}

/** Begun and ended while nobody listened: of such a call AMI tells nothing, ever. */
export function isUnheard(call: ExpectedCall, outages: readonly Outage[]): boolean {
  return outages.some(({ from, to }) => call.moments.every((at) => at >= from && at <= to));
}

/** True for a call whose number or pair this is. */
function isThe(expected: ExpectedCall, call: Call): boolean {
  if (call.direction !== expected.direction) return false;
  if (expected.pair) return call.from.raw === expected.pair[0] && call.to.raw === expected.pair[1];
  return (call.direction === 'inbound' ? call.from : call.to).e164 === expected.number;
}

function compareCall(expected: ExpectedCall, call: Call, { outages = [], latenessOf }: Circumstances): string[] {
  const name = `${nameOf(expected)} (${call.id})`;
  if (call.state !== 'ended') return [`${name}: is still ${call.state}`];
  const isUnseen = (at: number) => outages.some(({ from, to }) => at >= from && at <= to);
  const differences: string[] = [];
  if (call.endInferred && !isUnseen(expected.endedAt))
    differences.push(`${name}: its end is marked as inferred, but could be seen`);
  if (!call.endInferred && outages.some(({ sure }) => expected.endedAt > sure.from && expected.endedAt < sure.to))
    differences.push(`${name}: its end could not be seen, and is not marked as inferred`);
  // What happened while nobody listened is told with the best that is known.
  if (expected.moments.some(isUnseen)) return differences;
  const tolerance = TOLERANCE + (latenessOf?.(expected.moments) ?? 0);
  if (!expected.outcomes.includes(call.outcome!)) {
    differences.push(`${name}: ${call.outcome}, by its phones ${expected.outcomes.join(' or ')}`);
  }
  if (Math.abs(call.talkSeconds - expected.talkSeconds) > tolerance) {
    differences.push(`${name}: ${call.talkSeconds} s of talk, by its phones ${expected.talkSeconds.toFixed(3)} s`);
  }
  if (expected.endedBy !== null && call.endedBy !== expected.endedBy) {
    differences.push(`${name}: ended by ${call.endedBy}, by its phones ${expected.endedBy}`);
  }
  for (const [extension, talk] of Object.entries(expected.agents)) {
    const ours = call.agents.find((agent) => agent.interface === `PJSIP/${extension}`)?.talkSeconds ?? 0;
    if (Math.abs(ours - talk) > tolerance) {
      differences.push(`${name}: ${extension} talked ${ours} s, by its phone ${talk.toFixed(3)} s`);
    }
  }
  for (const agent of call.agents) {
    const extension = agent.interface.replace('PJSIP/', '');
    if (agent.talkSeconds > tolerance && expected.direction === 'inbound' && !(extension in expected.agents)) {
      differences.push(`${name}: ${extension} is said to have talked ${agent.talkSeconds} s and did not`);
    }
  }
  return differences;
}

const iso = (at: number): string => new Date(at).toISOString();
const nameOf = ({ direction, number, pair }: ExpectedCall): string => `${direction} ${number ?? pair?.join(' to ')}`;
