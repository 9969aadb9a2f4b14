/** What was offered in a deal and what was sold, apart; sums by products/line-totals.ts. */
import type { z } from 'zod';
import type { DealLine, DealLines, dealLinesPutSchema, Product } from '../../contract/products.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { fieldsHeldBack } from '../access/access.errors.ts';
import { scopeOf } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { oneLine } from '../contacts/clean-text.ts';
import { linesAboveLimit, maxDiscountOf } from '../products/discount-right.ts';
import { lineTotal, totalsOf } from '../products/line-totals.ts';
import { discountTooLarge } from '../products/products.errors.ts';
import { readProducts } from '../products/products.usecases.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import { lockForChange, peopleOf, tell } from './deal-change.ts';
import { knownLine, lineWithMoneyKept } from './deal-money.ts';
import { dealInvalid, dealNotFound, dealStale } from './deals.errors.ts';
import { selectTakingPart, updateDeal } from './deals.repository.ts';
import { findDealRow } from './deals.usecases.ts';
import type { By } from './pipelines.usecases.ts';

const kinds = ['offered', 'sold'] as const;
type Kind = (typeof kinds)[number];

interface LineRow {
  id: string;
  kind: Kind;
  product_id: string | null;
  name: string;
  unit: string;
  quantity: string;
  price: string;
  discount_percent: string;
}

const selectLines = (sql: Sql, dealId: string) => sql<LineRow[]>`
  select id, kind, product_id, name, unit, trim_scale(quantity)::text as quantity, price,
    trim_scale(discount_percent)::text as discount_percent
  from deal_lines where deal_id = ${dealId} order by kind, position`;

const toLine = (row: LineRow): DealLine => {
  const priced = { quantity: row.quantity, price: row.price, discountPercent: row.discount_percent };
  return { id: row.id, productId: row.product_id, name: row.name, unit: row.unit, ...priced, total: lineTotal(priced) };
};

const bothLists = (rows: readonly LineRow[]): Record<Kind, DealLine[]> => ({
  offered: rows.filter(({ kind }) => kind === 'offered').map(toLine),
  sold: rows.filter(({ kind }) => kind === 'sold').map(toLine),
});

/** Lines of many deals, by the id of the deal. */
export async function linesOfDeals(
  sql: Sql,
  ids: readonly string[],
): Promise<(dealId: string) => Record<Kind, DealLine[]>> {
  const rows = await sql<(LineRow & { deal_id: string })[]>`
    select deal_id, id, kind, product_id, name, unit, trim_scale(quantity)::text as quantity, price,
      trim_scale(discount_percent)::text as discount_percent
    from deal_lines where deal_id = any(${[...ids]}) order by deal_id, kind, position`;
  return (dealId) => bothLists(rows.filter((row) => row.deal_id === dealId));
}

async function show(platform: Platform, sql: Sql, reader: Principal, deal: { id: string; version: number }) {
  const { offered, sold } = bothLists(await selectLines(sql, deal.id));
  return {
    offered,
    sold,
    totals: { offered: totalsOf(offered), sold: totalsOf(sold) },
    maxDiscountPercent: await maxDiscount(platform, sql, reader),
    version: deal.version,
  };
}

async function maxDiscount(platform: Platform, sql: Sql, { role }: Principal): Promise<number> {
  const { deals } = await readSettings(platform, sql);
  return maxDiscountOf(scopeOf({ role }, 'products.discount'), deals.maxDiscountPercent);
}

export async function readDealLines(platform: Platform, reader: Principal, dealId: string): Promise<DealLines> {
  const { sql } = platform.database;
  const row = await findDealRow(sql, reader, dealId);
  if (!row) throw dealNotFound();
  return show(platform, sql, reader, row);
}

type Wanted = z.output<typeof dealLinesPutSchema>[Kind][number];

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

type CompleteLine = ReturnType<typeof complete>;

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

/** Both lists as they are to be, in one go: what is left out goes, what has an id of the deal stays that line. */
export function writeDealLines(
  platform: Platform,
  { dealId, body, ...by }: By & { dealId: string; body: z.output<typeof dealLinesPutSchema> },
): Promise<DealLines> {
  const { principal } = by;
  return platform.database.transaction(async (tx) => {
    const deal = await lockForChange(tx, dealId, by);
    if (body.version !== undefined && body.version !== deal.version) throw dealStale();
    const before = await selectLines(tx, dealId);
    const products = await readProducts(tx, peopleOf(...[...body.offered, ...body.sold].map((line) => line.productId)));
    const known = new Set(before.map(({ id }) => id));
    await tx`delete from deal_lines where deal_id = ${dealId}`;
    for (const kind of kinds) {
      const wanted = withMoneyKept(principal, body[kind], kind, { lines: before.map(toLine), products });
      const lines = wanted.map((line, index) => complete(line, products.get(line.productId ?? ''), `${kind}.${index}`));
      await checkDiscounts(platform, tx, principal, kind, lines, before);
      await insertLines(platform, tx, { dealId, kind, lines, known });
    }
    const version = await updateDeal(tx, dealId, {}, platform.clock.now());
    const after = await show(platform, tx, principal, { id: dealId, version });
    await createAudit(platform).record(tx, {
      ...by,
      action: 'deal.lines-changed',
      record: dealId,
      before: bothLists(before),
      after: { offered: after.offered, sold: after.sold },
    });
    const contactIds = peopleOf(deal.contact_id, ...(await selectTakingPart(tx, dealId)));
    const payload = { dealId, version, contactIds, changed: ['lines'] };
    await tell(platform, tx, by, { type: 'deal.changed', subject: dealId, payload });
    return after;
  });
}

interface LinesToInsert {
  dealId: string;
  kind: Kind;
  lines: CompleteLine[];
  /** Ids of lines the deal had: another id is not taken over, it may be one of another deal. */
  known: Set<string>;
}

async function insertLines({ ids }: Platform, tx: Tx, { dealId, kind, lines, known }: LinesToInsert): Promise<void> {
  const rows = lines.map((line, position) => {
    // A line has its id once: the second list that names it makes a copy.
    const id = line.id !== undefined && known.delete(line.id) ? line.id : ids('dln');
    const { productId, name, unit, quantity, price, discountPercent } = line;
    const rest = { name, unit, quantity, price, discount_percent: discountPercent, position };
    return { id, deal_id: dealId, kind, product_id: productId, ...rest };
  });
  if (rows.length > 0) await tx`insert into deal_lines ${tx(rows)}`;
}
