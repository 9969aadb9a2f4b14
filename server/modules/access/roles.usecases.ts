/** Own roles: made, changed and deleted while people work; whoever has one feels it with the next request. */

import type { z } from 'zod';
import type { newRoleSchema, OwnRole, Role, RoleList, rolePatchSchema } from '../../contract/access.contract.ts';
import type { AuditAction } from '../../contract/audit-actions.ts';
import { recordFields } from '../../contract/record-fields.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import { isUniqueViolation } from '../../platform/database/database-errors.ts';
import type { Platform } from '../../platform/platform.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { moreThanYours, roleInUse, roleInvalid, roleNotFound, roleStale, roleTaken } from './access.errors.ts';
import type { AccessFacts } from './access.events.ts';
import { permissionNames } from './permissions.ts';
import { actorOf, type By, type Principal, type RoleMeaning } from './principal.ts';
import { builtInOf, choicesOf, faultsOf, fieldsBeyond, ownFieldsOf, rightsBeyond, rightsOf } from './role-rights.ts';
import { findRole, lockRole, type RoleRow, selectHeldFields, selectRoles, toOwnRole } from './roles.repository.ts';

type Needs = Pick<Platform, 'clock' | 'ids' | 'facts' | 'database'>;

/** The own roles, and everything a role can be made of. */
export async function listRoles({ database }: Pick<Needs, 'database'>): Promise<RoleList> {
  const items = (await selectRoles(database.sql)).map(toOwnRole);
  return {
    items,
    permissions: permissionNames.map((name) => ({ name, builtIn: builtInOf(name), choices: choicesOf(name) })),
    fields: Object.entries(recordFields).flatMap(([kind, fields]) =>
      Object.entries(fields).map(([field, { canHide }]) => ({ kind, field, canHide })),
    ),
  };
}

/** For modules that keep something by role. */
export const readOwnRoleIds = async (sql: Sql): Promise<ReadonlySet<string>> =>
  new Set((await selectRoles(sql)).map(({ id }) => id));

export async function createRole(
  needs: Needs,
  { body, ...by }: By & { body: z.output<typeof newRoleSchema> },
): Promise<OwnRole> {
  const id = needs.ids('rol');
  return save(needs, by, async (tx) => {
    const now = needs.clock.now();
    const { name, base, scopes, fields } = body;
    await refuseFaults(tx, by.principal, { id, name, base, scopes, fields });
    await tx`insert into roles ${tx({ id, name, base, scopes, fields, created_at: now, updated_at: now })}`;
    return { id, action: 'role.created', before: undefined };
  });
}

/** Changes what is given; `scopes` and `fields` replace the whole of what was there. */
export async function changeRole(
  needs: Needs,
  { roleId, patch, ...by }: By & { roleId: string; patch: z.output<typeof rolePatchSchema> },
): Promise<OwnRole> {
  return save(needs, by, async (tx) => {
    const before = await lockRole(tx, roleId);
    if (!before) throw roleNotFound();
    if (patch.version !== undefined && patch.version !== before.version) throw roleStale();
    const after = {
      ...before,
      name: patch.name ?? before.name,
      scopes: patch.scopes ?? before.scopes,
      fields: patch.fields ?? before.fields,
    };
    // Before as well: whoever changes a role that goes beyond theirs would take it from its holders.
    await refuseFaults(tx, by.principal, before);
    await refuseFaults(tx, by.principal, after);
    const { name, scopes, fields } = after;
    await tx`update roles set ${tx({ name, scopes, fields, updated_at: needs.clock.now() })}, version = version + 1
      where id = ${roleId}`;
    return { id: roleId, action: 'role.changed', before: toOwnRole(before) };
  });
}

/** Only a role that nobody has: it would else decide by itself what they may do from now on. */
export async function deleteRole(needs: Needs, { roleId, ...by }: By & { roleId: string }): Promise<void> {
  await needs.database.transaction(async (tx) => {
    const before = await lockRole(tx, roleId);
    if (!before) throw roleNotFound();
    if (before.holders > 0) throw roleInUse(before.holders);
    // Revoked keys keep their line in the list of what there was, without the role.
    await tx`update api_keys set role_id = null where role_id = ${roleId}`;
    await tx`update custom_fields set roles = roles - ${roleId}::text where roles ? ${roleId}`;
    await tx`delete from roles where id = ${roleId}`;
    await createAudit(needs).record(tx, { ...by, action: 'role.deleted', record: roleId, before: toOwnRole(before) });
    await tell(needs, tx, roleId, by);
  });
}

/** The role somebody is to be given, held until the transaction ends. */
export async function roleToGive(tx: Tx, roleId: string): Promise<RoleRow> {
  const row = await lockRole(tx, roleId);
  if (!row) throw roleInvalid({ roleId: 'there is no such role' });
  return row;
}

/** Refuses when a role goes beyond what the giver has. */
export function refuseMore(giver: Principal, role: Pick<Principal, 'role' | keyof RoleMeaning>): void {
  const beyond = [...rightsBeyond(giver, role), ...fieldsBeyond(giver, role)];
  if (beyond.length > 0) throw moreThanYours(beyond);
}

/** What a role means for whoever has it; an own role that was deleted meanwhile: the base alone. */
export async function readMeaning(
  sql: Sql,
  { role, role_id }: { role: Role; role_id: string | null },
): Promise<RoleMeaning> {
  return meaningOf(sql, role, role_id === null ? null : ((await findRole(sql, role_id)) ?? null));
}

/** @param own null: the built-in role as it is */
export async function meaningOf(
  sql: Sql,
  role: Role,
  own: Parameters<typeof rightsOf>[0] | null,
): Promise<RoleMeaning> {
  const rights = own ? rightsOf(own) : undefined;
  const ownFields = ownFieldsOf(await selectHeldFields(sql), { role, rights });
  return { ...(rights && { rights }), ...(ownFields && { ownFields }) };
}

async function refuseFaults(tx: Tx, principal: Principal, role: Omit<RoleRow, 'holders' | 'version'>): Promise<void> {
  const faults = faultsOf(role);
  if (Object.keys(faults).length > 0) throw roleInvalid(faults);
  refuseMore(principal, { role: role.base, ...(await meaningOf(tx, role.base, role)) });
}

interface Saved {
  id: string;
  action: AuditAction;
  before: OwnRole | undefined;
}

async function save(needs: Needs, by: By, write: (tx: Tx) => Promise<Saved>): Promise<OwnRole> {
  try {
    return await needs.database.transaction(async (tx) => {
      const { id, action, before } = await write(tx);
      const after = toOwnRole((await findRole(tx, id)) as RoleRow);
      await createAudit(needs).record(tx, { ...by, action, record: id, before, after });
      await tell(needs, tx, id, by);
      return after;
    });
  } catch (error) {
    throw isUniqueViolation(error, 'roles_name') ? roleTaken() : error;
  }
}

async function tell({ facts }: Pick<Needs, 'facts'>, tx: Tx, roleId: string, { principal }: By): Promise<void> {
  const actor = actorOf(principal);
  await facts.append<AccessFacts>(tx, { type: 'role.changed', payload: { roleId }, subject: roleId, actor });
}
