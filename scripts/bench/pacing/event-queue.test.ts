import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventQueue } from './event-queue.ts';

test('[CAM-2] things come out in order of time, those of one moment in the order they were put in', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20)), (times) => {
      const queue = eventQueue<number>();
      for (const [index, at] of times.entries()) queue.add(at, index);
      const out: [number, number][] = [];
      for (let next = queue.next(); next !== null; next = queue.next()) out.push([next.at, next.what]);
      expect(out).toEqual(
        [...times.entries()].map(([index, at]) => [at, index]).sort(([a, i], [b, j]) => a! - b! || i! - j!),
      );
    }),
  );
});
