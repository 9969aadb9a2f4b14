/** BridgeEnter, BridgeLeave, BridgeDestroy, Hold, Unhold: who is together with whom, and who waits. */
import type { AmiEvent } from '../../ami/ami-event.ts';
import type { CallsDraft } from '../calls-draft.ts';
import { callsAround } from '../conversation.ts';
import { textOf } from '../event-fields.ts';
import type { ChannelState } from '../leg.ts';
import { joinCallsAround } from '../linked-calls.ts';
import { settleCall } from '../settle-call.ts';
import { callOfChannel, channelOf, knownChannel, UP } from './channel-of-event.ts';
import { noteRedirect } from './redirect.ts';

/** A channel joins a bridge. Meeting others there can join calls. */
export function onBridgeEnter(draft: CallsDraft, event: AmiEvent): void {
  const bridgeId = textOf(event, 'BridgeUniqueid');
  const channel = bridgeId === null ? undefined : channelOf(draft, event);
  if (!channel || bridgeId === null || channel.bridge === bridgeId) return;
  if (textOf(event, 'BridgeCreator') === 'ConfBridge') noteRedirect(draft, channel, textOf(event, 'BridgeName'));
  // A party that is heard before it answers (early media) is in a bridge already, but does not talk yet.
  channel.up ||= (textOf(event, 'ChannelState') ?? UP) === UP;
  enterBridge(draft, channel, bridgeId, isWaiting(event) ? 'waiting' : 'talk', textOf(event, 'Linkedid'));
}

/** Parking lots, BridgeWait and logged-in agents of app_agent_pool: nobody hears anybody. */
function isWaiting(event: AmiEvent): boolean {
  return textOf(event, 'BridgeType') === 'parking' || textOf(event, 'BridgeTechnology') === 'holding_bridge';
}

/** Puts a channel into a bridge (out of any other) and settles the calls that meet there. */
export function enterBridge(
  draft: CallsDraft,
  channel: ChannelState,
  bridgeId: string,
  kind: 'talk' | 'waiting',
  linkedId: string | null,
): void {
  const left = channel.bridge === null ? [] : takeOut(draft, channel);
  const before = draft.bridge(bridgeId) ?? { kind, members: [], holders: [] };
  draft.setBridge(bridgeId, {
    kind: before.kind,
    members: [...before.members, channel.id],
    holders: holdersWith(channel, before.holders, bridgeId, before.kind),
  });
  channel.bridge = bridgeId;
  const call = callOfChannel(draft, channel);
  if (linkedId !== null && call) {
    channel.linkedId = linkedId;
    draft.claimLinkedId(call, linkedId);
  }
  if (before.kind === 'talk') joinCallsAround(draft, [bridgeId]);
  settleAround(draft, [...left, bridgeId], []);
}

/** Who holds the bridge once this channel is in it: who comes back to those it held does not, who held too early does. */
function holdersWith(
  channel: ChannelState,
  holders: readonly string[],
  bridgeId: string,
  kind: 'talk' | 'waiting',
): readonly string[] {
  if (channel.holds === bridgeId) {
    channel.holds = null;
    return holders.filter((id) => id !== channel.id);
  }
  if (!channel.holdsNext || kind === 'waiting') return holders;
  channel.holdsNext = false;
  if (channel.holds !== null) return holders;
  channel.holds = bridgeId;
  return [...holders, channel.id];
}

/** A channel leaves its bridge. */
export function onBridgeLeave(draft: CallsDraft, event: AmiEvent): void {
  const bridgeId = textOf(event, 'BridgeUniqueid');
  const channel = knownChannel(draft, event);
  // A late Leave of a bridge it has long exchanged for another says nothing.
  if (!channel || channel.bridge === null || channel.bridge !== bridgeId) return;
  leaveBridge(draft, channel.id);
}

/** Takes a channel out of its bridge, if it is in one, and settles everybody concerned. */
export function leaveBridge(draft: CallsDraft, uniqueid: string): void {
  const before = draft.channel(uniqueid);
  if (!before) return;
  if (before.bridge === null) return;
  const channel = draft.editChannel(uniqueid);
  if (!channel) return;
  const callId = draft.callIdOfChannel(uniqueid);
  const around = takeOut(draft, channel);
  settleAround(draft, around, callId === undefined ? [] : [callId]);
}

/** Takes a channel out; returns the bridges whose people are concerned. */
function takeOut(draft: CallsDraft, channel: ChannelState): readonly string[] {
  const id = channel.bridge;
  channel.bridge = null;
  const bridge = id === null ? undefined : draft.bridge(id);
  if (id === null || !bridge) return [];
  const members = bridge.members.filter((each) => each !== channel.id);
  draft.setBridge(id, members.length === 0 ? undefined : { kind: bridge.kind, members, holders: bridge.holders });
  const far = channel.peer === null ? undefined : draft.channel(channel.peer);
  return far?.bridge ? [id, far.bridge] : [id];
}

/** Settles every call with somebody in these bridges. */
export function settleAround(draft: CallsDraft, bridges: readonly string[], callIds: readonly string[]): void {
  for (const callId of new Set([...callIds, ...callsAround(draft, bridges)])) settleCall(draft, callId);
}

/** A bridge is gone: whoever is still thought to be in it is not. */
export function onBridgeDestroy(draft: CallsDraft, event: AmiEvent): void {
  const id = textOf(event, 'BridgeUniqueid');
  const bridge = id === null ? undefined : draft.bridge(id);
  if (id === null || !bridge) return;
  for (const member of bridge.members) leaveBridge(draft, member);
  draft.setBridge(id, undefined);
}

/** A party puts the others of its bridge on hold. */
export function onHold(draft: CallsDraft, event: AmiEvent): void {
  const channel = knownChannel(draft, event);
  // One who left a held party to ask somebody, and now holds that one, still keeps the first waiting.
  if (!channel || channel.holds !== null) return;
  const id = channel.bridge;
  const bridge = id ? draft.bridge(id) : undefined;
  if (!id || !bridge) {
    channel.holdsNext = true;
    return;
  }
  channel.holds = id;
  draft.setBridge(id, { kind: bridge.kind, members: bridge.members, holders: [...bridge.holders, channel.id] });
  settleAround(draft, [id], []);
}

/**
 * A party takes them back. Transfers send this without a Hold before, and one who swaps between two parties sends it for
 * the one it goes to: neither ends the hold of the party that waits elsewhere.
 */
export function onUnhold(draft: CallsDraft, event: AmiEvent): void {
  const channel = knownChannel(draft, event);
  if (!channel) return;
  channel.holdsNext = false;
  if (channel.bridge === null || channel.bridge === channel.holds) releaseHold(draft, channel);
}

/** Ends the hold a channel began, wherever it is now. */
export function releaseHold(draft: CallsDraft, channel: ChannelState): void {
  const id = channel.holds;
  if (id === null) return;
  channel.holds = null;
  const bridge = draft.bridge(id);
  if (!bridge) return;
  const holders = bridge.holders.filter((each) => each !== channel.id);
  draft.setBridge(id, { kind: bridge.kind, members: bridge.members, holders });
  settleAround(draft, [id], []);
}
