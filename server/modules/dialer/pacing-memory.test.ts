import { describe, expect, it } from 'vitest';
import { foldEvents, memoryOf, NOON } from '../../../test/factories/pacing.ts';
import { budgetOf, countsOf, liveSince } from './answer-window.ts';
import { answerRateOf, type PacingEvent, reducePacing, startMemory } from './pacing-memory.ts';

const answer = (attemptId: string, at: number): PacingEvent => ({
  kind: 'live-answer',
  attemptId,
  at,
  ringSeconds: 8,
});
const abandon = (attemptId: string, at: number): PacingEvent => ({ kind: 'abandoned', attemptId, at });
const counts = (events: readonly PacingEvent[], now = NOON) => countsOf(foldEvents(events).window, now);

/** Three hundred attempts of every kind over an hour, in order of time. */
function hour(): PacingEvent[] {
  return Array.from({ length: 300 }, (_, index): PacingEvent[] => {
    const at = NOON - 3_500_000 + index * 11_000;
    const attemptId = `a${index}`;
    if (index % 3 > 0) return [{ kind: index % 3 === 1 ? 'machine' : 'unanswered', attemptId, at, ringSeconds: 20 }];
    const end: PacingEvent =
      index % 30 === 0
        ? abandon(attemptId, at + 2000)
        : { kind: 'finished', attemptId, at: at + 5000, talkSeconds: 90, wrapUpSeconds: 12 };
    return [answer(attemptId, at), end];
  }).flat();
}

describe('what is counted', () => {
  it('[CAM-2] the share is abandoned calls among live answers; machines and unanswered lines do not count', () => {
    expect(counts(hour())).toEqual({ live: 100, abandoned: 10 });
  });

  it('[CAM-2] a call counts until it is older than the window', () => {
    const at = NOON - 86_400_000;
    expect(counts([answer('a', at + 600_000), abandon('a', at + 600_000)])).toEqual({ live: 1, abandoned: 1 });
    expect(counts([answer('a', at - 600_000), abandon('a', at - 600_000)])).toEqual({ live: 0, abandoned: 0 });
  });

  it('[CAM-2] on the edge of the window the share is told too high rather than too low', () => {
    const at = NOON - 86_400_000;
    const now = NOON + 100_000;
    expect(counts([answer('a', at + 10_000), abandon('a', at + 10_000)], now)).toEqual({ live: 0, abandoned: 1 });
  });

  it('[CAM-2] the budget is the cap of the live answers less what was abandoned', () => {
    const { window } = foldEvents(hour());
    expect(budgetOf(window, 0.12, NOON)).toBeCloseTo(2);
    expect(budgetOf(window, 0.03, NOON)).toBeCloseTo(-7);
  });

  it('[CAM-2] answers that are about to leave the window no longer make up for calls that stay', () => {
    const early = Array.from({ length: 100 }, (_, index) => answer(`early${index}`, NOON - 86_000_000 + index));
    const late = Array.from({ length: 50 }, (_, index) => answer(`late${index}`, NOON - 3_600_000 + index));
    const { window } = foldEvents([...early, ...late, abandon('late1', NOON - 3_500_000)]);
    expect(countsOf(window, NOON)).toEqual({ live: 150, abandoned: 1 });
    expect(budgetOf(window, 0.03, NOON)).toBeCloseTo(0.03 * 50 - 1);
    expect(budgetOf(window, 0.03, NOON - 3_000_000)).toBeCloseTo(0.03 * 50 - 1);
    expect(budgetOf(window, 0.03, NOON - 7_200_000)).toBeCloseTo(0.03 * 150 - 1);
  });

  it('[CAM-2] the live answers of late are those of the last intervals', () => {
    expect(liveSince(foldEvents(hour()).window, NOON - 1_800_000)).toBeGreaterThan(40);
    expect(liveSince(foldEvents(hour()).window, NOON + 600_000)).toBe(0);
  });

  it('[CAM-2] the answer rate follows the last lines more than those of an hour ago', () => {
    const worse = Array.from({ length: 200 }, (_, index): PacingEvent => {
      return { kind: 'unanswered', attemptId: `late${index}`, at: NOON + index * 6000, ringSeconds: 25 };
    });
    const before = memoryOf(200);
    const after = worse.reduce(reducePacing, before);
    expect(answerRateOf(before)).toBeCloseTo(1 / 3, 1);
    expect(answerRateOf(after)).toBeLessThan(0.2);
    expect(answerRateOf(startMemory(3600))).toBeNull();
  });
});

describe('told twice, late or wrongly', () => {
  it('[CAM-2] every fact told twice gives the same memory as once', () => {
    const once = hour();
    expect(foldEvents(once.flatMap((event) => [event, event]))).toEqual(foldEvents(once));
    expect(foldEvents([...once, ...once])).toEqual(foldEvents(once));
  });

  it('[CAM-2] a fact told again with its moment read from another clock counts once', () => {
    const events = [answer('a', NOON), abandon('a', NOON + 2000), answer('a', NOON + 900), abandon('a', NOON - 58_000)];
    expect(counts(events, NOON + 60_000)).toEqual({ live: 1, abandoned: 1 });
  });

  it('[CAM-2] a server that starts again knows what it knew, from the rows in order of time', () => {
    const told = hour();
    const rows = [...told].sort((a, b) => a.at - b.at);
    expect(countsOf(foldEvents(told).window, NOON)).toEqual(countsOf(foldEvents(rows).window, NOON));
    expect(answerRateOf(foldEvents(told))).toBeCloseTo(answerRateOf(foldEvents(rows)) ?? 0, 2);
  });

  it('[CAM-2] an abandoned call that is told some minutes late counts', () => {
    expect(counts([answer('a', NOON - 900_000), answer('b', NOON), abandon('a', NOON - 898_000)]).abandoned).toBe(1);
  });

  it('[CAM-2] a fact more than an hour late changes nothing, for it may have been told before', () => {
    const memory = foldEvents([answer('a', NOON)]);
    expect(reducePacing(memory, abandon('b', NOON - 3_700_000))).toBe(memory);
  });

  it('[CAM-2] times and lengths that make no sense throw nothing and teach nothing', () => {
    const memory = foldEvents(hour());
    expect(reducePacing(memory, answer('x', Number.NaN))).toBe(memory);
    const odd: PacingEvent = { kind: 'finished', attemptId: 'x', at: NOON, talkSeconds: -5, wrapUpSeconds: Number.NaN };
    expect(reducePacing(memory, odd)).toMatchObject({ talk: memory.talk, wrapUp: memory.wrapUp });
    expect(reducePacing(memory, { kind: 'sold' } as never)).toBe(memory);
  });
});

it('[CAM-2] a month of calls needs no more memory than a day', () => {
  let memory = startMemory(86_400);
  const sizeOf = () => JSON.stringify(memory).length;
  const sizes: number[] = [];
  for (let day = 0; day < 30; day += 1) {
    for (let call = 0; call < 500; call += 1) {
      const at = NOON + day * 86_400_000 + call * 60_000;
      memory = reducePacing(memory, answer(`${day}-${call}`, at));
    }
    sizes.push(sizeOf());
  }
  expect(Math.max(...sizes.slice(1))).toBeLessThan(1.1 * sizes[1]!);
});
