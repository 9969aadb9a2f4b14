/** Deals of people and organisations that are merged into others. */
import type { Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { columnMover, keptRows, type MergeMover, type Move } from '../reversible-actions/movers.ts';
import type { DealFacts } from './deals.events.ts';

const changedBy = { contact_id: 'contact', organisation_id: 'organisation', partner_id: 'partner' } as const;

/** Boards and cards that show one of these deals read it again. */
const tellDeals =
  (facts: Platform['facts'], column: keyof typeof changedBy) =>
  async (tx: Tx, to: string, { from, to: survivor, actor }: Move): Promise<void> => {
    const deals = await tx<{ id: string; version: number }[]>`
      select id, version from deals where ${tx(column)} = ${to} and deleted_at is null order by id`;
    const contactIds = column === 'contact_id' ? [survivor, ...from] : [];
    const changed = [changedBy[column]];
    await facts.appendAll<DealFacts>(
      tx,
      deals.map(({ id, version }) => ({
        type: 'deal.changed',
        payload: { dealId: id, version, contactIds, changed },
        subject: id,
        actor,
      })),
    );
  };

interface FurtherPerson {
  deal_id: string;
  contact_id: string;
  role: string;
  position: number;
}

/** Whoever shows one of these deals reads its people again. */
async function tellPeople(
  facts: Platform['facts'],
  tx: Tx,
  dealIds: readonly string[],
  { from, to, actor }: Move,
): Promise<void> {
  const deals = await tx<{ id: string; version: number }[]>`
    update deals set version = version + 1 where id = any(${[...new Set(dealIds)].sort()}::text[])
    returning id, version`;
  await facts.appendAll<DealFacts>(
    tx,
    deals.map(({ id, version }) => ({
      type: 'deal.changed',
      payload: { dealId: id, version, contactIds: [to, ...from], changed: ['contacts'] },
      subject: id,
      actor,
    })),
  );
}

/** People of the customer beside the main one; somebody who is in the deal already is not in it twice. */
const furtherPeople = (facts: Platform['facts']): MergeMover<{ removed: FurtherPerson[]; added: FurtherPerson[] }> => ({
  name: 'dealPeople',
  record: 'contact',
  async move(tx, move) {
    const { from, to } = move;
    const removed = await tx<FurtherPerson[]>`
      select deal_id, contact_id, role, position from deal_contacts
      where contact_id = any(${[...from]}::text[]) order by deal_id, position for update`;
    const there = await tx<{ deal_id: string }[]>`
      select deal_id from deal_contacts where contact_id = ${to} union select id from deals where contact_id = ${to}`;
    const known = new Set(there.map((row) => row.deal_id));
    const added: FurtherPerson[] = [];
    for (const row of removed) {
      if (!known.has(row.deal_id)) added.push({ ...row, contact_id: to });
      known.add(row.deal_id);
    }
    await tx`delete from deal_contacts where contact_id = any(${[...from]}::text[])`;
    if (added.length > 0) await tx`insert into deal_contacts ${tx(added)}`;
    const dealIds = removed.map((row) => row.deal_id);
    await tellPeople(facts, tx, dealIds, move);
    return { removed: removed.map((row) => ({ ...row })), added };
  },
  async unmove(tx, { removed, added }, move) {
    let kept = 0;
    for (const { deal_id, contact_id, role } of added) {
      const { count } = await tx`
        delete from deal_contacts where deal_id = ${deal_id} and contact_id = ${contact_id} and role = ${role}`;
      kept += 1 - count;
    }
    let restored = 0;
    for (const row of removed) {
      const { count } = await tx`insert into deal_contacts ${tx({ ...row })} on conflict do nothing`;
      restored += count;
    }
    const dealIds = removed.map((row) => row.deal_id);
    await tellPeople(facts, tx, dealIds, move);
    return { restored, kept: keptRows('dealPeople', kept) };
  },
});

/** The main person's deals move before the further people, so that nobody is in a deal twice. */
export const dealMovers = ({ facts }: Pick<Platform, 'facts'>): MergeMover[] => [
  columnMover({
    name: 'deals',
    record: 'contact',
    table: 'deals',
    column: 'contact_id',
    hasVersion: true,
    after: tellDeals(facts, 'contact_id'),
  }),
  furtherPeople(facts),
  columnMover({
    name: 'deals',
    record: 'organisation',
    table: 'deals',
    column: 'organisation_id',
    hasVersion: true,
    after: tellDeals(facts, 'organisation_id'),
  }),
  // Deals it brought to us; what they count for is counted anew by the fact.
  columnMover({
    name: 'partnerDeals',
    record: 'organisation',
    table: 'deals',
    column: 'partner_id',
    hasVersion: true,
    after: tellDeals(facts, 'partner_id'),
  }),
];
