/** The record of a call as the contract wants it, from what the reducer remembers. */
import type { CallAgent, CallRecord, CallState, Party } from '../contract/call-record.ts';
import { calledSideOf, decideOutcome } from './call-outcome.ts';
import { agentLegsOf, customersOf, directionOf, standInOf } from './call-people.ts';
import type { OpenCall } from './call-state.ts';
import { isoTime, isoTimeOrNull } from './iso-time.ts';
import { type ChannelState, extensionOf, isLeg, isRinging, toLeg } from './leg.ts';
import { isOpen, type Span, secondsOf } from './talk-time.ts';

/** Extensions that name a step of the dialplan, not a number somebody dialled. */
const NO_NUMBER = new Set(['s', 'h', 'i', 't', 'start', 'failed', 'fax', '~~s~~', '']);

/** The record at `now` (ms); `ended` when nothing more will happen. */
export function summariseCall(call: OpenCall, pbx: string, now: number, ended: boolean): CallRecord {
  const direction = directionOf(call);
  const customer = customerOf(call);
  const dialled = dialledNumberOf(call, direction);
  const answeredOrEnd = call.answeredAt ?? Math.max(call.endedAt ?? now, call.startedAt);
  return {
    callId: call.id,
    pbx,
    linkedIds: [...call.linkedIds],
    direction,
    state: stateOf(call, ended),
    outcome: ended ? decideOutcome(call) : null,
    from: direction === 'inbound' ? customerParty(call, customer) : ourParty(call, direction),
    to: direction === 'outbound' ? outsideParty(dialled) : calledParty(call, dialled),
    dialledNumber: dialled,
    queue: call.visits.at(-1)?.queue ?? null,
    queueVisits: call.visits.map((visit) => ({
      queue: visit.queue,
      joinedAt: isoTime(visit.joinedAt),
      leftAt: isoTimeOrNull(visit.leftAt),
      end: visit.end,
    })),
    legs: call.channels.filter(isLeg).map((channel) => toLeg(channel, now)),
    agents: agentsOf(call, now),
    transfers: call.transfers.map((transfer) => ({ ...transfer, at: isoTime(transfer.at) })),
    recordings: call.recordings.map((recording) => ({ ...recording, startedAt: isoTime(recording.startedAt) })),
    startedAt: isoTime(call.startedAt),
    answeredAt: isoTimeOrNull(call.answeredAt),
    endedAt: ended ? isoTime(Math.max(call.endedAt ?? now, call.startedAt)) : null,
    waitSeconds: secondsOf([[call.startedAt, answeredOrEnd]], now),
    ringSeconds: secondsOf(ringsOf(calledSideOf(call, direction)), now, call.answeredAt),
    talkSeconds: secondsOf(call.talk, now),
    holdSeconds: secondsOf(call.hold, now),
    endedBy: ended ? endedByOf(call) : null,
    hangupCause: ended ? causeOf(call, customer) : null,
    endInferred: call.endInferred,
    originateId: call.originateId,
    variables: { ...call.variables },
  };
}

function stateOf(call: OpenCall, ended: boolean): CallState {
  if (ended) return 'ended';
  if (isOpen(call.hold) || call.parked) return 'held';
  if (isOpen(call.talk)) return 'talking';
  const waits = call.answeredAt === null || call.transferring || call.visits.some((visit) => visit.leftAt === null);
  return waits || call.channels.some(isRinging) ? 'ringing' : 'talking';
}

function endedByOf(call: OpenCall): CallRecord['endedBy'] {
  if (call.hangup) return call.hangup.by;
  return call.endInferred ? null : 'system';
}

/**
 * The outside party the record is about: of those who called (or were called, whichever the call began with) the one that
 * talked, else the caller, else the last one tried. A mobile of ours that rings for a caller is not whom the call is about.
 */
function customerOf(call: OpenCall): ChannelState | null {
  const customers = customersOf(call);
  const alike = customers.filter((leg) => leg.role === customers[0]?.role);
  const untalked = alike[0]?.role === 'caller' ? alike[0] : alike.at(-1);
  return alike.find((leg) => leg.talk.length > 0) ?? untalked ?? standInOf(call);
}

function causeOf(call: OpenCall, customer: ChannelState | null): number | null {
  const principal = customer ?? call.channels.find(isLeg) ?? call.channels[0];
  return principal?.hangupCause ?? null;
}

function dialledNumberOf(call: OpenCall, direction: CallRecord['direction']): string | null {
  const customer = customerOf(call);
  if (direction === 'outbound') {
    const first = call.channels.find(isLeg);
    return customer?.dialled ?? call.intended ?? number(first?.exten ?? null) ?? call.variables.NUMBER ?? null;
  }
  const caller = customer ?? call.channels.find((channel) => isLeg(channel) || channel.kind === 'local');
  return number(caller?.exten ?? null) ?? number(call.intended);
}

function number(exten: string | null): string | null {
  return exten === null || NO_NUMBER.has(exten) ? null : exten;
}

function customerParty(call: OpenCall, customer: ChannelState | null): Party {
  return {
    raw: customer?.number ?? null,
    name: customer?.callerName ?? null,
    withheld: call.withheld || (customer?.withheld ?? false),
    interface: null,
  };
}

function outsideParty(dialled: string | null): Party {
  return { raw: dialled, name: null, withheld: false, interface: null };
}

function deviceParty(leg: ChannelState): Party {
  return { raw: extensionOf(leg), name: leg.callerName, withheld: false, interface: leg.interface };
}

/** Our side of an outbound or internal call: who placed it, else (a dialler) who talked, else the number it showed. */
function ourParty(call: OpenCall, direction: CallRecord['direction']): Party {
  const agents = agentLegsOf(call);
  const placed =
    agents.find((leg) => leg.role === 'caller') ??
    agents.find((leg) => leg.originated && leg.up) ??
    agents.find((leg) => leg.originated && !leg.queue);
  const ours =
    placed ?? agents.find((leg) => leg.talk.length > 0) ?? (direction === 'internal' ? agents[0] : undefined);
  if (ours) return deviceParty(ours);
  const shown = customerOf(call) ?? call.channels[0];
  const shows = shown?.number !== shown?.dialled;
  return {
    raw: shows ? (shown?.number ?? null) : null,
    name: shown?.callerName ?? null,
    withheld: false,
    interface: null,
  };
}

/** Whom an inbound or internal call reached: who talked first, else the only device that rang, else what was dialled. */
function calledParty(call: OpenCall, dialled: string | null): Party {
  const first = call.channels[0];
  const called = agentLegsOf(call).filter((leg) => leg.role !== 'caller' && !(leg.originated && leg === first));
  const outside = customersOf(call).filter((leg) => leg.role === 'callee');
  const talked = [...called, ...outside]
    .filter((leg) => leg.answeredAt !== null && leg.role !== 'consulted')
    .sort((a, b) => (a.answeredAt ?? 0) - (b.answeredAt ?? 0))[0];
  const only = new Set(called.map((leg) => leg.interface)).size === 1 && outside.length === 0 ? called[0] : undefined;
  const reached = talked ?? only;
  if (reached?.kind === 'external') return outsideParty(reached.dialled ?? dialled);
  return reached ? deviceParty(reached) : outsideParty(dialled);
}

function ringsOf(legs: readonly ChannelState[]): readonly Span[] {
  const rings: Span[] = [];
  for (const leg of legs) if (leg.ringingAt !== null) rings.push([leg.ringingAt, leg.ringEndedAt ?? leg.endedAt]);
  return rings;
}

const STRENGTH: readonly CallAgent['role'][] = ['answered', 'transferred-to', 'consulted', 'rang', 'monitored'];

/** Each device of ours once, with its strongest role and its own time (overlapping legs of one device count once). */
function agentsOf(call: OpenCall, now: number): CallAgent[] {
  const byDevice = new Map<string, ChannelState[]>();
  for (const channel of call.channels) {
    if (channel.kind !== 'agent' && channel.role !== 'monitored') continue;
    const list = byDevice.get(channel.interface);
    if (list) list.push(channel);
    else byDevice.set(channel.interface, [channel]);
  }
  for (const folded of call.folded) if (!byDevice.has(folded.interface)) byDevice.set(folded.interface, []);
  return [...byDevice].map(([iface, legs]) => {
    const [only, second] = legs;
    const alone = only && !second ? only : null;
    const folded = call.folded.find((each) => each.interface === iface)?.seconds ?? 0;
    return {
      interface: iface,
      role: strongestOf(legs),
      ringSeconds: Math.round((secondsOf(ringsOf(legs), now) + folded) * 1000) / 1000,
      talkSeconds: secondsOf(alone ? alone.talk : legs.flatMap((leg) => leg.talk), now),
      holdSeconds: secondsOf(alone ? alone.hold : legs.flatMap((leg) => leg.hold), now),
    };
  });
}

function strongestOf(legs: readonly ChannelState[]): CallAgent['role'] {
  let best: CallAgent['role'] = 'rang';
  let found = false;
  for (const leg of legs) {
    const role = roleOf(leg);
    if (!found || STRENGTH.indexOf(role) < STRENGTH.indexOf(best)) best = role;
    found = true;
  }
  return best;
}

function roleOf(leg: ChannelState): CallAgent['role'] {
  if (leg.role === 'monitored') return 'monitored';
  if (leg.role === 'caller') return 'answered';
  if (leg.talk.length === 0) return leg.originated && leg.up ? 'answered' : 'rang';
  return leg.role === 'callee' ? 'answered' : leg.role;
}
