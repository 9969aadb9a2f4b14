import { describe, expect, it } from 'vitest';
import { readTrace } from '../../test/traces/read-trace.ts';
import { playEvents } from '../../test/traces/reduce-trace.ts';
import type { AmiEvent } from '../ami/ami-event.ts';

describe('a hold that is told before the bridge', () => {
  // Seen in one call of twenty on a busy Asterisk 22: Hold, and in the same millisecond BridgeEnter of the one who holds.
  const events = readTrace('hold-unhold');
  const first = (name: string) => events.findIndex((event) => event.name === name);
  const begin = first('BridgeEnter');
  const hold = events[first('Hold')] as AmiEvent;
  const early = { ...hold, receivedAt: events[begin]?.receivedAt ?? 0 };
  const withEarly = (taken: (event: AmiEvent, index: number) => boolean) => [
    ...events.slice(0, begin),
    early,
    ...events.slice(begin).filter((event, index) => event !== hold && !taken(event, index + begin)),
  ];
  const holdSeconds = (played: readonly AmiEvent[]) =>
    playEvents(played).facts.findLast((fact) => fact.type === 'call.ended')?.call.holdSeconds;

  it('[TEL-3] counts from the moment in which they are together', () => {
    const told = events[first('Unhold')]?.receivedAt ?? 0;
    expect(holdSeconds(withEarly(() => false))).toBeCloseTo((told - early.receivedAt) / 1000, 1);
  });

  it('[TEL-3] that was taken back before they were together is none', () => {
    const unhold = events[first('Unhold')] as AmiEvent;
    const played = withEarly((event) => event === unhold);
    played.splice(begin + 1, 0, { ...unhold, receivedAt: early.receivedAt });
    expect(holdSeconds(played)).toBe(0);
  });
});
