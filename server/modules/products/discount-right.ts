/** How much discount somebody may give: by the reach of the right `products.discount` and the firm's limits. Pure. */
import type { Settings } from '../../contract/settings.contract.ts';
import type { Scope } from '../access/permissions.ts';
import { toUnits } from './line-totals.ts';

/** Percent; 0 without the right. */
export const maxDiscountOf = (scope: Scope | null, limits: Settings['deals']['maxDiscountPercent']): number =>
  scope === null ? 0 : limits[scope];

/**
 * What the customer is let off of the price in the catalogue, in hundredths of a percent, rounded up. A lower price is a
 * discount too: a limit on the percentage alone would hold nobody back.
 * @param listPrice null: not of the catalogue, so only the percentage counts
 * @example effectiveDiscount({ price: '90', discountPercent: '10', listPrice: '100' }) // 1900n, that is 19 %
 */
export function effectiveDiscount(line: { price: string; discountPercent: string; listPrice: string | null }): bigint {
  const percent = toUnits(line.discountPercent, 2);
  const list = line.listPrice === null ? 0n : toUnits(line.listPrice, 2);
  if (list === 0n) return percent;
  const asked = toUnits(line.price, 2) * (10_000n - percent);
  const full = list * 10_000n;
  return asked >= full ? 0n : (full - asked + list - 1n) / list;
}

export interface DiscountedLine {
  id?: string | undefined;
  productId: string | null;
  price: string;
  discountPercent: string;
  listPrice: string | null;
}

type PresentLine = Pick<DiscountedLine, 'id' | 'productId' | 'price' | 'discountPercent'>;

const isSameOffer = (a: PresentLine, b: PresentLine) =>
  a.productId === b.productId &&
  toUnits(a.price, 2) === toUnits(b.price, 2) &&
  toUnits(a.discountPercent, 2) === toUnits(b.discountPercent, 2);

/**
 * Lines whose discount is more than this person may give. What somebody with a wider right has given stays: a line that
 * was there with the same price and discount is not asked about again.
 * @returns places in `wanted`
 */
export function linesAboveLimit(
  wanted: readonly DiscountedLine[],
  present: readonly PresentLine[],
  maxPercent: number,
): number[] {
  const limit = toUnits(maxPercent.toFixed(2), 2);
  const isKept = (line: DiscountedLine) =>
    line.id !== undefined && present.some((one) => one.id === line.id && isSameOffer(one, line));
  return wanted.flatMap((line, index) => (effectiveDiscount(line) > limit && !isKept(line) ? [index] : []));
}
