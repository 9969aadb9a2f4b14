/** Deals in the audit: their titles, and how old values, stages and lines come back by the rules they are changed by. */
import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import type { CustomValues } from '../../contract/custom-fields.contract.ts';
import type { Deal, dealPatchSchema } from '../../contract/deals.contract.ts';
import type { DealLine, DealLines } from '../../contract/products.contract.ts';
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

/** What has no old value is emptied, what was not touched by the change stays. */
function customPatch(old: CustomValues, now: CustomValues): CustomValues {
  const keys = new Set([...Object.keys(old), ...Object.keys(now)]);
  const changed = [...keys].filter((key) => !isDeepStrictEqual(old[key], now[key]));
  return Object.fromEntries(changed.map((key) => [key, old[key] ?? null]));
}

/** People, firms and agents are kept with their names, and given by their ids. */
function patchOf({ owner, partner, managers, contacts, custom, ...values }: Partial<Deal>, current: Deal): Patch {
  return {
    ...values,
    ...(owner !== undefined && { ownerId: owner?.id ?? null }),
    ...(partner !== undefined && { partnerId: partner?.id ?? null }),
    ...(managers && { managers: managers.map(({ agent, role }) => ({ agentId: agent.id, role })) }),
    ...(contacts && { contacts: contacts.map(({ contactId, role }) => ({ contactId, role })) }),
    ...(custom && { custom: customPatch(custom, current.custom) }),
  };
}

/** Moves forward and back go by the rule of the deal's mode: what a strict process refuses by hand it refuses here. */
const moves: ActionRestorer = {
  fields: ['stageId', 'probability', 'lossReasonId', 'lossComment'],
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
  fields: ['offered', 'sold'],
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
  restorer: {
    fields: [
      'title',
      'mode',
      'pipelineId',
      'contactId',
      'organisationId',
      'owner',
      'managers',
      'contacts',
      'potential',
      'probability',
      'expectedClose',
      'typeId',
      'partner',
      'mainInterest',
      'sourceId',
      'advertisingChannel',
      'custom',
    ],
    async read(_platform, sql, reader, id) {
      const row = await findDealRow(sql, reader, id);
      return row && { ...toDeal(row, await selectParts(sql, row), reader) };
    },
    change: (platform, by, id, values: Values, current) => {
      const now = current as unknown as Deal;
      const patch = { ...patchOf(values as Partial<Deal>, now), version: now.version };
      return changeDeal(platform, { dealId: id, patch, ...withIp(by) });
    },
    undelete: (platform, by, id) => restoreDeal(platform, { dealId: id, ...withIp(by) }),
  },
  actions: { 'deal.moved': moves, 'deal.move-undone': moves, 'deal.lines-changed': lines },
};
