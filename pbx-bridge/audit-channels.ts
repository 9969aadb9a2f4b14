/**
 * PURE: whether the calls we hold open are still those that Asterisk has up. An event that was lost (oversized, poison, a fault of
 * ours) must not leave a call open for days: what differs in two looks in a row is put right by a resync.
 */
import { entriesOf, valuesOf } from './calls/bucket-map.ts';
import type { CallsState } from './calls/call-state.ts';

export interface ChannelDifference {
  /** Channels that we hold open and Asterisk does not have. */
  readonly gone: ReadonlySet<string>;
  /** Channels that Asterisk has up and we know nothing of. */
  readonly unknown: ReadonlySet<string>;
}

export const compareChannels = (state: CallsState, listed: readonly string[]): ChannelDifference => {
  const up = new Set(listed);
  const open = new Set<string>();
  for (const { key } of entriesOf(state.channels)) open.add(key);
  return {
    gone: new Set([...open].filter((id) => !up.has(id))),
    unknown: new Set([...up].filter((id) => !open.has(id))),
  };
};

/** True when something differed in the same way both times: then it is no event on its way, but one that never came. */
export const differsStill = (before: ChannelDifference, now: ChannelDifference): boolean =>
  [...now.gone].some((id) => before.gone.has(id)) || [...now.unknown].some((id) => before.unknown.has(id));

/** Channels whose device has hung up and whose Hangup has not come: one that does not come within seconds was lost. */
export const hungUpIn = (state: CallsState): ReadonlySet<string> => {
  const ids = new Set<string>();
  for (const { channels } of valuesOf(state.calls)) {
    for (const { id, hasHungUp, endedAt } of channels) if (hasHungUp && endedAt === null) ids.add(id);
  }
  return ids;
};
