/** Organisations: read, create, change, delete (soft) and take back. */
import type { z } from 'zod';
import type { newOrganisationSchema, Organisation, organisationPatchSchema } from '../../contract/contacts.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { refuseHeldBack, withNumbersBack } from '../access/field-rights.ts';
import { canSee } from '../access/permissions.ts';
import { actorOf, type Principal } from '../access/principal.ts';
import { visiblePredicate } from '../access/visible-predicate.ts';
import { readAgentRecords } from '../agents/agents.usecases.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { checkLifecycle, checkZones, onePrimary, sourceIdOf } from '../contacts/check-fields.ts';
import { cleanEmails, oneLine } from '../contacts/clean-text.ts';
import { contactOwner } from '../contacts/contact-row.ts';
import { customAfter } from '../custom-fields/custom-fields.usecases.ts';
import { namesOfChange } from '../custom-fields/names-of-change.ts';
import { toPhone } from '../phones/phone-rows.ts';
import { readPhones, replacePhones, tellNumbers } from '../phones/phones.usecases.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import {
  fieldInvalid,
  fieldsInvalid,
  organisationIsMerged,
  organisationMerged,
  organisationNotDeleted,
  organisationNotFound,
  organisationNotYours,
  organisationStale,
} from './organisations.errors.ts';
import type { OrganisationFacts } from './organisations.events.ts';
import {
  findByName,
  insertOrganisation,
  isAbove,
  lockOrganisation,
  type OrganisationColumns,
  type OrganisationRow,
  organisationSurvivorOf,
  selectChildren,
  selectColleagues,
  selectOrganisations,
  updateOrganisation,
} from './organisations.repository.ts';

interface By {
  principal: Principal;
  ip: string;
}

export const organisationOwner = { ownerAgent: 'o.owner_agent_id', team: 'o.team_id' } as const;
export const ownershipOf = (row: OrganisationRow) => ({ ownerAgentIds: [row.owner_agent_id], teamIds: [row.team_id] });

/** Stored organisations as the contract shows them to this reader. */
export async function showOrganisations(
  sql: Sql,
  reader: Principal,
  rows: readonly OrganisationRow[],
): Promise<Organisation[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const phones = await readPhones(sql, 'organisations', ids);
  const people = await selectColleagues(sql, ids, visiblePredicate(sql, reader, 'contacts.read', contactOwner));
  const children = await selectChildren(sql, ids, visiblePredicate(sql, reader, 'contacts.read', organisationOwner));
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    parent: row.parent_id === null ? null : { id: row.parent_id, name: row.parent_name ?? '' },
    children: children.filter((child) => child.parent_id === row.id).map(({ id, name }) => ({ id, name })),
    lifecycle: row.lifecycle,
    phones: (phones.get(row.id) ?? []).map(toPhone),
    emails: row.emails,
    addresses: row.addresses,
    website: row.website,
    sourceId: row.source_id,
    custom: row.custom,
    notes: row.notes,
    owner: row.owner_agent_id === null ? null : { id: row.owner_agent_id, name: row.owner_name ?? '' },
    timeZone: row.time_zone,
    contacts: people
      .filter((person) => person.organisation_id === row.id)
      .map(({ id, name, role }) => ({ id, name, role })),
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    version: row.version,
  }));
}

const isVisible = (row: OrganisationRow | undefined, reader: Principal): row is OrganisationRow =>
  row !== undefined && row.deleted_at === null && canSee(reader, 'contacts.read', ownershipOf(row));

export async function organisationExists(sql: Sql, reader: Principal, id: string): Promise<boolean> {
  return isVisible((await selectOrganisations(sql, [id]))[0], reader);
}

/** A merged one leads to the one that stayed, for whoever may see that one. */
export async function readOrganisation({ database }: Platform, reader: Principal, id: string): Promise<Organisation> {
  const { sql } = database;
  const [row] = await selectOrganisations(sql, [id]);
  if (isVisible(row, reader)) return (await showOrganisations(sql, reader, [row]))[0]!;
  const mergedInto = await organisationSurvivorOf(sql, id);
  const [survivor] = mergedInto === null ? [] : await selectOrganisations(sql, [mergedInto]);
  if (survivor && isVisible(survivor, reader)) throw organisationMerged(survivor.id);
  throw organisationNotFound();
}

type Patch = z.output<typeof organisationPatchSchema>;

/** @param known the organisation as it is; null: a new one */
async function columnsOf(
  tx: Tx,
  { patch, known, reader }: { patch: Patch; known: OrganisationRow | null; reader: Principal },
): Promise<OrganisationColumns> {
  const row: OrganisationColumns = await sharedColumns(tx, patch, known);
  if (patch.name !== undefined) row.name = oneLine(patch.name);
  if (row.name === '') throw fieldInvalid('name', 'must not be empty');
  if (patch.emails !== undefined) row.emails = cleanEmails(patch.emails);
  if (patch.notes !== undefined) row.notes = patch.notes;
  checkZones(patch);
  if (patch.parentId !== undefined) row.parent_id = await parentOf(tx, reader, known, patch.parentId);
  if (patch.timeZone !== undefined) row.time_zone = patch.timeZone || null;
  if (patch.ownerId !== undefined) {
    const owner = patch.ownerId === null ? null : (await readAgentRecords(tx, [patch.ownerId])).get(patch.ownerId);
    if (patch.ownerId !== null && !owner?.active) throw fieldInvalid('ownerId', 'is no agent who works here');
    Object.assign(row, { owner_agent_id: owner?.id ?? null, team_id: owner?.teamId ?? null });
  }
  return row;
}

async function sharedColumns(tx: Tx, patch: Patch, known: OrganisationRow | null): Promise<OrganisationColumns> {
  const row: OrganisationColumns = {};
  const lifecycle = await checkLifecycle(tx, patch.lifecycle);
  if (lifecycle !== undefined) row.lifecycle = lifecycle;
  const sourceId = await sourceIdOf(tx, patch.sourceId);
  if (sourceId !== undefined) row.source_id = sourceId;
  if (patch.website !== undefined) row.website = oneLine(patch.website);
  if (patch.addresses !== undefined) row.addresses = tx.json(onePrimary(patch.addresses));
  if (patch.custom !== undefined) {
    const values = { before: known?.custom ?? {}, given: patch.custom };
    row.custom = tx.json(await customAfter(tx, 'organisation', values, fieldsInvalid));
  }
  return row;
}

/** The holding: one that the reader sees and that does not belong to this organisation itself. */
async function parentOf(tx: Tx, reader: Principal, known: OrganisationRow | null, parentId: string | null) {
  if (parentId === null) return null;
  if (!(await organisationExists(tx, reader, parentId)))
    throw fieldInvalid('parentId', 'is no organisation you can see');
  // One change of the tree at a time: two that are right alone could close a circle together.
  await tx`select pg_advisory_xact_lock(hashtext('organisation'), 0)`;
  if (known && (await isAbove(tx, known.id, parentId)))
    throw fieldInvalid('parentId', 'belongs to this organisation itself');
  return parentId;
}

async function savePhones(platform: Platform, tx: Tx, id: string, wanted: Patch['phones'], { principal }: By) {
  if (wanted === undefined) return;
  const holder = { contactId: null, organisationId: id };
  const region = (await readSettings(platform, tx)).defaultRegion;
  await replacePhones(platform, tx, { holder, wanted, region, actor: actorOf(principal) });
}

async function showOne(tx: Tx, reader: Principal, id: string): Promise<Organisation> {
  const [organisation] = await showOrganisations(tx, reader, await selectOrganisations(tx, [id]));
  if (!organisation) throw organisationNotFound();
  return organisation;
}

async function insertNew(platform: Platform, tx: Tx, body: Patch, by: By): Promise<string> {
  const id = platform.ids('org');
  const columns = await columnsOf(tx, { patch: body, known: null, reader: by.principal });
  await insertOrganisation(tx, id, columns, platform.clock.now());
  await savePhones(platform, tx, id, body.phones, by);
  const after = await showOne(tx, by.principal, id);
  await createAudit(platform).record(tx, { ...by, action: 'organisation.created', record: id, after });
  await platform.facts.append<OrganisationFacts>(tx, {
    type: 'organisation.created',
    payload: { organisationId: id, version: after.version },
    subject: id,
    actor: actorOf(by.principal),
  });
  return id;
}

/** The organisation of this name that the reader can see, or a new one that is anybody's. */
export async function findOrCreateOrganisation(
  platform: Platform,
  tx: Tx,
  { name, ...by }: By & { name: string },
): Promise<string | null> {
  const clean = oneLine(name);
  if (clean === '') return null;
  const visible = visiblePredicate(tx, by.principal, 'contacts.read', organisationOwner);
  return (await findByName(tx, clean, visible)) ?? insertNew(platform, tx, { name: clean }, by);
}

export async function createOrganisation(
  platform: Platform,
  { body, ...by }: By & { body: z.output<typeof newOrganisationSchema> },
): Promise<Organisation> {
  refuseHeldBack(by.principal, 'organisation', body, { isNew: true });
  return platform.database.transaction(async (tx) =>
    showOne(tx, by.principal, await insertNew(platform, tx, body, by)),
  );
}

async function lockForChange(tx: Tx, id: string, { principal }: By, permission: 'contacts.write' | 'contacts.delete') {
  const row = await lockOrganisation(tx, id);
  if (!row || !canSee(principal, 'contacts.read', ownershipOf(row))) throw organisationNotFound();
  if (!canSee(principal, permission, ownershipOf(row))) throw organisationNotYours();
  return row;
}

/** Changes what is given. An older `version` than the stored one is refused with 409. */
export async function changeOrganisation(
  platform: Platform,
  { organisationId, patch: written, ...by }: By & { organisationId: string; patch: Patch },
): Promise<Organisation> {
  return platform.database.transaction(async (tx) => {
    const row = await lockForChange(tx, organisationId, by, 'contacts.write');
    if (row.deleted_at) throw organisationNotFound();
    const patch = withNumbersBack(by.principal, written, { notes: row.notes });
    refuseHeldBack(by.principal, 'organisation', patch);
    if (patch.version !== undefined && patch.version !== row.version) throw organisationStale();
    const before = await showOne(tx, by.principal, organisationId);
    const columns = await columnsOf(tx, { patch, known: row, reader: by.principal });
    const version = await updateOrganisation(tx, organisationId, columns, platform.clock.now());
    await savePhones(platform, tx, organisationId, patch.phones, by);
    const after = await showOne(tx, by.principal, organisationId);
    const keys = changedKeys(before, after);
    const only = (it: Organisation) => Object.fromEntries(keys.map((key) => [key, it[key]]));
    await createAudit(platform).record(tx, {
      ...by,
      action: 'organisation.changed',
      record: organisationId,
      before: only(before),
      after: only(after),
    });
    await platform.facts.append<OrganisationFacts>(tx, {
      type: 'organisation.changed',
      payload: { organisationId, version, changed: namesOfChange(keys, before, after) },
      subject: organisationId,
      actor: actorOf(by.principal),
    });
    return after;
  });
}

const bookkeeping = new Set(['version', 'updatedAt', 'contacts', 'children']);
const changedKeys = (before: Organisation, after: Organisation): (keyof Organisation)[] =>
  (Object.keys(after) as (keyof Organisation)[]).filter(
    (key) => !bookkeeping.has(key) && JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  );

async function turn(
  platform: Platform,
  tx: Tx,
  id: string,
  by: By,
  type: 'organisation.deleted' | 'organisation.restored',
): Promise<number> {
  const now = platform.clock.now();
  const isDeleted = type === 'organisation.deleted';
  const version = await updateOrganisation(tx, id, { deleted_at: isDeleted ? now : null }, now);
  await createAudit(platform).record(tx, { ...by, action: type, record: id });
  const actor = actorOf(by.principal);
  const payload = { organisationId: id, version };
  await platform.facts.append<OrganisationFacts>(tx, { type, payload, subject: id, actor });
  const holder = { contactId: null, organisationId: id };
  await tellNumbers(platform, tx, isDeleted ? 'number.removed' : 'number.saved', holder, actor);
  return version;
}

/** Takes an organisation out of every list and look-up; its people stay. `restoreOrganisation` brings it back. */
export async function deleteOrganisation(
  platform: Platform,
  { organisationId, ...by }: By & { organisationId: string },
): Promise<{ id: string; version: number }> {
  return platform.database.transaction(async (tx) => {
    const row = await lockForChange(tx, organisationId, by, 'contacts.delete');
    if (row.deleted_at) throw organisationNotFound();
    return { id: organisationId, version: await turn(platform, tx, organisationId, by, 'organisation.deleted') };
  });
}

export async function restoreOrganisation(
  platform: Platform,
  { organisationId, ...by }: By & { organisationId: string },
): Promise<Organisation> {
  return platform.database.transaction(async (tx) => {
    const row = await lockForChange(tx, organisationId, by, 'contacts.delete');
    if (!row.deleted_at) throw organisationNotDeleted();
    if (row.merged_into !== null) throw organisationIsMerged();
    await turn(platform, tx, organisationId, by, 'organisation.restored');
    return showOne(tx, by.principal, organisationId);
  });
}
