/** Pure: the money of deals and an own role that holds it back. */
import { fieldRightOf, isHidden } from '../access/field-rights.ts';
import type { Principal } from '../access/principal.ts';
import { dealMoneyHidden } from './deals.errors.ts';

type Held = Pick<Principal, 'rights'>;

export const seesMoney = (reader: Held): boolean => !isHidden(reader, 'deal', 'money');

/** Refuses what is nothing but money, and every order that would tell who has more of it. */
export function requireMoney(reader: Held): void {
  if (!seesMoney(reader)) throw dealMoneyHidden();
}

interface PricedLine {
  productId: string | null;
  name: string;
  price: string;
  discountPercent: string;
}

interface WantedLine {
  productId: string | null;
  name?: string | undefined;
  price?: string | undefined;
  discountPercent: string;
}

/**
 * A line as somebody may write it whose role holds the money back: a line that is there, or a copy of it, keeps its price
 * and discount, a new one costs what the catalogue says. `refused`: keys they tried to change.
 * @param known the line it is, or is a copy of
 * @param listPrice of its product; undefined: it is none of the catalogue
 * @example lineWithMoneyKept({ rights }, { productId: 'prd_1', discountPercent: '0' }, undefined, '100.00')
 */
export function lineWithMoneyKept<Line extends WantedLine>(
  writer: Held,
  line: Line,
  known: PricedLine | undefined,
  listPrice: string | undefined,
): { line: Line; refused: ('price' | 'discountPercent')[] } {
  const right = fieldRightOf(writer, 'deal', 'money');
  if (right === null) return { line, refused: [] };
  const price = known?.price ?? listPrice;
  const discountPercent = known?.discountPercent ?? '0';
  const isPriceKept = line.price === undefined || (price !== undefined && Number(line.price) === Number(price));
  // Who does not see the discount cannot send it: none said is none changed.
  const isUnsaid = right === 'hidden' && Number(line.discountPercent) === 0;
  const isDiscountKept = isUnsaid || Number(line.discountPercent) === Number(discountPercent);
  return {
    line: { ...line, price, discountPercent },
    refused: [...(isPriceKept ? [] : ['price' as const]), ...(isDiscountKept ? [] : ['discountPercent' as const])],
  };
}

/** The line that this one is, by its id, or else is a copy of; one that has become another product is a new one. */
export function knownLine<Known extends PricedLine & { id: string }>(
  lines: readonly Known[],
  { id, productId, name }: { id?: string | undefined; productId: string | null; name?: string | undefined },
): Known | undefined {
  const isSame = (line: Known) => line.productId === productId && (name === undefined || line.name === name);
  return (
    lines.find((line) => line.id === id && (productId === null || line.productId === productId)) ?? lines.find(isSame)
  );
}
