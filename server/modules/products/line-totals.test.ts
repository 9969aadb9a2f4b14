import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromUnits, lineTotal, totalsOf, toUnits } from './line-totals.ts';

const line = (quantity: string, price: string, discountPercent = '0') => ({ quantity, price, discountPercent });

describe('[DEAL-1] sums of lines', () => {
  it.each([
    [line('3', '0.10'), '0.30'],
    [line('0.333', '10'), '3.33'],
    [line('1', '0.05', '50'), '0.03'],
    [line('1.005', '1'), '1.01'],
    [line('2', '99.99', '12.5'), '174.98'],
    [line('999999999.999', '999999999999.99', '100'), '0.00'],
  ])('%j is %s, rounded half up to the cent', (one, total) => {
    expect(lineTotal(one)).toBe(total);
  });

  it('a total is the sum of the lines as they are printed, and discount makes up the rest', () => {
    const lines = [line('1', '0.05', '50'), line('1', '0.05', '50'), line('2', '10')];
    expect(totalsOf(lines)).toEqual({ beforeDiscount: '20.10', discount: '0.04', total: '20.06' });
    expect(totalsOf([])).toEqual({ beforeDiscount: '0.00', discount: '0.00', total: '0.00' });
  });

  it('amounts survive the way there and back, and a total is never above the full price', () => {
    const money = fc.bigInt({ min: 0n, max: 99_999_999_999_999n }).map((units) => fromUnits(units, 2));
    const quantity = fc.bigInt({ min: 1n, max: 999_999_999n }).map((units) => fromUnits(units, 3));
    const percent = fc.bigInt({ min: 0n, max: 10_000n }).map((units) => fromUnits(units, 2));
    fc.assert(
      fc.property(money, quantity, percent, (price, amount, discountPercent) => {
        expect(fromUnits(toUnits(price, 2), 2)).toBe(price);
        const one = { price, quantity: amount, discountPercent };
        const totals = totalsOf([one, one]);
        expect(toUnits(totals.total, 2)).toBe(2n * toUnits(lineTotal(one), 2));
        expect(toUnits(totals.total, 2) <= toUnits(totals.beforeDiscount, 2)).toBe(true);
      }),
    );
  });
});
