import { describe, expect, it } from 'vitest';
import type { CallRecord, Outcome } from '../../pbx-bridge/contract/call-record.ts';
import { readTruth } from './read-trace.ts';
import { lastRecords, playTrace } from './reduce-trace.ts';

interface TruthCall {
  readonly kind: 'inbound' | 'click2call' | 'agent2agent';
  readonly caller?: string;
  readonly did?: string;
  readonly agent?: string;
  readonly callee?: string;
  readonly t: number;
  readonly cancelled_by_caller?: boolean;
  readonly caller_hung_up?: boolean;
  readonly sip_final?: number;
  readonly final?: number;
}

interface PhoneLeg {
  readonly phone: string;
  readonly peer: string;
  readonly dialled: string;
  readonly start: number;
  readonly talk_s: number;
  readonly final: number | null;
  readonly reason: string;
  readonly act: string | null;
}

const truth = readTruth<{ calls: TruthCall[]; phone_legs: PhoneLeg[] }>('storm-1');
const records = lastRecords(playTrace('storm-1').facts);
const WITHIN = 0.2;

/** The legs that the phones saw of a call. */
function legsOf(call: TruthCall): PhoneLeg[] {
  if (call.kind === 'inbound') return truth.phone_legs.filter((leg) => leg.peer === call.caller);
  const agent = call.agent?.replace('PJSIP/', '') ?? '';
  const callee = call.callee?.replace('PJSIP/', '') ?? '';
  return truth.phone_legs.filter((leg) =>
    leg.phone === 'carrier'
      ? leg.dialled === callee
      : leg.peer === agent && leg.phone === (call.kind === 'click2call' ? agent : callee) && startsWith(leg, call),
  );
}

function startsWith(leg: PhoneLeg, call: TruthCall): boolean {
  const after = leg.start - call.t;
  return after >= 0 && after < 0.06;
}

function recordOf(call: TruthCall): CallRecord[] {
  return records.filter((record) => {
    if (call.kind === 'inbound') return record.from.raw === call.caller;
    if (call.kind === 'click2call') return record.dialledNumber === call.callee;
    return record.direction === 'internal' && record.from.interface === call.agent && record.to.interface === call.callee;
  });
}

function outcomeOf(call: TruthCall, legs: readonly PhoneLeg[]): Outcome {
  const waits = call.did === '5551000' || call.did === '5552000';
  if (call.kind === 'inbound') {
    if (legs.some((leg) => leg.talk_s > 0)) return 'answered';
    if (call.cancelled_by_caller || call.caller_hung_up) return waits ? 'abandoned' : 'cancelled';
    return call.sip_final === 486 ? 'busy' : 'no-answer';
  }
  if (call.kind === 'agent2agent') return call.final === 200 ? 'answered' : 'no-answer';
  const carrier = legs.find((leg) => leg.phone === 'carrier');
  const agent = legs.find((leg) => leg.phone !== 'carrier');
  const asked = carrier ?? agent;
  if (carrier && carrier.talk_s > 0) return 'answered';
  if (asked?.final === 486) return 'busy';
  if (asked?.final === 503 || asked?.final === 404) return 'failed';
  return carrier && agent?.reason === 'local-bye' ? 'cancelled' : 'no-answer';
}

describe('storm-1, call by call with the truth of its phones', () => {
  it('[TEL-3] every call is in the log exactly once', () => {
    expect(records).toHaveLength(truth.calls.length);
    for (const call of truth.calls) expect(recordOf(call), JSON.stringify(call)).toHaveLength(1);
  });

  it.each(truth.calls.map((call, i) => [i + 1, call] as const))('[TEL-3] call %i has the right outcome', (_, call) => {
    const [record] = recordOf(call);
    expect(record?.outcome, JSON.stringify(call)).toBe(outcomeOf(call, legsOf(call)));
  });

  it.each(truth.calls.map((call, i) => [i + 1, call] as const))('[TEL-3] call %i talked as long as its phones say', (_, call) => {
    const [record] = recordOf(call);
    for (const leg of legsOf(call)) {
      // A phone that transferred waits for NOTIFY before its BYE: its own clock runs on after the PBX let it go.
      if (leg.act?.startsWith('blind')) continue;
      const agent = record?.agents.find((each) => each.interface === `PJSIP/${leg.phone}`);
      const ours = leg.phone === 'carrier' ? record?.talkSeconds : agent?.talkSeconds;
      if (leg.phone !== 'carrier' && call.kind === 'click2call') continue;
      expect(Math.abs((ours ?? -1) - leg.talk_s), `${leg.phone}: ${ours} and ${leg.talk_s}`).toBeLessThanOrEqual(WITHIN);
    }
  });

  it('[TEL-3] who hung up is the one whose phone says so', () => {
    for (const call of truth.calls.filter((each) => each.kind === 'inbound' && each.sip_final === 200)) {
      const [record] = recordOf(call);
      if (call.caller_hung_up) expect(record?.endedBy, JSON.stringify(call)).toBe('remote');
      else expect(['agent', 'system'], JSON.stringify(call)).toContain(record?.endedBy);
    }
  });

  it('[TEL-6] holds and blind transfers are there, and only those', () => {
    for (const call of truth.calls) {
      const acts = legsOf(call).map((leg) => leg.act);
      const [record] = recordOf(call);
      expect(record?.transfers.filter((each) => each.kind === 'blind').length).toBe(acts.filter((act) => act?.startsWith('blind')).length);
      expect(Math.abs((record?.holdSeconds ?? -1) - (acts.includes('hold 1 s') ? 1 : 0))).toBeLessThanOrEqual(WITHIN);
    }
  });
});
