/**
 * Facts of a bridge made by hand, for tests that need one particular call: `const call = callFacts(); call.ringing('PJSIP/101')`.
 * Sequences run through all the calls of one journal.
 */
import type { CallAgent, CallRecord, Leg } from '../../pbx-bridge/contract/call-record.ts';
import type { CallEvent, CallEventType } from '../../pbx-bridge/contract/pbx-events.ts';

export interface Journal {
  bridgeId: string;
  journalId: string;
  next(): number;
}

export function journal(bridgeId = 'pbx1', journalId = 'journal-1'): Journal {
  let sequence = 0;
  return {
    bridgeId,
    journalId,
    next() {
      sequence += 1;
      return sequence;
    },
  };
}

export interface CallFactsOptions {
  journal: Journal;
  callId?: string;
  from?: string | null;
  withheld?: boolean;
  name?: string | null;
  dialled?: string | null;
  queue?: string | null;
  direction?: CallRecord['direction'];
  /** When the call begins. */
  at?: string;
  linkedIds?: string[];
  originateId?: string | null;
  variables?: Record<string, string>;
}

let made = 0;

/** A call that grows: each verb changes the record and returns the fact a bridge would publish. */
export function callFacts(options: CallFactsOptions) {
  made += 1;
  const { journal: book } = options;
  const callId = options.callId ?? `call_test${made}`;
  const linkedId = options.linkedIds?.[0] ?? `${book.bridgeId}-1770000000.${made}`;
  let at = Date.parse(options.at ?? '2026-03-02T09:00:00.000Z');
  const direction = options.direction ?? 'inbound';
  const time = () => new Date(at).toISOString();
  const party = (raw: string | null, device: string | null = null) => ({
    raw,
    name: device === null ? (options.name ?? null) : null,
    withheld: device === null && (options.withheld ?? false),
    interface: device,
  });
  const outside = party(options.from === undefined ? '+79121234567' : options.from);
  let call: CallRecord = {
    callId,
    pbx: book.bridgeId,
    linkedIds: options.linkedIds ?? [linkedId],
    direction,
    state: 'ringing',
    outcome: null,
    from: direction === 'inbound' ? outside : party('101', 'PJSIP/101'),
    to: direction === 'inbound' ? party(options.dialled ?? null) : outside,
    dialledNumber: options.dialled ?? null,
    queue: options.queue ?? null,
    queueVisits: [],
    legs: [],
    agents: [],
    transfers: [],
    recordings: [],
    startedAt: time(),
    answeredAt: null,
    endedAt: null,
    waitSeconds: 0,
    ringSeconds: 0,
    talkSeconds: 0,
    holdSeconds: 0,
    endedBy: null,
    hangupCause: null,
    endInferred: false,
    originateId: options.originateId ?? null,
    variables: options.variables ?? {},
  };

  const publish = (type: CallEventType, change: Partial<CallRecord> = {}, legId: string | null = null): CallEvent => {
    call = { ...call, ...change };
    const sequence = book.next();
    return {
      sequence,
      id: `evt_${book.journalId}_${sequence}`,
      version: 1,
      bridgeId: book.bridgeId,
      occurredAt: time(),
      recordedAt: time(),
      type,
      callId,
      legId,
      mergedInto: null,
      call: structuredClone(call),
    };
  };
  const legId = (device: string) => `${linkedId}-${device}`;
  const newLeg = (device: string, change: Partial<Leg> = {}): Leg => ({
    id: legId(device),
    channel: `${device}-00000001`,
    interface: device,
    kind: 'agent',
    role: 'callee',
    number: device.split('/')[1] ?? null,
    queue: call.queue,
    startedAt: time(),
    ringingAt: time(),
    answeredAt: null,
    endedAt: null,
    ringSeconds: 0,
    talkSeconds: 0,
    holdSeconds: 0,
    dialStatus: null,
    hangupCause: null,
    techCause: null,
    ...change,
  });
  const agent = (device: string, change: Partial<CallAgent>) => {
    const known = call.agents.find((one) => one.interface === device);
    const base: CallAgent = { interface: device, role: 'rang', ringSeconds: 0, talkSeconds: 0, holdSeconds: 0 };
    const next = { ...base, ...known, ...change };
    return known ? call.agents.map((one) => (one === known ? next : one)) : [...call.agents, next];
  };
  const changeLeg = (device: string, change: Partial<Leg>) =>
    call.legs.map((leg) => (leg.interface === device && leg.endedAt === null ? { ...leg, ...change } : leg));

  return {
    callId,
    get record() {
      return call;
    },
    /** Time passes on the PBX. */
    wait(seconds: number) {
      at += Math.round(seconds * 1_000);
    },
    started: () =>
      publish('call.started', {
        legs: [
          newLeg(direction === 'inbound' ? 'PJSIP/trunk' : 'PJSIP/101', {
            kind: direction === 'inbound' ? 'external' : 'agent',
            role: 'caller',
            ringingAt: null,
          }),
        ],
        agents: direction === 'inbound' ? [] : agent('PJSIP/101', { role: 'answered' }),
      }),
    dialsOut: () =>
      publish('call.updated', { legs: [...call.legs, newLeg('PJSIP/trunk', { kind: 'external', role: 'callee' })] }),
    ringing: (device: string) =>
      publish('leg.ringing', { legs: [...call.legs, newLeg(device)], agents: agent(device, {}) }, legId(device)),
    stopsRinging: (device: string) =>
      publish('leg.ended', { legs: changeLeg(device, { endedAt: time() }) }, legId(device)),
    answered(device: string) {
      return publish(
        'call.answered',
        {
          state: 'talking',
          answeredAt: call.answeredAt ?? time(),
          legs: changeLeg(device, { answeredAt: time() }),
          agents: agent(device, { role: 'answered' }),
        },
        legId(device),
      );
    },
    transferred: (by: string, to: string) =>
      publish('call.transferred', {
        transfers: [...call.transfers, { kind: 'blind', at: time(), by, to: to.split('/')[1] ?? null }],
        legs: [...changeLeg(by, { endedAt: time() }), newLeg(to, { role: 'transferred-to' })],
        agents: agent(to, { role: 'rang' }),
        state: 'ringing',
      }),
    recording: (id: string) =>
      publish('recording.started', {
        recordings: [
          ...call.recordings,
          { id, file: `/var/spool/asterisk/monitor/${id}.wav`, legId: linkedId, startedAt: time() },
        ],
      }),
    updated: (change: Partial<CallRecord>) => publish('call.updated', change),
    ended(change: Partial<CallRecord> = {}) {
      const talked = call.answeredAt === null ? 0 : (at - Date.parse(call.answeredAt)) / 1_000;
      return publish('call.ended', {
        state: 'ended',
        outcome: call.answeredAt ? 'answered' : call.queue ? 'abandoned' : 'no-answer',
        endedAt: time(),
        talkSeconds: talked,
        endedBy: 'remote',
        hangupCause: 16,
        legs: call.legs.map((leg) => ({ ...leg, endedAt: leg.endedAt ?? time() })),
        ...change,
      });
    },
    mergedInto: (survivor: string): CallEvent => ({ ...publish('call.merged'), mergedInto: survivor }),
  };
}
