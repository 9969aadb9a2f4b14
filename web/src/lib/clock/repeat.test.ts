import { expect, test } from 'vitest';
import { testClock } from './clock.ts';
import { repeat } from './repeat.ts';

const settled = () => new Promise((resolve) => setTimeout(resolve));

test('does the work after each pause, and not before the last one ended', async () => {
  const clock = testClock('2026-03-02T09:00:00Z');
  const waiting: (() => void)[] = [];
  let times = 0;
  const stop = repeat(clock, 1_000, () => {
    times += 1;
    return new Promise<void>((resolve) => waiting.push(resolve));
  });
  clock.advance(5_000);
  expect(times).toBe(1);
  waiting.shift()!();
  await settled();
  clock.advance(1_000);
  expect(times).toBe(2);
  stop();
});

test('stopped while the work is under way, it does not begin again', async () => {
  const clock = testClock('2026-03-02T09:00:00Z');
  let end: () => void = () => undefined;
  let times = 0;
  const stop = repeat(clock, 1_000, () => {
    times += 1;
    return new Promise<void>((resolve) => (end = resolve));
  });
  clock.advance(1_000);
  stop();
  end();
  await settled();
  clock.advance(10_000);
  expect(times).toBe(1);
});
