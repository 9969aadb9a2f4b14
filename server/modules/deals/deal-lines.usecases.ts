/** What was offered in a deal and what was sold, apart. */
import type { z } from 'zod';
import type { DealLine, DealLines, dealLinesPutSchema } from '../../contract/products.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Principal } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { totalsOf } from '../products/line-totals.ts';
import { lockForChange, peopleOf, tell } from './deal-change.ts';
import { dealNotFound, dealStale } from './deals.errors.ts';
import { selectTakingPart, updateDeal } from './deals.repository.ts';
import { findDealRow } from './deals.usecases.ts';
import {
  bothLists,
  insertLines,
  type Kind,
  kinds,
  type LineRow,
  maxDiscount,
  selectLines,
  settleLines,
} from './line-rows.ts';
import type { By } from './pipelines.usecases.ts';

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

export async function readDealLines(platform: Platform, reader: Principal, dealId: string): Promise<DealLines> {
  const { sql } = platform.database;
  const row = await findDealRow(sql, reader, dealId);
  if (!row) throw dealNotFound();
  return show(platform, sql, reader, row);
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
    const known = new Set(before.map(({ id }) => id));
    const lines = await settleLines(platform, tx, { principal, wanted: body, before });
    await tx`delete from deal_lines where deal_id = ${dealId}`;
    for (const kind of kinds) await insertLines(platform, tx, { dealId, kind, lines: lines[kind], known });
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
