/**
 * Pure: how long channels truly talked, from CEL alone. A channel talks while its bridge, with all bridges that Local
 * channels tie to it, holds another party. Parking and holding bridges are no conversation.
 */
import type { CelEvent } from './read-cel.ts';

export interface TalkClock {
  take(event: CelEvent): void;
  /** Seconds, and the time spent talking by any of these channels at once counted once. */
  talkOf(uniqueIds: readonly string[]): number;
}

interface Interval {
  from: number;
  to: number;
}

/** Helpers of Asterisk that are nobody: the announcer of a conference, recorders. */
const nobody = /^(Local|CBAnn|CBRec|Announcer|Recorder|Snoop|MulticastRTP|UnicastRTP)\//;

/** `Local/102@from-agent-00000007;1` and `;2` are two ends of one wire. */
const wireOf = (channel: string): string | null => /^(Local\/.*);[12]$/.exec(channel)?.[1] ?? null;

export function createTalkClock(): TalkClock {
  /** Channel to the bridge it is in. */
  const bridgeOf = new Map<string, string>();
  const members = new Map<string, Set<string>>();
  const names = new Map<string, string>();
  const talkingSince = new Map<string, number>();
  const talks = new Map<string, Interval[]>();
  let last = 0;

  const partiesAround = (bridge: string): string[] => {
    const seen = new Set<string>([bridge]);
    const todo = [bridge];
    const parties: string[] = [];
    for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
      for (const channel of members.get(next) ?? []) {
        const name = names.get(channel) ?? '';
        if (!nobody.test(name)) parties.push(channel);
        const wire = wireOf(name);
        if (wire === null) continue;
        for (const [other, otherBridge] of bridgeOf) {
          if (wireOf(names.get(other) ?? '') === wire && !seen.has(otherBridge)) {
            seen.add(otherBridge);
            todo.push(otherBridge);
          }
        }
      }
    }
    return parties;
  };

  /** Who talks now, compared with who talked before. */
  const settle = (at: number, bridges: readonly string[], left: readonly string[]) => {
    const concerned = new Set<string>(left);
    const talking = new Set<string>();
    for (const bridge of bridges) {
      const parties = partiesAround(bridge);
      for (const party of parties) {
        concerned.add(party);
        if (parties.length > 1) talking.add(party);
      }
    }
    // A wire that was cut leaves the far side alone: look at everybody who talks.
    for (const channel of talkingSince.keys()) {
      const bridge = bridgeOf.get(channel);
      if (concerned.has(channel)) continue;
      concerned.add(channel);
      if (bridge !== undefined && partiesAround(bridge).length > 1) talking.add(channel);
    }
    for (const channel of concerned) {
      const since = talkingSince.get(channel);
      if (talking.has(channel)) {
        if (since === undefined) talkingSince.set(channel, at);
      } else if (since !== undefined) {
        talkingSince.delete(channel);
        talks.set(channel, [...(talks.get(channel) ?? []), { from: since, to: at }]);
      }
    }
  };

  const leave = (channel: string, at: number) => {
    const bridge = bridgeOf.get(channel);
    if (bridge === undefined) return;
    bridgeOf.delete(channel);
    members.get(bridge)?.delete(channel);
    settle(at, [bridge], [channel]);
    if (members.get(bridge)?.size === 0) members.delete(bridge);
  };

  return {
    take({ type, at, uniqueId, channel, extra }) {
      last = Math.max(last, at);
      names.set(uniqueId, channel);
      if (type === 'BRIDGE_ENTER') {
        const bridge = String(extra.bridge_id ?? '');
        if (bridge === '' || extra.bridge_technology === 'holding_bridge') return;
        leave(uniqueId, at);
        bridgeOf.set(uniqueId, bridge);
        members.set(bridge, (members.get(bridge) ?? new Set()).add(uniqueId));
        settle(at, [bridge], []);
      } else if (type === 'BRIDGE_EXIT' || type === 'CHAN_END' || type === 'HANGUP') {
        leave(uniqueId, at);
        if (type === 'CHAN_END') names.delete(uniqueId);
      }
    },
    talkOf(uniqueIds) {
      const all = uniqueIds.flatMap((id) => {
        const since = talkingSince.get(id);
        return [...(talks.get(id) ?? []), ...(since === undefined ? [] : [{ from: since, to: last }])];
      });
      return lengthOf(all);
    },
  };
}

/** Length of the union of intervals. */
export function lengthOf(intervals: readonly Interval[]): number {
  let total = 0;
  let end = Number.NEGATIVE_INFINITY;
  for (const { from, to } of [...intervals].sort((a, b) => a.from - b.from)) {
    total += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return total;
}
