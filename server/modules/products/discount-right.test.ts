import { describe, expect, it } from 'vitest';
import { effectiveDiscount, linesAboveLimit, maxDiscountOf } from './discount-right.ts';

const limits = { own: 5, team: 15, all: 100 };
const line = (discountPercent: string, more: { id?: string; price?: string; listPrice?: string | null } = {}) => ({
  productId: 'prd_1',
  price: '100',
  listPrice: '100',
  discountPercent,
  ...more,
});

describe('[DEAL-1] the right to give a discount', () => {
  it('reaches as far as the firm says for the reach of the right, and no further without one', () => {
    expect([maxDiscountOf('own', limits), maxDiscountOf('team', limits), maxDiscountOf(null, limits)]).toEqual([
      5, 15, 0,
    ]);
  });

  it('counts a price below the catalogue as a discount, to the last hundredth of a percent', () => {
    expect(effectiveDiscount(line('10', { price: '90' }))).toBe(1900n);
    expect(effectiveDiscount(line('0', { price: '94.99' }))).toBe(501n);
    expect(effectiveDiscount(line('0', { price: '120' }))).toBe(0n);
    expect(effectiveDiscount(line('7.5', { price: '1', listPrice: null }))).toBe(750n);
    expect(effectiveDiscount(line('0', { price: '0', listPrice: '0' }))).toBe(0n);
  });

  it('refuses what is above the limit, and keeps what somebody with a wider right has given', () => {
    const wanted = [line('5'), line('5.01'), line('20', { id: 'lin_1' }), line('21', { id: 'lin_2' })];
    const present = [line('20', { id: 'lin_1' }), line('20', { id: 'lin_2' })];
    expect(linesAboveLimit(wanted, present, 5)).toEqual([1, 3]);
    expect(linesAboveLimit(wanted, present, 100)).toEqual([]);
  });
});
