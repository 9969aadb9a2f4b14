import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AlikeRows } from './alike-rows.ts';

const foundIn = (keys: readonly (readonly string[])[]) => {
  const alike = new AlikeRows();
  keys.forEach((ofRow, index) => {
    for (const key of ofRow) alike.add(key, index + 1);
  });
  return alike.found();
};

describe('[IMP-1] rows of a file that share a number or an e-mail', () => {
  it('are the first one and all that follow; a key twice in one row is no second row', () => {
    expect(foundIn([['+1'], ['+2', '+2'], ['+1', 'a@b.example'], ['+3'], ['+1']])).toEqual([1, 3, 5]);
    expect(foundIn([])).toEqual([]);
  });

  it('are never fewer than a plain comparison finds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.stringMatching(/^[a-d0-9]{1,3}$/), { maxLength: 3 }), { maxLength: 60 }),
        (keys) => {
          const shared = keys.flatMap((ofRow, index) =>
            ofRow.some((key) => keys.some((other, at) => at !== index && other.includes(key))) ? [index + 1] : [],
          );
          expect(foundIn(keys)).toEqual(expect.arrayContaining(shared));
        },
      ),
    );
  });

  it('are found among very many, the table growing meanwhile, and few others with them', () => {
    const alike = new AlikeRows();
    for (let row = 1; row <= 300_000; row += 1) alike.add(`+7900${row % 290_000}`, row);
    const found = alike.found() ?? [];
    const twice = Array.from({ length: 10_001 }, (_, index) => index).slice(1);
    const known = new Set(found);
    expect(twice.every((row) => known.has(row) && known.has(row + 290_000))).toBe(true);
    expect(found.length).toBeGreaterThanOrEqual(20_000);
    expect(found.length).toBeLessThan(20_200);
  });
});
