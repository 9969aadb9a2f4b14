/** The lines of a deal as they are stored, and how those that somebody wants are judged and written; sums by products/line-totals.ts. */
import type { z } from 'zod';
import type { DealLine, newDealLineSchema, Product } from '../../contract/products.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { fieldsHeldBack } from '../access/access.errors.ts';
import { scopeOf } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import { oneLine } from '../contacts/clean-text.ts';
import { linesAboveLimit, maxDiscountOf } from '../products/discount-right.ts';
import { lineTotal } from '../products/line-totals.ts';
import { discountTooLarge } from '../products/products.errors.ts';
import { readProducts } from '../products/products.usecases.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import { peopleOf } from './deal-change.ts';
import { knownLine, lineWithMoneyKept } from './deal-money.ts';
import { dealInvalid } from './deals.errors.ts';

export const kinds = ['offered', 'sold'] as const;
export type Kind = (typeof kinds)[number];

export interface LineRow {
  id: string;
  kind: Kind;
  product_id: string | null;
  name: string;
  unit: string;
  quantity: string;
  price: string;
  discount_percent: string;
}

export const selectLines = (sql: Sql, dealId: string) => sql<LineRow[]>`
  select id, kind, product_id, name, unit, trim_scale(quantity)::text as quantity, price,
    trim_scale(discount_percent)::text as discount_percent
  from deal_lines where deal_id = ${dealId} order by kind, position`;

export const toLine = (row: LineRow): DealLine => {
  const priced = { quantity: row.quantity, price: row.price, discountPercent: row.discount_percent };
  return { id: row.id, productId: row.product_id, name: row.name, unit: row.unit, ...priced, total: lineTotal(priced) };
};

export const bothLists = (rows: readonly LineRow[]): Record<Kind, DealLine[]> => ({
  offered: rows.filter(({ kind }) => kind === 'offered').map(toLine),
  sold: rows.filter(({ kind }) => kind === 'sold').map(toLine),
});

/** The largest discount that this writer may give, percent. */
export async function maxDiscount(platform: Platform, sql: Sql, writer: Principal): Promise<number> {
  const { deals } = await readSettings(platform, sql);
  return maxDiscountOf(scopeOf(writer, 'products.discount'), deals.maxDiscountPercent);
}

type Wanted = z.output<typeof newDealLineSchema>;

/** What is not said of a line is taken from its product; a line that is not of the catalogue says all of it. */
function complete(wanted: Wanted, product: Product | undefined, field: string) {
  if (wanted.productId !== null && !product) throw dealInvalid({ [`${field}.productId`]: 'is no product there is' });
  const name = wanted.name === undefined || wanted.name === '' ? product?.name : oneLine(wanted.name);
  const price = wanted.price ?? product?.price;
  if (!name) throw dealInvalid({ [`${field}.name`]: 'must be given for what is not in the catalogue' });
  if (price === undefined) throw dealInvalid({ [`${field}.price`]: 'must be given for what is not in the catalogue' });
  return { ...wanted, name, price, unit: wanted.unit ?? product?.unit ?? '', listPrice: product?.price ?? null };
}

/** The lines as this writer may write them; refuses a price or a discount that the role holds back, by name. */
function withMoneyKept(writer: Principal, wanted: readonly Wanted[], kind: Kind, present: Present): Wanted[] {
  const kept = wanted.map((line) =>
    lineWithMoneyKept(writer, line, knownLine(present.lines, line), present.products.get(line.productId ?? '')?.price),
  );
  const refused = kept.flatMap(({ refused }, index) => refused.map((key) => `${kind}.${index}.${key}`));
  if (refused.length > 0) throw fieldsHeldBack(refused);
  return kept.map(({ line }) => line);
}

interface Present {
  lines: readonly DealLine[];
  products: ReadonlyMap<string, Product>;
}

export type CompleteLine = ReturnType<typeof complete>;

async function checkDiscounts(
  platform: Platform,
  tx: Tx,
  reader: Principal,
  kind: Kind,
  lines: CompleteLine[],
  present: LineRow[],
) {
  const max = await maxDiscount(platform, tx, reader);
  const known = present.map((row) => ({
    id: row.id,
    productId: row.product_id,
    price: row.price,
    discountPercent: row.discount_percent,
  }));
  const above = linesAboveLimit(lines, known, max);
  if (above.length === 0) return;
  throw discountTooLarge(
    max,
    Object.fromEntries(above.map((index) => [`${kind}.${index}.discountPercent`, `must be ${max} at most`])),
  );
}

/** Both lists as they can be stored. @throws by name what is no product, has no price, or goes beyond the writer's rights */
export async function settleLines(
  platform: Platform,
  tx: Tx,
  { principal, wanted, before }: { principal: Principal; wanted: Record<Kind, Wanted[]>; before: LineRow[] },
): Promise<Record<Kind, CompleteLine[]>> {
  const ids = peopleOf(...[...wanted.offered, ...wanted.sold].map((line) => line.productId));
  const present = { lines: before.map(toLine), products: await readProducts(tx, ids) };
  const settle = async (kind: Kind) => {
    const kept = withMoneyKept(principal, wanted[kind], kind, present);
    const lines = kept.map((line, at) => complete(line, present.products.get(line.productId ?? ''), `${kind}.${at}`));
    await checkDiscounts(platform, tx, principal, kind, lines, before);
    return lines;
  };
  return { offered: await settle('offered'), sold: await settle('sold') };
}

interface LinesToInsert {
  dealId: string;
  kind: Kind;
  lines: CompleteLine[];
  /** Ids of lines the deal had: another id is not taken over, it may be one of another deal. */
  known: Set<string>;
}

export async function insertLines(
  { ids }: Pick<Platform, 'ids'>,
  tx: Tx,
  { dealId, kind, lines, known }: LinesToInsert,
): Promise<void> {
  const rows = lines.map((line, position) => {
    // A line has its id once: the second list that names it makes a copy.
    const id = line.id !== undefined && known.delete(line.id) ? line.id : ids('dln');
    const { productId, name, unit, quantity, price, discountPercent } = line;
    const rest = { name, unit, quantity, price, discount_percent: discountPercent, position };
    return { id, deal_id: dealId, kind, product_id: productId, ...rest };
  });
  if (rows.length > 0) await tx`insert into deal_lines ${tx(rows)}`;
}
