/**
 * Who hears whom: from a channel through its bridge, and through Local pairs into further bridges. Two people who are
 * joined by any number of Local channels are in one conversation, before and after Asterisk optimises those away.
 */

import { standInOf } from './call-people.ts';
import type { CallsDraft } from './calls-draft.ts';
import { type ChannelState, isPerson } from './leg.ts';

export interface Conversation {
  /** People on the line besides the channel itself; one that has not answered (early media) is not. */
  readonly others: readonly ChannelState[];
  /** Bridges that connect them, the channel's own first. */
  readonly bridges: readonly string[];
  /** A Local channel plays the customer at the other end. */
  readonly standIn: boolean;
}

const ALONE: Conversation = { others: [], bridges: [], standIn: false };

/** The conversation a channel is in; `others` is empty when nobody is with it. */
export function conversationOf(draft: CallsDraft, channel: ChannelState): Conversation {
  if (channel.bridge === null || !channel.up || draft.bridge(channel.bridge)?.kind !== 'talk') return ALONE;
  const others: ChannelState[] = [];
  const bridges = [channel.bridge];
  let standIn = false;
  for (let i = 0; i < bridges.length && i < 64; i += 1) {
    const bridge = draft.bridge(bridges[i] ?? '');
    if (bridge?.kind !== 'talk') continue;
    for (const id of bridge.members) {
      if (id === channel.id) continue;
      const member = draft.channel(id);
      if (!member) continue;
      if (isPerson(member)) {
        if (member.up) others.push(member);
      } else if (member.kind === 'local') {
        const beyond = beyondLocal(draft, member);
        if (beyond === 'stand-in') standIn = true;
        else if (beyond !== null && !bridges.includes(beyond)) bridges.push(beyond);
      }
    }
  }
  return { others, bridges, standIn };
}

/** The bridge at the other end of a Local pair, or the customer it plays, or nothing yet. */
function beyondLocal(draft: CallsDraft, near: ChannelState): string | 'stand-in' | null {
  const far = near.peer === null ? undefined : draft.channel(near.peer);
  if (far?.bridge) return far.bridge;
  const callId = draft.callIdOfChannel(near.id);
  const call = callId === undefined ? undefined : draft.call(callId);
  return far?.up && call && standInOf(call)?.id === near.id ? 'stand-in' : null;
}

/** Calls that have a channel in the same conversation as `channel`, or in its bridge. */
export function callsAround(draft: CallsDraft, bridgeIds: readonly string[]): readonly string[] {
  const calls = new Set<string>();
  const bridges = [...bridgeIds];
  for (let i = 0; i < bridges.length && i < 64; i += 1) {
    for (const id of draft.bridge(bridges[i] ?? '')?.members ?? []) {
      const callId = draft.callIdOfChannel(id);
      if (callId !== undefined) calls.add(callId);
      const member = draft.channel(id);
      const far = member?.kind === 'local' && member.peer !== null ? draft.channel(member.peer) : undefined;
      if (far?.bridge && !bridges.includes(far.bridge)) bridges.push(far.bridge);
    }
  }
  return [...calls];
}
