/**
 * Putting the reducer's memory in step with the PBX after the link was down (or the bridge was). What has gone is ended,
 * marked `endInferred`; what goes on goes on, its talk unbroken; what was never seen to begin is taken in with the best
 * estimates there are. An Asterisk that was restarted has nothing of what it had. Afterwards every open call has a
 * channel that is up.
 */
import { entriesOf } from './bucket-map.ts';
import type { CallFact } from './call-fact.ts';
import type { CallsState, OpenCall } from './call-state.ts';
import { CallsDraft } from './calls-draft.ts';
import { adoptChannels } from './events/adopt-channels.ts';
import { enterBridge, leaveBridge } from './events/bridge-events.ts';
import { endChannel } from './events/channel-events.ts';
import type { PbxSnapshot, SnapshotChannel } from './pbx-snapshot.ts';

export interface ResyncedCalls {
  readonly state: CallsState;
  readonly events: readonly CallFact[];
}

/**
 * @param at when the snapshot was taken, milliseconds since the epoch
 */
export function resyncCalls(state: CallsState, snapshot: PbxSnapshot, at: number): ResyncedCalls {
  const restarted = state.startup !== null && snapshot.startup !== null && state.startup !== snapshot.startup;
  const up = new Map(snapshot.channels.map((channel) => [channel.id, channel]));
  const lostAt = Math.min(snapshot.linkLostAt ?? at, at);
  const ghosts = restarted ? { state, events: [] } : closeGhosts(state, up);
  const closed = closeGone(ghosts.state, restarted ? new Map() : up, lostAt, restarted);
  const draft = new CallsDraft(closed.state, at);
  for (const channel of snapshot.channels) followChannel(draft, channel, snapshot);
  adoptChannels(draft, snapshot);
  followQueues(draft, snapshot);
  const opened = draft.finish();
  return {
    state: { ...opened.state, startup: snapshot.startup ?? state.startup },
    events: [...ghosts.events, ...closed.events, ...opened.events],
  };
}

/**
 * Asterisk can keep a channel in its books whose phone has long hung up: after a REFER into a parking lot whose phone
 * says BYE at once, until the subscription of the transfer runs out (600 s, measured on 22.10). No Hangup comes in that
 * time, but everything of the call was seen: it ended when it was last heard of, and nothing is guessed.
 */
function closeGhosts(state: CallsState, up: ReadonlyMap<string, SnapshotChannel>): ResyncedCalls {
  const events: CallFact[] = [];
  let now = state;
  for (const { value: call } of entriesOf(state.calls)) {
    const gone = call.channels.filter((channel) => channel.endedAt === null && !up.has(channel.id));
    const ghosts = gone.filter((channel) => channel.hasHungUp && channel.bridge === null);
    if (ghosts.length === 0 || ghosts.length < gone.length) continue;
    const draft = new CallsDraft(now, call.seenAt);
    for (const { id } of ghosts) {
      const channel = draft.editChannel(id);
      if (channel) endChannel(draft, channel);
    }
    const closed = draft.finish();
    events.push(...closed.events);
    now = closed.state;
  }
  return { state: now, events };
}

/** Ends every channel that is not up any more, at the last moment it can have been. */
function closeGone(
  state: CallsState,
  up: ReadonlyMap<string, SnapshotChannel>,
  lostAt: number,
  restarted: boolean,
): ResyncedCalls {
  const draft = new CallsDraft(state, lostAt);
  for (const { value: before } of entriesOf(state.calls)) {
    const gone = before.channels.filter((channel) => channel.endedAt === null && !up.has(channel.id));
    if (gone.length === 0) continue;
    const call = draft.editCall(before.id);
    if (call) markInferred(call, up, restarted, lostAt);
    // Spies last: they do not keep a call open, and their own end says nothing about it.
    const ordered = [...gone].sort((a, b) => Number(a.role === 'monitored') - Number(b.role === 'monitored'));
    for (const channel of ordered) {
      const live = draft.editChannel(channel.id);
      if (live) endChannel(draft, live);
    }
  }
  return draft.finish();
}

function markInferred(
  call: OpenCall,
  up: ReadonlyMap<string, SnapshotChannel>,
  restarted: boolean,
  lostAt: number,
): void {
  const goesOn = call.channels.some((each) => each.endedAt === null && up.has(each.id) && each.role !== 'monitored');
  if (goesOn) return;
  call.endInferred = true;
  call.endedAt = Math.max(lostAt, call.startedAt);
  if (restarted) call.hangup ??= { legId: '', by: 'system', at: lostAt, gaveUp: false };
}

/** A channel that was known: it may be in another bridge now. */
function followChannel(draft: CallsDraft, seen: SnapshotChannel, snapshot: PbxSnapshot): void {
  const before = draft.channel(seen.id);
  if (!before) return;
  if (before.bridge === seen.bridgeId && before.up === (before.up || seen.up)) return;
  const channel = draft.editChannel(seen.id);
  if (!channel) return;
  channel.up ||= seen.up;
  if (channel.up && channel.ringingAt !== null) channel.ringEndedAt ??= draft.at;
  if (channel.bridge === seen.bridgeId) return;
  if (seen.bridgeId === null) leaveBridge(draft, channel.id);
  else enterBridge(draft, channel, seen.bridgeId, kindOf(snapshot, seen.bridgeId), seen.linkedId);
}

function kindOf(snapshot: PbxSnapshot, bridgeId: string): 'talk' | 'waiting' {
  return snapshot.waitingBridges.includes(bridgeId) ? 'waiting' : 'talk';
}

/** Callers who wait, as the queues see them. */
function followQueues(draft: CallsDraft, snapshot: PbxSnapshot): void {
  const waiting = new Map(snapshot.queueEntries.map((entry) => [entry.channelId, entry]));
  for (const seen of snapshot.channels) {
    const callId = draft.callIdOfChannel(seen.id);
    const before = callId === undefined ? undefined : draft.call(callId);
    const entry = waiting.get(seen.id);
    const open = before?.visits.find((visit) => visit.channel === seen.id && visit.leftAt === null);
    if (!before || (!entry && !open) || entry?.queue === open?.queue) continue;
    const call = draft.editCall(before.id);
    if (!call) continue;
    if (open) {
      const end = seen.bridgeId === null ? 'left' : 'answered';
      call.visits = call.visits.map((visit) => (visit === open ? { ...visit, leftAt: draft.at, end } : visit));
      draft.say(call.id, 'call.left-queue');
    }
    if (entry) {
      const joinedAt = draft.at - entry.waitSeconds * 1000;
      call.visits = [...call.visits, { queue: entry.queue, joinedAt, leftAt: null, end: null, channel: seen.id }];
      draft.say(call.id, 'call.queued');
    }
  }
}
