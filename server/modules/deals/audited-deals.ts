/** Deals in the audit: their titles, and how old values, stages and lines come back by the rules they are changed by. */
import type { z } from 'zod';
import type { Deal, dealPatchSchema } from '../../contract/deals.contract.ts';
import type { DealLine, DealLines } from '../../contract/products.contract.ts';
import { restorableKeys } from '../../contract/restorable-fields.ts';
import { canSee } from '../access/permissions.ts';
import type { By } from '../access/principal.ts';
import { type ActionRestorer, type AuditedKind, hasPrefix, type Values } from '../audit/audited-kinds.ts';
import { readDealLines, writeDealLines } from './deal-lines.usecases.ts';
import { ownershipOf, toDeal } from './deal-row.ts';
import { selectDeals, selectParts } from './deals.repository.ts';
import { changeDeal, findDealRow, restoreDeal } from './deals.usecases.ts';
import { moveDeal, stageOf } from './move-deal.usecases.ts';

type Patch = z.output<typeof dealPatchSchema>;

const withIp = ({ principal, ip }: By) => ({ principal, ip: ip ?? '' });

/** People, firms and agents are kept with their names, and given by their ids. */
function patchOf({ owner, partner, managers, contacts, ...values }: Partial<Deal>): Patch {
  return {
    ...values,
    ...(owner !== undefined && { ownerId: owner?.id ?? null }),
    ...(partner !== undefined && { partnerId: partner?.id ?? null }),
    ...(managers && { managers: managers.map(({ agent, role }) => ({ agentId: agent.id, role })) }),
    ...(contacts && { contacts: contacts.map(({ contactId, role }) => ({ contactId, role })) }),
  };
}

/** Moves forward and back go by the rule of the deal's mode: what a strict process refuses by hand it refuses here. */
const moves: ActionRestorer = {
  fields: [...restorableKeys('deal.moved'), 'probability'],
  // Entries of the first versions know their stage by its name only.
  takes: ({ before }) => typeof before?.stageId === 'string',
  async read(_platform, sql, reader, id) {
    const row = await findDealRow(sql, reader, id);
    return row && { ...stageOf(row), version: row.version };
  },
  change: (platform, by, id, values, { version }) => {
    const { stageId, probability, lossReasonId, lossComment } = values as Partial<ReturnType<typeof stageOf>>;
    const lost = { lossReasonId: lossReasonId ?? undefined, lossComment: lossComment ?? undefined };
    const move = { stageId: stageId ?? '', version: version as number, ...lost };
    return moveDeal(platform, { dealId: id, move, probability, ...withIp(by) });
  },
};

const linesOf = (lines: readonly DealLine[]) =>
  lines.map(({ id, productId, name, unit, quantity, price, discountPercent }) => ({
    id,
    productId,
    name,
    unit,
    quantity,
    price,
    discountPercent,
  }));

const lines: ActionRestorer = {
  fields: restorableKeys('deal.lines-changed'),
  // Entries of the first versions keep what was before in one list.
  takes: ({ before }) => Array.isArray(before?.offered),
  async read(platform, sql, reader, id) {
    return (await findDealRow(sql, reader, id)) && { ...(await readDealLines(platform, reader, id)) };
  },
  change: (platform, by, id, values, current) => {
    const { offered, sold, version } = { ...current, ...values } as unknown as DealLines;
    const body = { offered: linesOf(offered), sold: linesOf(sold), version };
    return writeDealLines(platform, { dealId: id, body, ...withIp(by) });
  },
};

export const auditedDeals: AuditedKind = {
  kind: 'deal',
  isIdOf: hasPrefix('dea'),
  async titles(sql, reader, ids) {
    const rows = await selectDeals(sql, ids);
    return new Map(
      rows.filter((row) => canSee(reader, 'deals.read', ownershipOf(row))).map((row) => [row.id, row.title]),
    );
  },
  hasTimeLine: true,
  restorer: {
    fields: restorableKeys('deal.changed'),
    async read(_platform, sql, reader, id) {
      const row = await findDealRow(sql, reader, id);
      return row && { ...toDeal(row, await selectParts(sql, row), reader) };
    },
    change: (platform, by, id, values: Values, current) => {
      const now = current as unknown as Deal;
      const patch = { ...patchOf(values as Partial<Deal>), version: now.version };
      return changeDeal(platform, { dealId: id, patch, ...withIp(by) });
    },
    undelete: (platform, by, id) => restoreDeal(platform, { dealId: id, ...withIp(by) }),
  },
  actions: { 'deal.moved': moves, 'deal.move-undone': moves, 'deal.lines-changed': lines },
};
