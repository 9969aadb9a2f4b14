/** Custom fields: the list is the firm's own and changes while people work; values of a record pass through `customAfter`. */

import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { roles } from '../../contract/access.contract.ts';
import type { AuditAction } from '../../contract/audit-actions.ts';
import type {
  CustomField,
  CustomRecord,
  CustomValues,
  customFieldPatchSchema,
  newCustomFieldSchema,
  OwnFieldRights,
  ShownField,
} from '../../contract/custom-fields.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import { conflict, invalid, notFound } from '../../platform/errors/domain-error.ts';
import type { Platform } from '../../platform/platform.ts';
import { moreThanYours } from '../access/access.errors.ts';
import type { AccessFacts } from '../access/access.events.ts';
import { fieldRightOf } from '../access/field-rights.ts';
import { canDo } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import { readOwnRoleIds } from '../access/roles.usecases.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import type { SettingsFacts } from '../settings/settings.events.ts';
import { cleanCustomValues } from './clean-custom-values.ts';
import {
  insertCustomField,
  lockCustomFields,
  selectCustomField,
  selectCustomFields,
  updateCustomField,
} from './custom-fields.repository.ts';
import { fieldKeyOf, optionsAfter } from './field-key.ts';

type Deps = Pick<Platform, 'clock' | 'ids' | 'database' | 'facts'>;
interface By {
  principal: Principal;
  ip: string;
}

/** A field more would make every form unusable long before the database minds. */
const mostFields = 150;

/** The fields of one kind of record (or of all), switched-off ones included, in their order. */
export const readCustomFields = (sql: Sql, record?: CustomRecord): Promise<CustomField[]> =>
  selectCustomFields(sql, record);

/** As this reader is told of it. */
const toShown = (reader: Principal, field: CustomField): ShownField => ({
  ...field,
  roles: canDo(reader, 'custom-fields.manage') ? field.roles : {},
  right: fieldRightOf(reader, field.record, `custom.${field.key}`),
});

/** Without those that are hidden from the reader, but for who may change fields. */
export async function listCustomFields(sql: Sql, reader: Principal, record?: CustomRecord): Promise<ShownField[]> {
  const shown = (await selectCustomFields(sql, record)).map((field) => toShown(reader, field));
  return canDo(reader, 'custom-fields.manage') ? shown : shown.filter(({ right }) => right !== 'hidden');
}

/**
 * Values of a record after a change, cleaned by its fields.
 * @param errorOf makes the refusal of the module whose record it is, from one sentence per field (`custom.<key>`)
 */
export async function customAfter(
  sql: Sql,
  record: CustomRecord,
  { before, given }: { before: CustomValues; given: CustomValues },
  errorOf: (fields: Record<string, string>) => Error,
): Promise<CustomValues> {
  const { values, errors } = cleanCustomValues(await selectCustomFields(sql, record), before, given);
  if (Object.keys(errors).length > 0) throw errorOf(errors);
  return values;
}

const fieldInvalid = (fields: Record<string, string>) =>
  invalid('custom-fields.invalid', 'The field cannot be saved.', fields);

function checkOptions(field: CustomField): void {
  const hasChoices = field.type === 'choice' || field.type === 'choices';
  if (!hasChoices && field.options.length > 0)
    throw fieldInvalid({ options: 'are for fields of the types choice and choices' });
  if (hasChoices && !field.options.some((option) => option.active))
    throw fieldInvalid({ options: 'must hold one choice at least' });
}

/** The built-in roles that a field can be held back from: an administrator could take it back at once. */
const heldBackRoles: readonly string[] = roles.filter((role) => role !== 'administrator');

async function checkRoles(sql: Sql, said: OwnFieldRights): Promise<void> {
  const own = await readOwnRoleIds(sql);
  const unknown = Object.keys(said).filter((role) => !heldBackRoles.includes(role) && !own.has(role));
  const sentence = (role: string) =>
    role === 'administrator' ? 'sees and changes every field' : 'is no role there is';
  if (unknown.length > 0) throw fieldInvalid(Object.fromEntries(unknown.map((one) => [`roles.${one}`, sentence(one)])));
}

/** Whoever a field is held back from does not say who gets it: it would be theirs with the next request. */
function refuseOwnFreedom(principal: Principal, { record, key }: CustomField): void {
  if (fieldRightOf(principal, record, `custom.${key}`) !== null) throw moreThanYours([`${record}.custom.${key}`]);
}

/** Adds a field at the end of the form. It can be used at once, by everybody. */
export async function createCustomField(
  platform: Deps,
  by: By,
  given: z.output<typeof newCustomFieldSchema>,
): Promise<ShownField> {
  return platform.database.transaction(async (tx) => {
    const known = await lockCustomFields(tx, given.record);
    if (known.length >= mostFields)
      throw conflict('custom-fields.too_many', `A kind of record can have ${mostFields} fields of your own.`);
    const taken = new Set(known.map((field) => field.key));
    if (given.key !== undefined && taken.has(given.key))
      throw conflict('custom-fields.key_taken', `There is a field with the key ${given.key} already.`);
    const field: CustomField = {
      id: platform.ids('fld'),
      record: given.record,
      key: given.key ?? fieldKeyOf(given.label, taken),
      label: given.label,
      hint: given.hint,
      type: given.type,
      options: optionsAfter([], given.options),
      active: true,
      onCard: given.onCard,
      position: Math.max(0, ...known.map(({ position }) => position)) + 1,
      roles: given.roles,
      version: 1,
    };
    checkOptions(field);
    await checkRoles(tx, field.roles);
    await insertCustomField(tx, field, platform.clock.now());
    await tell(platform, tx, by, { action: 'custom-field.created', before: null, after: field });
    return toShown(by.principal, field);
  });
}

/** Changes a field; its key and its type stay, because records carry values of it. */
export async function changeCustomField(
  platform: Deps,
  by: By,
  id: string,
  { version, options, ...patch }: z.output<typeof customFieldPatchSchema>,
): Promise<ShownField> {
  return platform.database.transaction(async (tx) => {
    const found = await selectCustomField(tx, id);
    if (!found) throw notFound('custom-fields.not_found', 'There is no such field.');
    await lockCustomFields(tx, found.record);
    const before = (await selectCustomField(tx, id)) ?? found;
    if (version !== undefined && version !== before.version)
      throw conflict('custom-fields.stale', 'Somebody else has changed this field in the meantime. Read it again.');
    const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
    const after: CustomField = { ...before, ...given, version: before.version + 1 };
    if (options !== undefined) after.options = optionsAfter(before.options, options);
    checkOptions(after);
    if (!isDeepStrictEqual(after.roles, before.roles)) {
      refuseOwnFreedom(by.principal, before);
      await checkRoles(tx, after.roles);
    }
    await updateCustomField(tx, after);
    await tell(platform, tx, by, { action: 'custom-field.changed', before, after });
    return toShown(by.principal, after);
  });
}

async function tell(
  platform: Deps,
  tx: Tx,
  by: By,
  { action, before, after }: { action: AuditAction; before: CustomField | null; after: CustomField },
): Promise<void> {
  await createAudit(platform).record(tx, { ...by, action, record: after.id, before, after });
  const payload = { what: 'custom-fields' };
  await platform.facts.append<SettingsFacts>(tx, { type: 'settings.changed', payload, subject: 'custom-fields' });
  if (isDeepStrictEqual(before?.roles ?? {}, after.roles)) return;
  // What a role means is not what it was: whoever has one is read anew, in the open live link as well.
  const roleChanged = { roleId: after.id };
  await platform.facts.append<AccessFacts>(tx, { type: 'role.changed', payload: roleChanged, subject: after.id });
}
