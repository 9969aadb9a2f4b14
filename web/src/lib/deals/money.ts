/** Money as the contract writes it (`1250.00`), added in whole cents and shown in the reader's language. */

export const toCents = (amount: string): bigint => {
  const [whole = '0', fraction = ''] = amount.replace('-', '').split('.');
  const cents = BigInt(whole + fraction.slice(0, 2).padEnd(2, '0'));
  return amount.startsWith('-') ? -cents : cents;
};

export function fromCents(cents: bigint): string {
  const text = String(cents < 0n ? -cents : cents).padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${text.slice(0, -2)}.${text.slice(-2)}`;
}

/** An amount that the reader's role hides is empty, and stays so in every sum. */
const isHidden = (amount: string): boolean => amount === '';

/** @example plus('0.10', '0.20') // '0.30' */
export const plus = (a: string, b: string): string =>
  isHidden(a) || isHidden(b) ? '' : fromCents(toCents(a) + toCents(b));
export const minus = (a: string, b: string): string =>
  isHidden(a) || isHidden(b) ? '' : fromCents(toCents(a) - toCents(b));

/** Without cents when there are none, so that a column of round sums stays calm. */
export function formatMoney(amount: string, currency: string, language: string): string {
  if (isHidden(amount)) return '';
  const digits = toCents(amount) % 100n === 0n ? 0 : 2;
  return new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(Number(amount));
}

/**
 * What a person typed as an amount (`1 250,5`), as the contract wants it; null when it is none. The last comma or point is
 * the decimal sign when at most two digits follow it.
 */
export function readMoney(text: string): string | null {
  const clean = text.replace(/[\s\u00a0\u202f'’]/g, '');
  const match = /^(\d{1,3}(?:[.,]?\d{3})*|\d+)(?:[.,](\d{1,2}))?$/.exec(clean);
  if (!match) return null;
  const whole = (match[1] ?? '').replace(/[.,]/g, '');
  return whole.length > 12 ? null : `${Number(whole)}${match[2] ? `.${match[2]}` : ''}`;
}
