import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bernoulliSum } from './bernoulli-sum.ts';

const chance = fc.double({ min: 0, max: 1, noNaN: true });

test('[CAM-2] the chances of a sum are those of all cases counted one by one', () => {
  fc.assert(
    fc.property(fc.array(chance, { maxLength: 8 }), fc.nat(9), (chances, count) => {
      let expected = 0;
      for (let happened = 0; happened < 2 ** chances.length; happened += 1) {
        const is = (index: number) => (happened >> index) % 2 === 1;
        if (chances.filter((_, index) => is(index)).length < count) continue;
        expected += chances.reduce((all, each, index) => all * (is(index) ? each : 1 - each), 1);
      }
      const sum = bernoulliSum();
      for (const each of chances) sum.add(each);
      expect(sum.atLeast(count)).toBeCloseTo(expected, 9);
    }),
  );
});

test('[CAM-2] one thing more never makes a sum less likely to be reached', () => {
  fc.assert(
    fc.property(fc.array(chance, { maxLength: 60 }), chance, fc.nat(60), (chances, more, count) => {
      const sum = bernoulliSum();
      for (const each of chances) sum.add(each);
      const before = sum.atLeast(count);
      sum.add(more);
      expect(sum.atLeast(count)).toBeGreaterThanOrEqual(before - 1e-9);
    }),
  );
});
