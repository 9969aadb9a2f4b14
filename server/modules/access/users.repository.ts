/** SQL of users, teams and sessions. */
import type { Language, Role } from '../../contract/access.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { Principal, RoleMeaning } from './principal.ts';

export interface UserRow {
  id: string;
  name: string;
  email: string;
  /** The base when there is an own role. */
  role: Role;
  role_id: string | null;
  team_id: string | null;
  agent_id: string | null;
  language: Language;
  active: boolean;
  created_at: Date;
}

const columns = ['id', 'name', 'email', 'role', 'role_id', 'team_id', 'agent_id', 'language', 'active', 'created_at'];

export async function findUser(sql: Sql, id: string): Promise<UserRow | undefined> {
  return (await sql<UserRow[]>`select ${sql(columns)} from users where id = ${id}`)[0];
}

/** The user, locked until the transaction ends. */
export async function lockUser(sql: Sql, id: string): Promise<UserRow | undefined> {
  return (await sql<UserRow[]>`select ${sql(columns)} from users where id = ${id} for update`)[0];
}

export async function findUserByEmail(sql: Sql, email: string): Promise<UserRow | undefined> {
  return (await sql<UserRow[]>`select ${sql(columns)} from users where lower(email) = lower(${email})`)[0];
}

/** By name, then id; `after` is the key of the last row of the page before. */
export async function readUsers(sql: Sql, limit: number, after: string[] | null): Promise<UserRow[]> {
  return await sql<UserRow[]>`
    select ${sql(columns)} from users
    where ${sql.and([after && sql`(lower(name), id) > (${after[0]}, ${after[1]})`])}
    order by lower(name), id limit ${limit}`;
}

/** Active administrators whom no own role holds back, locked: two at once cannot each remove the other. */
export async function lockAdministrators(sql: Sql): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select id from users where role = 'administrator' and role_id is null and active order by id for update`;
  return rows.map(({ id }) => id);
}

export const toUser = (row: UserRow) => ({
  id: row.id,
  name: row.name,
  email: row.email,
  role: row.role,
  roleId: row.role_id,
  teamId: row.team_id,
  agentId: row.agent_id,
  language: row.language,
  active: row.active,
  createdAt: row.created_at.toISOString(),
});

export const principalOfUser = (row: UserRow, sessionId: string | null, meaning: RoleMeaning = {}): Principal => ({
  kind: 'user',
  id: row.id,
  name: row.name,
  role: row.role,
  ...meaning,
  userId: row.id,
  agentId: row.agent_id,
  teamId: row.team_id,
  sessionId,
});

export interface SessionRow {
  id: string;
  user_id: string;
  created_at: Date;
  updated_at: Date;
  ip_address: string | null;
  user_agent: string | null;
}

export async function readSessions(sql: Sql, userId: string, now: Date): Promise<SessionRow[]> {
  return await sql<SessionRow[]>`
    select id, user_id, created_at, updated_at, ip_address, user_agent from sessions
    where user_id = ${userId} and expires_at > ${now} order by created_at desc`;
}

/** Removes sessions of a user, one or all but one, and returns their ids. */
export async function deleteSessions(
  sql: Sql,
  userId: string,
  which: { only?: string; except?: string | null },
): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    delete from sessions where ${sql.and([
      sql`user_id = ${userId}`,
      which.only !== undefined && sql`id = ${which.only}`,
      typeof which.except === 'string' && sql`id <> ${which.except}`,
    ])} returning id`;
  return rows.map(({ id }) => id);
}
