/**
 * Sums of lines in whole cents by BigInt: 0.1 + 0.2 as floats is not 0.3, and an offer must add up. A line is rounded to
 * the cent (half up) once, and totals are sums of rounded lines, so that what is printed adds up as well. Pure.
 */

export interface PricedLine {
  /** Up to three decimals. */
  quantity: string;
  /** Up to two decimals. */
  price: string;
  /** Up to two decimals, 0 to 100. */
  discountPercent: string;
}

export interface LineTotals {
  beforeDiscount: string;
  discount: string;
  total: string;
}

/** Digits of a plain decimal as a whole number. @example toUnits('12.5', 2) // 1250n */
export function toUnits(text: string, decimals: number): bigint {
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
}

/** @example fromUnits(1250n, 2) // '12.50' */
export function fromUnits(units: bigint, decimals: number): string {
  const text = String(units).padStart(decimals + 1, '0');
  return `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
}

/** `a / b` to the nearest whole, half up; for what is not negative. */
const divide = (a: bigint, b: bigint): bigint => (2n * a + b) / (2n * b);

const cents = (line: PricedLine) => {
  const full = toUnits(line.quantity, 3) * toUnits(line.price, 2);
  const beforeDiscount = divide(full, 1000n);
  const total = divide(full * (10_000n - toUnits(line.discountPercent, 2)), 10_000_000n);
  return { beforeDiscount, total };
};

/** quantity × price less the discount. @example lineTotal({ quantity: '3', price: '0.10', discountPercent: '0' }) // '0.30' */
export const lineTotal = (line: PricedLine): string => fromUnits(cents(line).total, 2);

export function totalsOf(lines: readonly PricedLine[]): LineTotals {
  let [beforeDiscount, total] = [0n, 0n];
  for (const line of lines) {
    const one = cents(line);
    beforeDiscount += one.beforeDiscount;
    total += one.total;
  }
  return {
    beforeDiscount: fromUnits(beforeDiscount, 2),
    discount: fromUnits(beforeDiscount - total, 2),
    total: fromUnits(total, 2),
  };
}
