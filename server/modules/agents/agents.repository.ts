/** SQL of agents. Role and e-mail are of the user who signs in; an agent without one is a telephone with a name. */
import type { Role } from '../../contract/access.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';

export interface AgentRow {
  id: string;
  name: string;
  email: string | null;
  user_id: string | null;
  interface: string | null;
  role: Role;
  team_id: string | null;
  active: boolean;
  skill_ids: string[];
  /** The own role of the user as stored; null: the built-in one. */
  own_role: { id: string; name: string; scopes: unknown; fields: unknown } | null;
}

const columns = `
  a.id, a.name, u.email, a.user_id, a.interface, coalesce(u.role, 'operator') as role, a.team_id, a.active,
  array(select s.skill_id from agent_skills s where s.agent_id = a.id order by s.skill_id) as skill_ids,
  (select to_jsonb(r) from roles r where r.id = u.role_id) as own_role`;
const tables = 'agents a left join users u on u.id = a.user_id';

export async function selectAgents(sql: Sql, ids: readonly string[]): Promise<AgentRow[]> {
  return sql<
    AgentRow[]
  >`select ${sql.unsafe(columns)} from ${sql.unsafe(tables)} where a.id = any(${[...ids]}::text[])`;
}

/** Every agent, former ones too. */
export async function selectAllAgents(sql: Sql): Promise<AgentRow[]> {
  return sql<AgentRow[]>`select ${sql.unsafe(columns)} from ${sql.unsafe(tables)}`;
}

export async function selectAgentPage(sql: Sql, after: string | null, limit: number): Promise<AgentRow[]> {
  const rest = after
    ? sql`(lower(a.name), a.id) > (select lower(p.name), p.id from agents p where p.id = ${after})`
    : null;
  return sql<AgentRow[]>`
    select ${sql.unsafe(columns)} from ${sql.unsafe(tables)} where ${sql.and([rest])}
    order by lower(a.name), a.id limit ${limit + 1}`;
}

/** Active agents at these devices. */
export async function selectAgentsAt(sql: Sql, interfaces: readonly string[]): Promise<AgentRow[]> {
  return sql<AgentRow[]>`
    select ${sql.unsafe(columns)} from ${sql.unsafe(tables)}
    where a.active and a.interface = any(${[...interfaces]}::text[])`;
}

export async function selectAgentInterfaces(sql: Sql): Promise<string[]> {
  const rows = await sql<{ interface: string }[]>`
    select interface from agents where active and interface is not null order by interface`;
  return rows.map((row) => row.interface);
}

export async function selectAgentOfUser(sql: Sql, userId: string): Promise<AgentRow | null> {
  const [row] = await sql<
    AgentRow[]
  >`select ${sql.unsafe(columns)} from ${sql.unsafe(tables)} where a.user_id = ${userId}`;
  return row ?? null;
}

export async function lockAgent(tx: Tx, id: string): Promise<AgentRow | null> {
  const [locked] = await tx`select from agents where id = ${id} for update`;
  return locked ? ((await selectAgents(tx, [id]))[0] ?? null) : null;
}

export type AgentColumns = Partial<{
  name: string;
  user_id: string | null;
  interface: string | null;
  team_id: string | null;
  active: boolean;
}>;

export async function insertAgent(sql: Sql, id: string, row: AgentColumns, now: Date): Promise<void> {
  await sql`insert into agents ${sql({ id, ...row, created_at: now, updated_at: now })}`;
}

export async function updateAgent(sql: Sql, id: string, row: AgentColumns, now: Date): Promise<void> {
  await sql`update agents set ${sql({ ...row, updated_at: now })}, version = version + 1 where id = ${id}`;
}

/** From now on the agent has these skills and no others. */
export async function setAgentSkills(tx: Tx, agentId: string, skillIds: readonly string[]): Promise<void> {
  await tx`delete from agent_skills where agent_id = ${agentId} and skill_id <> all(${[...skillIds]}::text[])`;
  await tx`
    insert into agent_skills (agent_id, skill_id) select ${agentId}, unnest(${[...skillIds]}::text[])
    on conflict do nothing`;
}
