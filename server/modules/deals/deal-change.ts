/** What each change of a deal shares: who may make it, which fields it may name, how it is told. */

import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import type { AuditAction } from '../../contract/audit-actions.ts';
import type { Deal, dealPatchSchema } from '../../contract/deals.contract.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { NewFact } from '../../platform/outbox/fact.ts';
import type { Platform } from '../../platform/platform.ts';
import { canSee } from '../access/permissions.ts';
import { actorOf, type Principal } from '../access/principal.ts';
import { readAgentRecords } from '../agents/agents.usecases.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { oneLine } from '../contacts/clean-text.ts';
import { readContactRefs } from '../contacts/contact-refs.usecases.ts';
import { findEntry } from '../directories/directories.usecases.ts';
import { organisationExists } from '../organisations/organisations.usecases.ts';
import { type DealRow, ownershipOf, toDeal } from './deal-row.ts';
import { dealInvalid, dealNotFound, dealNotYours } from './deals.errors.ts';
import type { DealFacts } from './deals.events.ts';
import { type DealColumns, lockDeal, selectDeals, selectParts } from './deals.repository.ts';
import type { By } from './pipelines.usecases.ts';

/** Holds a deal for a change by somebody who may make it. */
export async function lockForChange(
  tx: Tx,
  dealId: string,
  { principal }: By,
  permission: 'deals.write' | 'deals.delete' = 'deals.write',
): Promise<DealRow> {
  const row = await lockDeal(tx, dealId);
  if (!row || !canSee(principal, 'deals.read', ownershipOf(row))) throw dealNotFound();
  if (!canSee(principal, permission, ownershipOf(row))) throw dealNotYours();
  if (row.deleted_at !== null && permission === 'deals.write') throw dealNotFound();
  return row;
}

export async function showDeal(tx: Tx, id: string, reader: Principal | null): Promise<Deal> {
  const [row] = await selectDeals(tx, [id]);
  if (!row) throw dealNotFound();
  return toDeal(row, await selectParts(tx, row), reader);
}

/** People a deal is to name: each must be one the reader can see. Those it names already are not asked about again. */
export async function checkContacts(
  tx: Tx,
  reader: Principal,
  field: string,
  ids: readonly string[],
  present: readonly (string | null)[] = [],
): Promise<void> {
  const asked = ids.filter((id) => !present.includes(id));
  const refs = await readContactRefs(tx, asked);
  for (const id of asked) {
    const ref = refs.get(id);
    const whose = {
      ownerAgentIds: [ref?.ownerAgentId ?? null],
      teamIds: [ref?.teamId ?? null],
      isPrivate: ref?.isPrivate ?? false,
    };
    if (!ref || !canSee(reader, 'contacts.read', whose)) throw dealInvalid({ [field]: 'is no person you can see' });
  }
}

/** Owner, managers and team: whose the deal is. */
export async function ownerColumnsOf(
  tx: Tx,
  ownerId: string | null,
  managers: readonly { agentId: string }[],
  present: readonly string[] = [],
): Promise<Pick<DealColumns, 'owner_agent_id' | 'agent_ids' | 'team_id'>> {
  const ids = [...new Set([...(ownerId === null ? [] : [ownerId]), ...managers.map(({ agentId }) => agentId)])];
  const agents = await readAgentRecords(tx, ids);
  for (const id of ids) {
    const isHere = agents.get(id)?.active || (agents.has(id) && present.includes(id));
    if (!isHere) throw dealInvalid({ [id === ownerId ? 'ownerId' : 'managers']: 'is no agent who works here' });
  }
  const teamId = ownerId === null ? null : (agents.get(ownerId)?.teamId ?? null);
  return { owner_agent_id: ownerId, agent_ids: ids, team_id: teamId };
}

type Fields = Omit<
  z.output<typeof dealPatchSchema>,
  'version' | 'managers' | 'contacts' | 'ownerId' | 'pipelineId' | 'custom'
>;

const entryFields = {
  typeId: { directory: 'deal-type', refusal: 'is no type of deals of this firm; see GET /api/directories' },
  sourceId: { directory: 'source', refusal: 'is no source of this firm; see GET /api/directories' },
} as const;

/** Id of an entry given by id or key. `present`: what the deal has may be sent again, also when it was switched off. */
async function entryIdOf(
  tx: Tx,
  field: keyof typeof entryFields,
  given: string | null | undefined,
  present: string | null = null,
): Promise<string | null | undefined> {
  if (given === undefined || given === null || given === present) return given;
  const { directory, refusal } = entryFields[field];
  const id = await findEntry(tx, directory, given);
  if (id === null) throw dealInvalid({ [field]: refusal });
  return id;
}

/** Columns of the plain fields that are given. */
export async function fieldColumns(tx: Tx, reader: Principal, fields: Fields, row?: DealRow): Promise<DealColumns> {
  const { title, contactId, organisationId, potential } = fields;
  const cleanTitle = title === undefined ? undefined : oneLine(title);
  if (cleanTitle === '') throw dealInvalid({ title: 'must not be empty' });
  if (contactId) await checkContacts(tx, reader, 'contactId', [contactId], [row?.contact_id ?? null]);
  const isNewFirm = organisationId && organisationId !== row?.organisation_id;
  if (isNewFirm && !(await organisationExists(tx, reader, organisationId)))
    throw dealInvalid({ organisationId: 'is no organisation you can see' });
  if (fields.partnerId && !(await organisationExists(tx, reader, fields.partnerId)))
    throw dealInvalid({ partnerId: 'is no organisation you can see' });
  const columns: Record<string, unknown> = {
    type_id: await entryIdOf(tx, 'typeId', fields.typeId, row?.type_id),
    partner_id: fields.partnerId,
    title: cleanTitle,
    contact_id: contactId,
    organisation_id: organisationId,
    mode: fields.mode,
    potential,
    probability: fields.probability,
    expected_close: fields.expectedClose,
    main_interest: fields.mainInterest,
    source_id: await entryIdOf(tx, 'sourceId', fields.sourceId, row?.source_id),
    advertising_channel: fields.advertisingChannel === undefined ? undefined : oneLine(fields.advertisingChannel),
  };
  if (potential !== undefined && (!row || Number(potential) > Number(row.max_potential)))
    columns.max_potential = potential;
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}

const bookkeeping = new Set(['version', 'updatedAt', 'expectedSum', 'maxPotential', 'stageTasks']);
export const changedKeys = (before: Deal, after: Deal): (keyof Deal)[] =>
  (Object.keys(after) as (keyof Deal)[]).filter(
    (key) => !bookkeeping.has(key) && !isDeepStrictEqual(before[key], after[key]),
  );
const pick = (deal: Deal, keys: readonly (keyof Deal)[]) => Object.fromEntries(keys.map((key) => [key, deal[key]]));

/** Audit of a change of fields; the whole of a new deal. */
export async function auditChange(
  platform: Platform,
  tx: Tx,
  { before, after, action, ...by }: By & { before: Deal | null; after: Deal; action: AuditAction },
): Promise<(keyof Deal)[]> {
  const changed = before ? changedKeys(before, after) : [];
  await createAudit(platform).record(tx, {
    ...by,
    action,
    record: after.id,
    before: before ? pick(before, changed) : undefined,
    after: before ? pick(after, changed) : after,
  });
  return changed;
}

export const peopleOf = (...ids: (string | null | undefined)[]): string[] => [
  ...new Set(ids.filter((id) => id !== null && id !== undefined)),
];

export async function tell(platform: Platform, tx: Tx, { principal }: By, fact: NewFact<DealFacts>): Promise<void> {
  await platform.facts.append<DealFacts>(tx, { ...fact, actor: actorOf(principal) });
}
