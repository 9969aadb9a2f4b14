/** SQL of own roles. */
import type { GrantedScope, OwnRole, Role } from '../../contract/access.contract.ts';
import type { OwnFieldRights } from '../../contract/custom-fields.contract.ts';
import type { Sql } from '../../platform/database/database.ts';

export interface RoleRow {
  id: string;
  name: string;
  base: Role;
  scopes: Record<string, GrantedScope>;
  fields: OwnRole['fields'];
  holders: number;
  version: number;
}

export interface OwnFieldRow {
  record: string;
  key: string;
  type: string;
  roles: OwnFieldRights;
}

const select = `
  select r.id, r.name, r.base, r.scopes, r.fields, r.version,
    (select count(*) from users u where u.role_id = r.id)::int
      + (select count(*) from api_keys k where k.role_id = r.id and k.revoked_at is null)::int
      + (select count(*) from webhooks w where w.role_id = r.id)::int as holders
  from roles r`;

export async function selectRoles(sql: Sql): Promise<RoleRow[]> {
  return await sql<RoleRow[]>`${sql.unsafe(select)} order by lower(r.name), r.id`;
}

export async function findRole(sql: Sql, id: string): Promise<RoleRow | undefined> {
  return (await sql<RoleRow[]>`${sql.unsafe(select)} where r.id = ${id}`)[0];
}

/** The role, held until the transaction ends, so that nobody is given it while it is changed or deleted. */
export async function lockRole(sql: Sql, id: string): Promise<RoleRow | undefined> {
  const [locked] = await sql`select from roles where id = ${id} for update`;
  return locked ? await findRole(sql, id) : undefined;
}

/**
 * Fields of the firm's own that a role may not get: those that say so, and those of the type money. Read here: what a role
 * means must not ask a module above.
 */
export async function selectHeldFields(sql: Sql): Promise<OwnFieldRow[]> {
  return await sql<OwnFieldRow[]>`
    select record, key, type, roles from custom_fields where roles <> '{}' or type = 'money' order by record, key`;
}

export const toOwnRole = (row: RoleRow): OwnRole => row;
