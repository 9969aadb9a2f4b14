/** People: read, create, change, delete (soft) and take back. Each change is one transaction with its facts and audit. */
import type { z } from 'zod';
import type { Contact, contactPatchSchema, newContactSchema } from '../../contract/contacts.contract.ts';
import type { CustomValues } from '../../contract/custom-fields.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { refuseHeldBack, withNumbersBack } from '../access/field-rights.ts';
import { canSee } from '../access/permissions.ts';
import { actorOf, type Principal } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { customAfter } from '../custom-fields/custom-fields.usecases.ts';
import { namesOfChange } from '../custom-fields/names-of-change.ts';
import { readPhones, replacePhones, tellNumbers } from '../phones/phones.usecases.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import { checkLifecycle, checkZones, onePrimary, sourceIdOf, usualSource } from './check-fields.ts';
import { cleanEmails, oneLine, oneLineOrNull } from './clean-text.ts';
import { type ContactRow, firmPlaceOf, ownershipOf, toContact } from './contact-row.ts';
import {
  contactIsMerged,
  contactMerged,
  contactNotDeleted,
  contactNotFound,
  contactNotYours,
  contactStale,
  fieldInvalid,
  fieldsInvalid,
} from './contacts.errors.ts';
import type { ContactFacts } from './contacts.events.ts';
import {
  type ContactColumns,
  insertContact,
  isPrivatePerson,
  lockContact,
  selectContacts,
  survivorOf,
  updateContact,
} from './contacts.repository.ts';
import { organisationIdOf, ownershipColumns, saveRoles } from './owner-and-organisation.ts';

/** Who asks and from where; every change is written down with both. */
export interface By {
  principal: Principal;
  ip: string;
}

/** Stored people as the contract shows them, in the order given. */
export async function showContacts(platform: Platform, sql: Sql, rows: readonly ContactRow[]): Promise<Contact[]> {
  if (rows.length === 0) return [];
  const [phones, settings] = [
    await readPhones(
      sql,
      'contacts',
      rows.map((row) => row.id),
    ),
    await readSettings(platform, sql),
  ];
  const firm = firmPlaceOf(settings);
  return rows.map((row) => toContact(row, phones.get(row.id) ?? [], firm));
}

/** A person, or null when there is none, it was deleted, or the reader may not see it. */
export async function findContact(
  platform: Platform,
  sql: Sql,
  reader: Principal,
  contactId: string,
): Promise<Contact | null> {
  const [row] = await selectContacts(sql, [contactId]);
  if (!row || row.deleted_at || !canSee(reader, 'contacts.read', ownershipOf(row))) return null;
  return (await showContacts(platform, sql, [row]))[0] ?? null;
}

/** Whether they are their owner's alone; also of one who was deleted. */
export const isPrivate = (sql: Sql, contactId: string): Promise<boolean> => isPrivatePerson(sql, contactId);

export async function readContact(platform: Platform, reader: Principal, contactId: string): Promise<Contact> {
  const { sql } = platform.database;
  const contact = await findContact(platform, sql, reader, contactId);
  if (contact) return contact;
  const mergedInto = await survivorOf(sql, contactId);
  if (mergedInto !== null && (await findContact(platform, sql, reader, mergedInto))) throw contactMerged(mergedInto);
  throw contactNotFound();
}

type Patch = z.output<typeof contactPatchSchema>;

/** @param row the person as stored; null: a new one */
async function columnsOf(
  platform: Platform,
  tx: Tx,
  { patch, row, by }: { patch: Patch; row: ContactRow | null; by: By },
): Promise<ContactColumns> {
  const organisationId = await organisationIdOf(platform, tx, patch, by);
  const { timeZone, name, ownerId } = patch;
  const before = row && { ownerId: row.owner_agent_id, isPrivate: row.is_private };
  checkZones(patch);
  const cleanName = name === undefined ? undefined : oneLine(name);
  if (cleanName === '') throw fieldInvalid('name', 'must not be empty');
  return dropUndefined({
    name: cleanName,
    role: patch.role === undefined ? undefined : oneLineOrNull(patch.role),
    organisation_id: organisationId,
    lifecycle: await checkLifecycle(tx, patch.lifecycle),
    ...(await ownershipColumns(tx, by.principal, before, { ownerId, isPrivate: patch.private })),
    emails: patch.emails === undefined ? undefined : cleanEmails(patch.emails),
    notes: patch.notes,
    vip: patch.vip,
    time_zone: timeZone === undefined ? undefined : timeZone || null,
    birthday: patch.birthday,
    main_need: patch.mainNeed,
    satisfaction: patch.satisfaction,
    source_id: await sourceIdOf(tx, patch.sourceId),
    advertising_channel: patch.advertisingChannel === undefined ? undefined : oneLine(patch.advertisingChannel),
    addresses: patch.addresses === undefined ? undefined : tx.json(onePrimary(patch.addresses)),
    custom:
      patch.custom === undefined
        ? undefined
        : tx.json(await customOf(tx, { before: row?.custom ?? {}, given: patch.custom })),
  });
}

const customOf = (tx: Tx, values: { before: CustomValues; given: CustomValues }) =>
  customAfter(tx, 'contact', values, fieldsInvalid);

const dropUndefined = <T extends object>(row: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as never;

const regionOf = async (platform: Platform, tx: Tx) => (await readSettings(platform, tx)).defaultRegion;

async function savePhones(platform: Platform, tx: Tx, contactId: string, wanted: Patch['phones'], by: By) {
  if (wanted === undefined) return;
  const holder = { contactId, organisationId: null };
  const region = await regionOf(platform, tx);
  await replacePhones(platform, tx, { holder, wanted, region, actor: actorOf(by.principal) });
}

async function showOne(platform: Platform, tx: Tx, id: string): Promise<Contact> {
  const [contact] = await showContacts(platform, tx, await selectContacts(tx, [id]));
  if (!contact) throw contactNotFound();
  return contact;
}

/** What somebody new has of what the body leaves out. */
export interface Unsaid {
  ownerId: string | null;
  /** Null: the usual source of whoever makes the person. */
  sourceId: string | null;
  advertisingChannel: string;
}

/** Creates a person inside the caller's transaction. Who may work on the call of `callId` has been asked. */
export async function addContact(
  platform: Platform,
  tx: Tx,
  { body, unsaid, ...by }: By & { body: z.output<typeof newContactSchema>; unsaid?: Unsaid },
): Promise<Contact> {
  const id = platform.ids('ctc');
  const { callId, phones, otherRoles, ...fields } = body;
  refuseHeldBack(by.principal, 'contact', body, { isNew: true });
  const usual = () => usualSource(tx, { isFromCall: callId !== undefined, by: by.principal });
  const {
    sourceId = unsaid?.sourceId ?? (await usual()),
    ownerId = unsaid?.ownerId ?? null,
    advertisingChannel = unsaid?.advertisingChannel,
  } = fields;
  const patch = { ...fields, sourceId, ownerId, advertisingChannel, phones };
  const columns = await columnsOf(platform, tx, { patch, row: null, by });
  await insertContact(tx, id, columns, platform.clock.now());
  await saveRoles(tx, { contactId: id, organisationId: columns.organisation_id ?? null }, otherRoles, by);
  await savePhones(platform, tx, id, phones, by);
  const contact = await showOne(platform, tx, id);
  await createAudit(platform).record(tx, { ...by, action: 'contact.created', record: id, after: contact });
  await platform.facts.append<ContactFacts>(tx, {
    type: 'contact.created',
    payload: {
      contactId: id,
      version: contact.version,
      callId: callId ?? null,
      lifecycle: contact.lifecycle,
    },
    subject: id,
    actor: actorOf(by.principal),
  });
  return contact;
}

/** Holds a person for a change by somebody who may make it. */
async function lockForChange(
  tx: Tx,
  contactId: string,
  { principal }: By,
  permission: 'contacts.write' | 'contacts.delete',
) {
  const row = await lockContact(tx, contactId);
  if (!row || !canSee(principal, 'contacts.read', ownershipOf(row))) throw contactNotFound();
  if (!canSee(principal, permission, ownershipOf(row))) throw contactNotYours();
  return row;
}

/** Changes what is given. `version` older than what is stored: refused with 409, so that nobody's work is overwritten. */
export async function changeContact(
  platform: Platform,
  { contactId, patch: written, ...by }: By & { contactId: string; patch: Patch },
): Promise<Contact> {
  return platform.database.transaction(async (tx) => {
    const row = await lockForChange(tx, contactId, by, 'contacts.write');
    if (row.deleted_at) throw contactNotFound();
    const patch = withNumbersBack(by.principal, written, {
      notes: row.notes,
      mainNeed: row.main_need,
      advertisingChannel: row.advertising_channel,
    });
    refuseHeldBack(by.principal, 'contact', patch);
    if (patch.version !== undefined && patch.version !== row.version) throw contactStale();
    const before = await showOne(platform, tx, contactId);
    const columns = await columnsOf(platform, tx, { patch, row, by });
    const version = await updateContact(tx, contactId, columns, platform.clock.now());
    const organisationId = columns.organisation_id ?? row.organisation_id;
    await saveRoles(tx, { contactId, organisationId }, patch.otherRoles, by);
    await savePhones(platform, tx, contactId, patch.phones, by);
    const after = await showOne(platform, tx, contactId);
    const changed = changedKeys(before, after);
    await createAudit(platform).record(tx, {
      ...by,
      action: 'contact.changed',
      record: contactId,
      before: pick(before, changed),
      after: pick(after, changed),
    });
    await platform.facts.append<ContactFacts>(tx, {
      type: 'contact.changed',
      payload: { contactId, version, changed: namesOfChange(changed, before, after) },
      subject: contactId,
      actor: actorOf(by.principal),
    });
    return after;
  });
}

const bookkeeping = new Set(['version', 'updatedAt']);
const changedKeys = (before: Contact, after: Contact): (keyof Contact)[] =>
  (Object.keys(after) as (keyof Contact)[]).filter(
    (key) => !bookkeeping.has(key) && JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  );
const pick = (contact: Contact, keys: readonly (keyof Contact)[]) =>
  Object.fromEntries(keys.map((key) => [key, contact[key]]));

/** Takes a person out of every list and look-up. Nothing is lost: `restoreContact` brings it back. */
export async function deleteContact(
  platform: Platform,
  { contactId, ...by }: By & { contactId: string },
): Promise<{ id: string; version: number }> {
  return platform.database.transaction(async (tx) => {
    const row = await lockForChange(tx, contactId, by, 'contacts.delete');
    if (row.deleted_at) throw contactNotFound();
    return { id: contactId, version: await turnContact(platform, tx, contactId, by, 'contact.deleted') };
  });
}

export async function restoreContact(
  platform: Platform,
  { contactId, ...by }: By & { contactId: string },
): Promise<Contact> {
  return platform.database.transaction(async (tx) => {
    const row = await lockForChange(tx, contactId, by, 'contacts.delete');
    if (!row.deleted_at) throw contactNotDeleted();
    if ((await survivorOf(tx, contactId)) !== null) throw contactIsMerged();
    await turnContact(platform, tx, contactId, by, 'contact.restored');
    return showOne(platform, tx, contactId);
  });
}

/** Deletes or brings back; who may do so has been asked. Returns the new version. */
export async function turnContact(
  platform: Platform,
  tx: Tx,
  contactId: string,
  by: By,
  type: 'contact.deleted' | 'contact.restored',
): Promise<number> {
  const now = platform.clock.now();
  const isDeleted = type === 'contact.deleted';
  const version = await updateContact(tx, contactId, { deleted_at: isDeleted ? now : null }, now);
  await createAudit(platform).record(tx, { ...by, action: type, record: contactId });
  const actor = actorOf(by.principal);
  await platform.facts.append<ContactFacts>(tx, { type, payload: { contactId, version }, subject: contactId, actor });
  const holder = { contactId, organisationId: null };
  await tellNumbers(platform, tx, isDeleted ? 'number.removed' : 'number.saved', holder, actor);
  return version;
}
