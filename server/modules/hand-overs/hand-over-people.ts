/** Who hands over to whom: colleagues who work here and whom the one who does it leads. */
import type { z } from 'zod';
import type { Agent } from '../../contract/agents.contract.ts';
import type { handOverBodySchema } from '../../contract/hand-overs.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import { canSee } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import { readAgentRecords } from '../agents/agents.usecases.ts';
import { handOverInvalid, notYourPeople } from './hand-overs.errors.ts';

export interface HandOverPeople {
  /** Null: nobody, whose records are given out. */
  from: Agent | null;
  to: Agent[];
}

type Body = z.output<typeof handOverBodySchema>;

/** Somebody who gives, or whose holdings are asked for; may have left. */
export async function giverOf(sql: Sql, principal: Principal, agentId: string): Promise<Agent> {
  const from = (await readAgentRecords(sql, [agentId])).get(agentId);
  if (!from) throw handOverInvalid('fromAgentId', 'is no colleague');
  if (!leads(principal, from)) throw notYourPeople();
  return from;
}

/** `from` may have left; those who take must work here. */
export async function peopleOf(sql: Sql, principal: Principal, { fromAgentId, to }: Body): Promise<HandOverPeople> {
  const from = fromAgentId === null ? null : await giverOf(sql, principal, fromAgentId);
  const takers = await namedTakers(sql, to, fromAgentId);
  if (!takers) throw handOverInvalid('to', 'must name colleagues who work here, other than the one who hands over');
  if (!takers.every((agent) => leads(principal, agent))) throw notYourPeople();
  return { from, to: takers };
}

/** Who gets something, each once, with the people of the team; null: nobody, or somebody who does not work here. */
export async function namedTakers(
  sql: Sql,
  { agentIds, teamId }: Pick<Body['to'], 'agentIds' | 'teamId'>,
  exceptId: string | null = null,
): Promise<Agent[] | null> {
  const ofTeam = teamId
    ? await sql<{ id: string }[]>`select id from agents where team_id = ${teamId} and active order by name, id`
    : [];
  const ids = [...new Set([...agentIds, ...ofTeam.map(({ id }) => id)])].filter((id) => id !== exceptId);
  const agents = await readAgentRecords(sql, ids);
  const takers = ids.flatMap((id) => agents.get(id) ?? []);
  const isComplete = takers.length === ids.length && takers.every(({ active }) => active);
  return isComplete && takers.length > 0 ? takers : null;
}

/** Whether this person may give work to, or take it from, that colleague. */
export const leads = (principal: Principal, { id, teamId }: Agent): boolean =>
  canSee(principal, 'contacts.hand-over', { ownerAgentIds: [id], teamIds: [teamId] });
