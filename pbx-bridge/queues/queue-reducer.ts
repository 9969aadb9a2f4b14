/**
 * Queues of the PBX as they are now: members, who is paused, who waits. Pure; queues that changed are handed back. Counters
 * of Asterisk are left alone (its Abandoned also counts time-outs): figures are made from calls.
 */
import { deviceStateOf } from '../agents/device-state.ts';
import type { AmiEvent } from '../ami/ami-event.ts';
import { deviceInterface } from '../calls/channel-name.ts';
import { numberOf, textOf, timeOf } from '../calls/event-fields.ts';
import { isoTime } from '../calls/iso-time.ts';
import type { PbxQueue, PbxQueueMember } from '../contract/pbx-state.ts';

export interface QueuesState {
  /** Sorted by name. */
  readonly queues: readonly PbxQueue[];
}

export interface ReducedQueues {
  readonly state: QueuesState;
  readonly changed: readonly PbxQueue[];
}

/** A call that a waiting channel is in. */
export interface WaitingCall {
  id: string;
  /** The caller asked not to be shown: then neither number nor name is told. */
  withheld: boolean;
}

/** Which call a waiting channel is in; null when nobody knows (yet). */
export type WaitingCallOf = (legId: string) => WaitingCall | null;

const MOST_QUEUES = 2_000;
const MOST_WAITING = 2_000;
const MOST_MEMBERS = 2_000;

/** Nothing known yet. */
export function createQueuesState(): QueuesState {
  return { queues: [] };
}

/** One event; `changed` holds the queues that are different now. */
export function reduceQueues(state: QueuesState, event: AmiEvent, callOf: WaitingCallOf): ReducedQueues {
  switch (event.name) {
    case 'QueueParams':
      return change(state, event, (queue) => ({ ...queue, strategy: textOf(event, 'Strategy') }));
    case 'QueueMember':
    case 'QueueMemberAdded':
    case 'QueueMemberStatus':
    case 'QueueMemberPause':
    case 'QueueMemberPenalty':
    case 'QueueMemberRinginuse':
      return change(state, event, (queue) => withMember(queue, event));
    case 'QueueMemberRemoved':
      return change(state, event, (queue) => withoutMember(queue, event));
    case 'QueueCallerJoin':
      return change(state, event, (queue) => withCaller(queue, event, timeOf(event), callOf));
    case 'QueueEntry':
      return change(state, event, (queue) => withEntry(queue, event, callOf));
    case 'QueueCallerLeave':
      return change(state, event, (queue) => withoutCaller(queue, textOf(event, 'Uniqueid')));
    case 'Hangup':
      return forget(state, textOf(event, 'Uniqueid'));
    default:
      return { state, changed: [] };
  }
}

/** Takes the answer to QueueStatus for the whole truth. `changed` holds every queue there is. */
export function resyncQueues(items: readonly AmiEvent[], callOf: WaitingCallOf): ReducedQueues {
  let state = createQueuesState();
  for (const item of items) {
    if (item.name === 'QueueParams' || item.name === 'QueueMember' || item.name === 'QueueEntry') {
      state = reduceQueues(state, item, callOf).state;
    }
  }
  return { state, changed: state.queues };
}

/** Fills in calls of waiting callers that were not known when they joined. */
export function linkWaitingCalls(state: QueuesState, callOf: WaitingCallOf): ReducedQueues {
  const changed: PbxQueue[] = [];
  const queues = state.queues.map((queue) => {
    const waiting = queue.waiting.map((caller) =>
      caller.callId === null ? { ...caller, callId: callOf(caller.legId)?.id ?? null } : caller,
    );
    if (waiting.every((caller, i) => caller.callId === queue.waiting[i]?.callId)) return queue;
    const next = { ...queue, waiting };
    changed.push(next);
    return next;
  });
  return changed.length === 0 ? { state, changed } : { state: { queues }, changed };
}

function change(state: QueuesState, event: AmiEvent, apply: (queue: PbxQueue) => PbxQueue): ReducedQueues {
  const name = textOf(event, 'Queue');
  if (name === null) return { state, changed: [] };
  const known = state.queues.find((queue) => queue.name === name);
  if (!known && state.queues.length >= MOST_QUEUES) return { state, changed: [] };
  const before = known ?? { name, strategy: null, members: [], waiting: [] };
  const after = apply(before);
  if (after === before && known) return { state, changed: [] };
  const others = state.queues.filter((queue) => queue !== known);
  return { state: { queues: [...others, after].sort((a, b) => (a.name < b.name ? -1 : 1)) }, changed: [after] };
}

function withMember(queue: PbxQueue, event: AmiEvent): PbxQueue {
  const member = readMember(event);
  if (member === null) return queue;
  const known = queue.members.findIndex((each) => isSameMember(each, member));
  if (known < 0) {
    return queue.members.length >= MOST_MEMBERS ? queue : { ...queue, members: [...queue.members, member] };
  }
  if (JSON.stringify(queue.members[known]) === JSON.stringify(member)) return queue;
  return { ...queue, members: queue.members.map((each, i) => (i === known ? member : each)) };
}

function withoutMember(queue: PbxQueue, event: AmiEvent): PbxQueue {
  const member = readMember(event);
  const members = queue.members.filter((each) => member === null || !isSameMember(each, member));
  return members.length === queue.members.length ? queue : { ...queue, members };
}

function isSameMember(a: PbxQueueMember, b: PbxQueueMember): boolean {
  return (a.queueInterface ?? a.interface) === (b.queueInterface ?? b.interface);
}

/** Events say `Interface` and `MemberName`, lists `Location` and `Name`. */
function readMember(event: AmiEvent): PbxQueueMember | null {
  const own = textOf(event, 'Interface') ?? textOf(event, 'Location');
  if (own === null) return null;
  const behind = deviceInterface(textOf(event, 'StateInterface') ?? '');
  const device = deviceInterface(own) ?? behind ?? own;
  const paused = textOf(event, 'Paused') === '1';
  return {
    interface: device,
    ...(device === own ? {} : { queueInterface: own }),
    name: textOf(event, 'MemberName') ?? textOf(event, 'Name'),
    paused,
    pausedReason: paused ? textOf(event, 'PausedReason') : null,
    penalty: numberOf(event, 'Penalty') ?? 0,
    deviceState: deviceStateOf(textOf(event, 'Status')),
    inCall: textOf(event, 'InCall') === '1',
  };
}

function withEntry(queue: PbxQueue, event: AmiEvent, callOf: WaitingCallOf): PbxQueue {
  return withCaller(queue, event, timeOf(event) - (numberOf(event, 'Wait') ?? 0) * 1000, callOf);
}

function withCaller(queue: PbxQueue, event: AmiEvent, joinedAt: number, callOf: WaitingCallOf): PbxQueue {
  const legId = textOf(event, 'Uniqueid');
  if (legId === null || queue.waiting.some((caller) => caller.legId === legId)) return queue;
  if (queue.waiting.length >= MOST_WAITING) return queue;
  const call = callOf(legId);
  // The network still knows the number of a caller who hid it; everybody sees who waits.
  const shown = (field: string) => (call?.withheld ? null : textOf(event, field));
  const caller = {
    legId,
    callId: call?.id ?? null,
    number: shown('CallerIDNum'),
    name: shown('CallerIDName'),
    position: numberOf(event, 'Position') ?? queue.waiting.length + 1,
    joinedAt: isoTime(joinedAt),
  };
  const behind = (each: PbxQueue['waiting'][number]) => (each.position >= caller.position ? 1 : 0);
  const moved = queue.waiting.map((each) => ({ ...each, position: each.position + behind(each) }));
  return { ...queue, waiting: [...moved, caller].sort((a, b) => a.position - b.position) };
}

/** Everybody behind the one who left moves up. */
function withoutCaller(queue: PbxQueue, legId: string | null): PbxQueue {
  const gone = queue.waiting.find((caller) => caller.legId === legId);
  if (!gone) return queue;
  const waiting = queue.waiting
    .filter((caller) => caller !== gone)
    .map((caller) => (caller.position > gone.position ? { ...caller, position: caller.position - 1 } : caller));
  return { ...queue, waiting };
}

/** A hung-up channel waits nowhere, whatever event was missed. */
function forget(state: QueuesState, legId: string | null): ReducedQueues {
  const changed: PbxQueue[] = [];
  const queues = state.queues.map((queue) => {
    const next = withoutCaller(queue, legId);
    if (next !== queue) changed.push(next);
    return next;
  });
  return changed.length === 0 ? { state, changed } : { state: { queues }, changed };
}
