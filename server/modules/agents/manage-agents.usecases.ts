/** Making and changing agents: the user who signs in and the telephone, in one step. */

import type { z } from 'zod';
import type { Agent, agentPatchSchema, newAgentSchema } from '../../contract/agents.contract.ts';
import type { AuditAction } from '../../contract/audit-actions.ts';
import type { Tx } from '../../platform/database/database.ts';
import { isUniqueViolation } from '../../platform/database/database-errors.ts';
import type { Platform } from '../../platform/platform.ts';
import { canSee } from '../access/permissions.ts';
import { actorOf, type Principal } from '../access/principal.ts';
import { changeUser, createUser, preparePassword, setUserAgent } from '../access/users.usecases.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { oneLine } from '../contacts/clean-text.ts';
import { giveSkills } from './agent-skills.usecases.ts';
import { agentNotFound, agentWithoutUser, interfaceTaken, notYourPresence } from './agents.errors.ts';
import type { AgentFacts } from './agents.events.ts';
import {
  type AgentColumns,
  insertAgent,
  lockAgent,
  selectAgents,
  selectAgentsAt,
  updateAgent,
} from './agents.repository.ts';
import { toAgent } from './agents.usecases.ts';
import { listPresence, refreshPresence, setPresence } from './presence.usecases.ts';

export interface By {
  principal: Principal;
  ip: string;
}

/** Says whose telephone it is already; the unique index decides when two ask at once. */
async function withInterface(
  tx: Tx,
  device: string | null | undefined,
  exceptId: string,
  work: (sp: Tx) => Promise<void>,
) {
  const [holder] = device ? (await selectAgentsAt(tx, [device])).filter((agent) => agent.id !== exceptId) : [];
  if (device && holder) throw interfaceTaken(device, holder.name);
  try {
    await tx.savepoint(work);
  } catch (error) {
    if (isUniqueViolation(error, 'agents_interface')) throw interfaceTaken(device ?? '', null);
    throw error;
  }
}

async function saved(
  platform: Platform,
  tx: Tx,
  agentId: string,
  by: By,
  change: { action: AuditAction; before?: Agent },
) {
  const [row] = await selectAgents(tx, [agentId]);
  if (!row) throw agentNotFound();
  const after = toAgent(row);
  const { before } = change;
  await createAudit(platform).record(tx, { ...by, action: change.action, record: agentId, before, after });
  const interfacesChanged = before?.interface !== after.interface || before?.active !== after.active;
  await platform.facts.append<AgentFacts>(tx, {
    type: 'agent.saved',
    payload: { agentId, interfacesChanged },
    subject: agentId,
    actor: actorOf(by.principal),
  });
  await refreshPresence(platform, tx, [agentId], { always: true });
  return after;
}

/** A user and the agent behind it. The password that was made here is returned once. */
export async function createAgent(
  platform: Platform,
  { body, ...by }: By & { body: z.output<typeof newAgentSchema> },
): Promise<Agent & { initialPassword: string | null }> {
  const prepared = await preparePassword(body.password);
  const name = oneLine(body.name);
  return platform.database.transaction(async (tx) => {
    const { email, role, teamId } = body;
    const user = await createUser(tx, platform, { name, email, role, teamId }, prepared, by);
    const id = platform.ids('agt');
    const row = { name, user_id: user.id, interface: body.interface, team_id: teamId };
    await withInterface(tx, body.interface, id, (sp) => insertAgent(sp, id, row, platform.clock.now()));
    await setUserAgent(tx, platform, user.id, id);
    await giveSkills(tx, { agentId: id, wanted: body.skillIds, has: [] });
    const agent = await saved(platform, tx, id, by, { action: 'agent.created' });
    return { ...agent, initialPassword: user.initialPassword };
  });
}

type Patch = z.output<typeof agentPatchSchema>;

async function changeTheUser(platform: Platform, tx: Tx, userId: string | null, patch: Patch, by: By) {
  const { name, email, role, teamId, active } = patch;
  const change = { name: name === undefined ? undefined : oneLine(name), email, role, teamId, active };
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  if (Object.keys(given).length === 0) return;
  if (userId !== null) await changeUser(tx, platform, userId, given, null, by);
  else if (email !== undefined || role !== undefined) throw agentWithoutUser();
}

/** Changes what is given. An agent that is made inactive gives the telephone free and is signed out. */
export async function changeAgent(
  platform: Platform,
  { agentId, patch, ...by }: By & { agentId: string; patch: Patch },
): Promise<Agent> {
  return platform.database.transaction(async (tx) => {
    const row = await lockAgent(tx, agentId);
    if (!row) throw agentNotFound();
    await changeTheUser(platform, tx, row.user_id, patch, by);
    const change: AgentColumns = {};
    if (patch.name !== undefined) change.name = oneLine(patch.name);
    if (patch.teamId !== undefined) change.team_id = patch.teamId;
    if (patch.interface !== undefined) change.interface = patch.interface;
    if (patch.active !== undefined) change.active = patch.active;
    const willBeActive = patch.active ?? row.active;
    const device = willBeActive ? (patch.interface === undefined ? row.interface : patch.interface) : null;
    await withInterface(tx, device, agentId, (sp) => updateAgent(sp, agentId, change, platform.clock.now()));
    if (patch.skillIds) await giveSkills(tx, { agentId, wanted: patch.skillIds, has: row.skill_ids });
    return saved(platform, tx, agentId, by, { action: 'agent.changed', before: toAgent(row) });
  });
}

/** Ready or paused, for oneself or for somebody of the team. Returns the presence that follows. */
export async function askPresence(
  platform: Platform,
  input: By & { agentId: string; state: 'ready' | 'paused'; pauseReason: string | null },
) {
  const { agentId, state, principal, ip } = input;
  const pauseReason = input.pauseReason === null ? null : oneLine(input.pauseReason).slice(0, 80) || null;
  return platform.database.transaction(async (tx) => {
    const row = await lockAgent(tx, agentId);
    if (!row?.active) throw agentNotFound();
    if (!canSee(principal, 'presence.change', { ownerAgentIds: [agentId], teamIds: [row.team_id] }))
      throw notYourPresence();
    await setPresence(platform, tx, { agentId, state, pauseReason, from: 'person' });
    const action = state === 'paused' ? 'agent.paused' : 'agent.unpaused';
    await createAudit(platform).record(tx, { principal, ip, action, record: agentId, after: { state, pauseReason } });
    const [presence] = await listPresence(tx, { agentId, teamId: null });
    if (!presence) throw agentNotFound();
    return presence;
  });
}
