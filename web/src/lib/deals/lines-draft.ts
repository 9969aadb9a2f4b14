import type { z } from 'zod';
import type { DealLine, DealLines, dealLinesPutSchema, Product } from '$contract/products.contract.ts';
import { fromCents, readMoney, toCents } from './money.ts';

/** A line while it is typed. */
export interface LineDraft {
  id?: string;
  productId: string | null;
  name: string;
  unit: string;
  quantity: string;
  price: string;
  discountPercent: string;
  /** Of a product whose price the reader's role hides: it costs what the catalogue says, unless one is typed. */
  isListPriced?: boolean;
}

export const lineDraft = ({ id, productId, name, unit, quantity, price, discountPercent }: DealLine): LineDraft => ({
  id,
  productId,
  name,
  unit,
  quantity,
  price: price.replace(/\.00$/, ''),
  discountPercent,
});

export const productLine = ({ id, name, unit, price }: Product): LineDraft => ({
  productId: id,
  name,
  unit,
  quantity: '1',
  price: price.replace(/\.00$/, ''),
  discountPercent: '0',
  ...(price === '' ? { isListPriced: true } : {}),
});

export const emptyLine = (): LineDraft => ({
  productId: null,
  name: '',
  unit: '',
  quantity: '1',
  price: '',
  discountPercent: '0',
});

const decimal = (text: string, places: number): string | null => {
  const plain = text.trim().replace(',', '.');
  return new RegExp(`^\\d{1,9}(\\.\\d{1,${places}})?$`).test(plain) ? plain : null;
};

type SentLine = z.input<typeof dealLinesPutSchema>['sold'][number];

/** A line as the contract wants it; null: something of it cannot be sent. */
function sendable(line: LineDraft): SentLine | null {
  const [quantity, price, discountPercent] = [
    decimal(line.quantity, 3),
    line.isListPriced && line.price.trim() === '' ? undefined : readMoney(line.price),
    decimal(line.discountPercent || '0', 2),
  ];
  if (quantity === null || price === null || discountPercent === null || line.name.trim() === '') return null;
  if (!/[1-9]/.test(quantity) || Number(discountPercent) > 100) return null;
  const { id, productId, name, unit } = line;
  return { id, productId, name: name.trim(), unit, quantity, price, discountPercent };
}

/** The same where the reader's role hides prices: the server keeps those it has, or takes them from the catalogue. */
function sendableUnpriced({ id, productId, name, unit, quantity: typed }: LineDraft): SentLine | null {
  const quantity = decimal(typed, 3);
  if (quantity === null || !/[1-9]/.test(quantity) || name.trim() === '') return null;
  return { id, productId, name: name.trim(), unit, quantity };
}

export interface LinesDraft {
  offered: LineDraft[];
  sold: LineDraft[];
}

export const linesDraft = ({ offered, sold }: Pick<DealLines, 'offered' | 'sold'>): LinesDraft => ({
  offered: offered.map(lineDraft),
  sold: sold.map(lineDraft),
});

export function linesBody(
  draft: LinesDraft,
  version: number,
  seesMoney = true,
): z.input<typeof dealLinesPutSchema> | null {
  const send = seesMoney ? sendable : sendableUnpriced;
  const [offered, sold] = [draft.offered.map(send), draft.sold.map(send)];
  const isWhole = (lines: typeof offered): lines is NonNullable<(typeof offered)[number]>[] => !lines.includes(null);
  return isWhole(offered) && isWhole(sold) ? { offered, sold, version } : null;
}

/** The sum of a line to the cent, as the server will say it; null while something is not a number. */
export function lineSum(line: LineDraft): string | null {
  const sent = sendable({ ...line, name: line.name || 'x' });
  if (sent?.price === undefined) return null;
  const thousandths = BigInt(Math.round(Number(sent.quantity) * 1000));
  const hundredths = BigInt(Math.round(Number(sent.discountPercent) * 100));
  const full = thousandths * toCents(sent.price) * (10_000n - hundredths);
  return fromCents((2n * full + 10_000_000n) / 20_000_000n);
}
