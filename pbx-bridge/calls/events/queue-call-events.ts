/** QueueCallerJoin, QueueCallerLeave, QueueCallerAbandon, AgentCalled, AgentConnect: a caller's way through queues. */
import type { AmiEvent } from '../../ami/ami-event.ts';
import type { OpenCall, QueueVisitState } from '../call-state.ts';
import type { CallsDraft } from '../calls-draft.ts';
import { deviceInterface } from '../channel-name.ts';
import { textOf } from '../event-fields.ts';
import type { ChannelState } from '../leg.ts';
import { callOfChannel, carryOn, channelOf, knownChannel, sayStarted } from './channel-of-event.ts';
import { noteRedirect } from './redirect.ts';

const MOST_VISITS = 50;

/** A caller begins to wait. */
export function onQueueCallerJoin(draft: CallsDraft, event: AmiEvent): void {
  const channel = channelOf(draft, event);
  const call = channel && callOfChannel(draft, channel);
  const queue = textOf(event, 'Queue');
  if (!channel || !call || queue === null) return;
  const known = call.visits.some(
    (visit) =>
      visit.queue === queue && visit.channel === channel.id && (visit.leftAt === null || visit.joinedAt === draft.at),
  );
  if (known) return;
  channel.connects = true;
  sayStarted(draft, call);
  noteRedirect(draft, channel, queue);
  carryOn(call, channel.id);
  const visit: QueueVisitState = { queue, joinedAt: draft.at, leftAt: null, end: null, channel: channel.id };
  call.visits = [...call.visits, visit].slice(-MOST_VISITS);
  draft.say(call.id, 'call.queued');
}

/**
 * Asterisk sends this for a caller who hung up, but also when the queue gave up (time-out, nobody left, redirected away).
 * A caller who hung up has asked for it before; one who waits at the other end of a Local channel did so there.
 */
export function onQueueCallerAbandon(draft: CallsDraft, event: AmiEvent): void {
  const found = visitOf(draft, event);
  if (!found || found.visit.end !== null) return;
  const { call, visit, channel } = found;
  const gaveUp = call.hangup?.legId === channel.id || (channel.kind === 'local' && call.hangup?.by === 'remote');
  // Where variables are shown, QUEUESTATUS follows and says why; elsewhere a time-out is by far the likeliest.
  change(call, visit, { end: gaveUp ? 'abandoned' : draft.seesVariables ? 'left' : 'timed-out' });
}

/** The caller is out of the queue. */
export function onQueueCallerLeave(draft: CallsDraft, event: AmiEvent): void {
  const found = visitOf(draft, event);
  if (!found || found.visit.leftAt !== null) return;
  const { call, visit } = found;
  const answered = call.channels.some((leg) => leg.queue === visit.queue && leg.up && leg.endedAt === null);
  change(call, visit, { leftAt: draft.at, end: visit.end ?? (answered ? 'answered' : 'left') });
  draft.say(call.id, 'call.left-queue');
}

/** QUEUESTATUS, set just after the caller left: why. */
export function onQueueStatusVariable(draft: CallsDraft, channel: ChannelState, value: string): void {
  const call = callOfChannel(draft, channel);
  const visit = call?.visits.findLast((each) => each.channel === channel.id);
  if (!call || !visit || visit.end === 'abandoned' || visit.end === 'answered') return;
  const end = value === 'TIMEOUT' ? 'timed-out' : 'left';
  if (visit.end === end) return;
  change(call, visit, { end });
  draft.sayUpdated(call.id);
}

/** A member is called for a caller: the leg rings for this queue, and its device is one of ours. */
export function onAgentCalled(draft: CallsDraft, event: AmiEvent): void {
  const device = deviceInterface(textOf(event, 'Interface') ?? '');
  if (device !== null) draft.learnQueueMember(device);
  const leg = channelOf(draft, event, 'Dest');
  if (!leg) return;
  leg.queue = textOf(event, 'Queue') ?? leg.queue;
  if (leg.kind === 'external' && leg.interface === device && !draft.isTrunk(device) && leg.talk.length === 0) {
    leg.kind = 'agent';
  }
}

/** A member and the caller are connected. */
export function onAgentConnect(draft: CallsDraft, event: AmiEvent): void {
  const channel = knownChannel(draft, event);
  const call = channel && callOfChannel(draft, channel);
  const queue = textOf(event, 'Queue');
  const visit = call?.visits.findLast((each) => each.channel === channel?.id && each.queue === queue);
  if (!call || !visit || visit.end === 'answered') return;
  change(call, visit, { end: 'answered' });
  draft.sayUpdated(call.id);
}

interface FoundVisit {
  readonly call: OpenCall;
  readonly channel: ChannelState;
  readonly visit: QueueVisitState;
}

/** The open visit an event is about. */
function visitOf(draft: CallsDraft, event: AmiEvent): FoundVisit | undefined {
  const channel = knownChannel(draft, event);
  const call = channel && callOfChannel(draft, channel);
  const queue = textOf(event, 'Queue');
  const visit = call?.visits.find(
    (each) => each.channel === channel?.id && each.queue === queue && each.leftAt === null,
  );
  return call && channel && visit ? { call, channel, visit } : undefined;
}

function change(call: OpenCall, visit: QueueVisitState, to: Partial<QueueVisitState>): void {
  call.visits = call.visits.map((each) => (each === visit ? { ...visit, ...to } : each));
}
