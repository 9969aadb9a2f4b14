import { expect, test } from 'vitest';
import { reconnectDelayMs } from './reconnect-delay.ts';

test('the first try after a drop comes well under a second later', () => {
  expect(reconnectDelayMs({ failures: 0, because: 'dropped', random: 0 })).toBeLessThan(1000);
});

test('waits double, and never pass ten seconds', () => {
  const delays = Array.from({ length: 40 }, (_, failures) =>
    reconnectDelayMs({ failures, because: 'refused', random: 0 }),
  );
  expect(delays.slice(0, 6)).toEqual([250, 500, 1000, 2000, 4000, 8000]);
  expect(Math.max(...delays)).toBe(10_000);
});

test('jitter shortens by up to a quarter and never lengthens', () => {
  expect(reconnectDelayMs({ failures: 10, because: 'dropped', random: 0.999999 })).toBeGreaterThanOrEqual(7_500);
  expect(reconnectDelayMs({ failures: 10, because: 'dropped', random: 0 })).toBe(10_000);
});

test('a rejected login is tried four times a minute only, so that an intrusion blocker is not provoked', () => {
  expect(reconnectDelayMs({ failures: 0, because: 'rejected', random: 0 })).toBe(15_000);
});
