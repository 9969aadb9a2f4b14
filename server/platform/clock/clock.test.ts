import { expect, it } from 'vitest';
import { createIds } from '../ids/ids.ts';
import { systemClock, testClock } from './clock.ts';

it('a test clock stands still, and runs timers in order of time when it is moved', () => {
  const clock = testClock('2026-03-29T00:00:00Z');
  const ran: string[] = [];
  clock.after(2_000, () => ran.push(`second ${clock.now().toISOString()}`));
  clock.after(1_000, () => {
    ran.push('first');
    clock.after(500, () => ran.push('added'));
  });
  const cancel = clock.after(1_000, () => ran.push('cancelled'));
  cancel();
  clock.advance(999);
  expect(ran).toEqual([]);
  clock.advance(2_000);
  expect(ran).toEqual(['first', 'added', 'second 2026-03-29T00:00:02.000Z']);
  expect(clock.now().toISOString()).toBe('2026-03-29T00:00:02.999Z');
});

it('the real clock calls off a timer', async () => {
  let ran = false;
  const cancel = systemClock.after(0, () => {
    ran = true;
  });
  cancel();
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(ran).toBe(false);
});

it('ids carry their prefix, sort by time, and do not repeat', () => {
  const clock = testClock();
  const ids = createIds(clock);
  const made = Array.from({ length: 200 }, () => {
    clock.advance(1);
    return ids('ctc');
  });
  expect(made[0]).toMatch(/^ctc_[0-9a-hjkmnp-tv-z]{22}$/);
  expect([...made].sort()).toEqual(made);
  const atOnce = Array.from({ length: 5_000 }, () => ids('x'));
  expect(new Set(atOnce).size).toBe(5_000);
  expect([...atOnce].sort()).toEqual(atOnce);
});
