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
  from: Agent;
  to: Agent[];
}

type Body = z.output<typeof handOverBodySchema>;

/** `from` may have left; those who take must work here. */
export async function peopleOf(sql: Sql, principal: Principal, { fromAgentId, to }: Body): Promise<HandOverPeople> {
  const ofTeam = to.teamId
    ? await sql<{ id: string }[]>`select id from agents where team_id = ${to.teamId} and active order by name, id`
    : [];
  const ids = [...new Set([...to.agentIds, ...ofTeam.map(({ id }) => id)])].filter((id) => id !== fromAgentId);
  const agents = await readAgentRecords(sql, [fromAgentId, ...ids]);
  const from = agents.get(fromAgentId);
  if (!from) throw handOverInvalid('fromAgentId', 'is no colleague');
  const takers = ids.flatMap((id) => agents.get(id) ?? []);
  if (takers.length === 0 || takers.length !== ids.length || takers.some(({ active }) => !active))
    throw handOverInvalid('to', 'must name colleagues who work here, other than the one who hands over');
  const isMine = ({ id, teamId }: Agent) =>
    canSee(principal, 'contacts.hand-over', { ownerAgentIds: [id], teamIds: [teamId] });
  if (![from, ...takers].every(isMine)) throw notYourPeople();
  return { from, to: takers };
}
