/** What can happen to a stream of events on its way: seeded, so that a failure can be repeated. */
import type { AmiEvent } from '../../pbx-bridge/ami/ami-event.ts';
import type { PbxSnapshot, SnapshotChannel } from '../../pbx-bridge/calls/pbx-snapshot.ts';

/** A small seeded generator (mulberry32): numbers from 0 to below 1. */
export function seeded(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Every event comes twice, the second time at once or (`late`) up to some events later. */
export function duplicate(events: readonly AmiEvent[], random: () => number, late: number): AmiEvent[] {
  const out: AmiEvent[] = [];
  const waiting: { event: AmiEvent; after: number }[] = [];
  for (const event of events) {
    out.push(event);
    waiting.push({ event, after: Math.floor(random() * (late + 1)) });
    for (const each of waiting) each.after -= 1;
    while (waiting[0] && waiting[0].after < 0) out.push(...waiting.splice(0, 1).map((each) => each.event));
  }
  return [...out, ...waiting.map((each) => each.event)];
}

/** Leaves events out with this probability. */
export function drop(events: readonly AmiEvent[], random: () => number, probability: number): AmiEvent[] {
  return events.filter(() => random() >= probability);
}

/** Neighbours change places with this probability. */
export function reorder(events: readonly AmiEvent[], random: () => number, probability: number): AmiEvent[] {
  const out = [...events];
  for (let i = 0; i + 1 < out.length; i += 1) {
    const [a, b] = [out[i], out[i + 1]];
    if (a && b && random() < probability) {
      out[i] = b;
      out[i + 1] = a;
      i += 1;
    }
  }
  return out;
}

/** What CoreShowChannels, BridgeList and QueueStatus would have said after these events: worked out from the raw events. */
export function snapshotAfter(events: readonly AmiEvent[], linkLostAt: number | null): PbxSnapshot {
  const channels = new Map<string, SnapshotChannel & { bornAt: number }>();
  const waits = new Map<string, string>();
  const waitingBridges = new Set<string>();
  const last = events.at(-1)?.receivedAt ?? 0;
  for (const event of events) {
    const id = event.fields.get('Uniqueid') ?? '';
    const known = channels.get(id);
    if (event.name === 'Newchannel') channels.set(id, bornAs(event));
    else if (event.name === 'Hangup') channels.delete(id);
    else if (event.name === 'DialBegin') markDialled(channels, event);
    else if (known && event.name === 'Newstate') {
      channels.set(id, { ...known, up: event.fields.get('ChannelState') === '6' });
    } else if (known && event.name === 'BridgeEnter') {
      const bridgeId = event.fields.get('BridgeUniqueid') ?? null;
      if (event.fields.get('BridgeType') === 'parking' && bridgeId) waitingBridges.add(bridgeId);
      channels.set(id, { ...known, bridgeId, linkedId: event.fields.get('Linkedid') ?? known.linkedId });
    } else if (known && event.name === 'BridgeLeave') channels.set(id, { ...known, bridgeId: null });
    else if (event.name === 'QueueCallerJoin') waits.set(id, event.fields.get('Queue') ?? '');
    else if (event.name === 'QueueCallerLeave') waits.delete(id);
  }
  return {
    channels: [...channels.values()].map(({ bornAt, ...each }) => ({ ...each, seconds: Math.floor((last - bornAt) / 1000) })),
    waitingBridges: [...waitingBridges],
    queueEntries: [...waits]
      .filter(([channelId]) => channels.has(channelId))
      .map(([channelId, queue]) => ({ channelId, queue, waitSeconds: 1 })),
    startup: 'always',
    linkLostAt,
  };
}

function bornAs(event: AmiEvent): SnapshotChannel & { bornAt: number } {
  const get = (name: string) => {
    const value = event.fields.get(name);
    return value === undefined || value === '' || value === '<unknown>' ? null : value;
  };
  return {
    id: get('Uniqueid') ?? '',
    name: get('Channel') ?? '',
    linkedId: get('Linkedid') ?? '',
    up: false,
    number: get('CallerIDNum'),
    callerName: get('CallerIDName'),
    context: get('Context'),
    exten: get('Exten'),
    dnid: get('Exten'),
    application: get('ChannelState') === '4' ? 'Dial' : 'AppDial',
    applicationData: null,
    bridgeId: null,
    seconds: 0,
    variables: {},
    bornAt: event.receivedAt,
  };
}

function markDialled(channels: Map<string, SnapshotChannel & { bornAt: number }>, event: AmiEvent): void {
  const dest = channels.get(event.fields.get('DestUniqueid') ?? '');
  if (dest) channels.set(dest.id, { ...dest, application: 'AppDial', number: event.fields.get('DestCallerIDNum') ?? null });
}
