/** Reading agents: who they are, whose telephone is whose, and what a person at a telephone may see. */

import type { Role } from '../../contract/access.contract.ts';
import type { Agent } from '../../contract/agents.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import { cursorOf, type Page, pageOf } from '../../platform/http/cursor.ts';
import type { RoleRights } from '../access/principal.ts';
import { rightsOf } from '../access/role-rights.ts';
import {
  type AgentRow,
  selectAgentInterfaces,
  selectAgentOfUser,
  selectAgentPage,
  selectAgents,
  selectAgentsAt,
  selectAllAgents,
} from './agents.repository.ts';

/** An agent with what an own role changes of the rights of the person: for `toReader`, never sent. */
export interface AgentRecord extends Agent {
  rights?: RoleRights | undefined;
}

export const toAgentRecord = (row: AgentRow): AgentRecord => ({
  ...toAgent(row),
  rights: row.own_role ? rightsOf(row.own_role) : undefined,
});

export const toAgent = (row: AgentRow): Agent => ({
  id: row.id,
  name: row.name,
  email: row.email,
  userId: row.user_id,
  interface: row.interface,
  role: row.role,
  teamId: row.team_id,
  active: row.active,
  skillIds: row.skill_ids,
});

/** Agents by id, former ones too. */
export async function readAgentRecords(sql: Sql, ids: readonly string[]): Promise<Map<string, Agent>> {
  if (ids.length === 0) return new Map();
  return new Map((await selectAgents(sql, ids)).map((row) => [row.id, toAgent(row)]));
}

export interface AgentAtDevice {
  agentId: string;
  name: string;
  teamId: string | null;
}

/** Who sits at these devices now. Devices that are nobody's are left out. */
export async function getAgentsByInterface(
  sql: Sql,
  interfaces: readonly string[],
): Promise<Map<string, AgentAtDevice>> {
  if (interfaces.length === 0) return new Map();
  const rows = await selectAgentsAt(sql, interfaces);
  return new Map(rows.map((row) => [row.interface ?? '', toAgentAtDevice(toAgent(row))]));
}

export const toAgentAtDevice = ({ id, name, teamId }: Agent): AgentAtDevice => ({ agentId: id, name, teamId });

/** Every device that is somebody's: the bridge counts these as ours. */
export const listAgentInterfaces = (sql: Sql): Promise<string[]> => selectAgentInterfaces(sql);

export async function readAgentOfUser(sql: Sql, userId: string): Promise<Agent | null> {
  const row = await selectAgentOfUser(sql, userId);
  return row ? toAgent(row) : null;
}

/** Somebody as the access rule sees them, without a session: for cards that are made before anybody asks. */
export interface AgentReader {
  role: Role;
  rights?: RoleRights | undefined;
  userId: string | null;
  agentId: string;
  teamId: string | null;
}

export const toReader = ({ id, role, rights, userId, teamId }: AgentRecord): AgentReader => ({
  role,
  ...(rights && { rights }),
  userId,
  agentId: id,
  teamId,
});

/** What each of these agents may see. */
export async function readersOfAgents(sql: Sql, agentIds: readonly string[]): Promise<Map<string, AgentReader>> {
  if (agentIds.length === 0) return new Map();
  const rows = await selectAgents(sql, agentIds);
  return new Map(rows.map((row) => [row.id, toReader(toAgentRecord(row))]));
}

export async function listAgents(
  sql: Sql,
  query: { cursor?: string | undefined; limit: number },
): Promise<Page<Agent>> {
  const after = cursorOf(query.cursor, 1);
  const rows = await selectAgentPage(sql, after?.[0] ?? null, query.limit);
  return pageOf(rows, query.limit, (row) => [row.id], toAgent);
}

/** Everybody who works here, under each name a file may give: name, e-mail, extension, id; in lower case. Null: several have it. */
export async function agentsByAnyName(sql: Sql): Promise<Map<string, string | null>> {
  const names = new Map<string, string | null>();
  const add = (name: string | null | undefined, id: string) => {
    const key = name?.trim().toLowerCase();
    if (!key) return;
    const known = names.get(key);
    names.set(key, known === undefined || known === id ? id : null);
  };
  for (const { id, name, email, interface: device, active } of await selectAllAgents(sql)) {
    if (!active) continue;
    for (const key of [id, name, email, device, device?.split('/')[1]]) add(key, id);
  }
  return names;
}
