/**
 * Pure: how long channels truly talked, from CEL alone. A channel talks from the moment its bridge, with all bridges that
 * Local channels tie to it, holds another party, until the last one has left it for good: being held in between (alone in
 * the bridge while a colleague is asked) belongs to it. Parking and holding bridges are no conversation.
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

/** One channel's stay in one bridge. */
interface Stay {
  bridge: string;
  /** First moment in company. */
  from: number | null;
  /** Last moment at which company left; null while there is some. */
  to: number | null;
}

/** Helpers of Asterisk that are nobody: the announcer of a conference, recorders. */
const nobody = /^(Local|CBAnn|CBRec|Announcer|Recorder|Snoop|MulticastRTP|UnicastRTP)\//;

/** `Local/102@from-agent-00000007;1` and `;2` are two ends of one wire. */
const otherEnd = (name: string): string | null =>
  name.startsWith('Local/') ? name.replace(/;([12])$/, (_, end) => (end === '1' ? ';2' : ';1')) : null;

export function createTalkClock(): TalkClock {
  const stays = new Map<string, Stay>();
  const members = new Map<string, Set<string>>();
  const names = new Map<string, string>();
  const ids = new Map<string, string>();
  const talks = new Map<string, Interval[]>();
  let last = 0;

  /** Parties in a bridge and in those that wires tie to it. */
  const partiesAround = (bridge: string): number => {
    const seen = new Set<string>([bridge]);
    const todo = [bridge];
    let parties = 0;
    for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
      for (const channel of members.get(next) ?? []) {
        const name = names.get(channel) ?? '';
        if (!nobody.test(name)) parties += 1;
        const far = otherEnd(name);
        const farId = far === null ? undefined : ids.get(far);
        if (farId === undefined) continue;
        const farBridge = stays.get(farId)?.bridge;
        if (farBridge === undefined || seen.has(farBridge)) continue;
        seen.add(farBridge);
        todo.push(farBridge);
      }
    }
    return parties;
  };

  /** Looks at everybody in a bridge: a wire that was made or cut changes the company at its far side as well. */
  const settle = (at: number) => {
    for (const [channel, stay] of stays) {
      if (nobody.test(names.get(channel) ?? '')) continue;
      if (partiesAround(stay.bridge) > 1) {
        stay.from ??= at;
        stay.to = null;
      } else if (stay.from !== null) stay.to ??= at;
    }
  };

  const leave = (channel: string, at: number) => {
    const stay = stays.get(channel);
    if (!stay) return;
    stays.delete(channel);
    members.get(stay.bridge)?.delete(channel);
    if (members.get(stay.bridge)?.size === 0) members.delete(stay.bridge);
    if (stay.from !== null) talks.set(channel, [...(talks.get(channel) ?? []), { from: stay.from, to: stay.to ?? at }]);
    settle(at);
  };

  return {
    take({ type, at, uniqueId, channel, extra }) {
      last = Math.max(last, at);
      names.set(uniqueId, channel);
      ids.set(channel, uniqueId);
      if (type === 'BRIDGE_ENTER') {
        const bridge = String(extra.bridge_id ?? '');
        if (bridge === '' || extra.bridge_technology === 'holding_bridge') return;
        leave(uniqueId, at);
        stays.set(uniqueId, { bridge, from: null, to: null });
        members.set(bridge, (members.get(bridge) ?? new Set()).add(uniqueId));
        settle(at);
      } else if (type === 'BRIDGE_EXIT') leave(uniqueId, at);
      else if (type === 'CHAN_END') {
        leave(uniqueId, at);
        names.delete(uniqueId);
        ids.delete(channel);
      }
    },
    talkOf(uniqueIds) {
      const all = uniqueIds.flatMap((id) => {
        const stay = stays.get(id);
        const open = stay?.from == null ? [] : [{ from: stay.from, to: stay.to ?? last }];
        return [...(talks.get(id) ?? []), ...open];
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
