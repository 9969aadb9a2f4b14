import type { CustomField } from '$contract/custom-fields.contract.ts';
import { type OwnColumnId, withOwnColumns } from '$lib/custom/own-columns.ts';
import { m } from '$lib/paraglide/messages.js';
import type { Column } from '$lib/ui/columns.ts';

export const dealColumnIds = [
  'title',
  'class',
  'stage',
  'client',
  'owner',
  'potential',
  'probability',
  'expected',
  'close',
] as const;
export type DealColumnId = (typeof dealColumnIds)[number] | OwnColumnId;

/** The columns of the list of deals. */
export const dealColumns: readonly Column<DealColumnId>[] = [
  { id: 'title', label: m.deals_title, min: 180, grow: 3, rank: 0 },
  { id: 'class', label: m.scores_class, min: 52, rank: 3 },
  { id: 'stage', label: m.deals_stage, min: 150, rank: 2 },
  { id: 'client', label: m.deals_contact, min: 160, grow: 2, rank: 4 },
  { id: 'owner', label: m.deals_owner, min: 130, grow: 1, rank: 6 },
  { id: 'potential', label: m.deals_potential, min: 112, rank: 1, end: true },
  { id: 'probability', label: m.deals_probability, min: 112, rank: 8, off: true, end: true },
  { id: 'expected', label: m.deals_expected, min: 112, rank: 5, end: true },
  { id: 'close', label: m.deals_expected_close, min: 120, rank: 7, end: true },
];

const money: ReadonlySet<DealColumnId> = new Set(['potential', 'expected']);

/** The columns for this reader: without money where a role hides it, own fields of the type money among it. */
export const dealColumnsFor = (fields: readonly CustomField[], seesMoney: boolean): readonly Column<DealColumnId>[] =>
  withOwnColumns(
    dealColumns.filter(({ id }) => seesMoney || !money.has(id)),
    fields.filter(({ type }) => seesMoney || type !== 'money'),
  );
