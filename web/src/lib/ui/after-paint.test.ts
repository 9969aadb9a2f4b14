import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { afterPaint } from './after-paint.ts';

let frames: (() => void)[];
beforeEach(() => {
  vi.useFakeTimers();
  frames = [];
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => frames.push(run));
  vi.stubGlobal('cancelAnimationFrame', (id: number) => frames.splice(id - 1, 1));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const nextFrame = () => {
  for (const run of frames.splice(0)) run();
};

test('[UX-1] all who wait for one frame are called together, some time after it, and those called off are not', () => {
  const ran: string[] = [];
  afterPaint(() => ran.push('first'));
  const cancel = afterPaint(() => ran.push('called off'));
  afterPaint(() => ran.push('last'));
  expect(frames.length).toBe(1);
  nextFrame();
  cancel();
  // Comes after the frame: waits for one of its own.
  afterPaint(() => ran.push('next frame'));
  vi.advanceTimersByTime(100);
  expect(ran).toEqual(['first', 'last']);
  nextFrame();
  vi.advanceTimersByTime(100);
  expect(ran).toEqual(['first', 'last', 'next frame']);
});

test('[UX-1] a page that makes no frames does what waits all the same, and one that calls another off is heard', () => {
  const ran: string[] = [];
  let cancel: () => void = () => undefined;
  afterPaint(() => {
    ran.push('first');
    cancel();
  });
  cancel = afterPaint(() => ran.push('second'));
  vi.advanceTimersByTime(200);
  expect([ran, frames]).toEqual([['first'], []]);
});
