/** Whose debt it is. Pure. */
import type { assignmentRules } from '../../contract/missed-calls.contract.ts';
import { assertNever } from '../../platform/errors/domain-error.ts';

export type AssignmentRule = (typeof assignmentRules)[number];

export interface AssignmentCandidates {
  /** The caller's own manager, if still working here. */
  owner: { agentId: string; teamId: string | null } | null;
  /** Who spoke with the caller last, if still working here. */
  lastAgent: { agentId: string; teamId: string | null } | null;
  /** Team that answers for the queue the caller tried. */
  queueTeamId: string | null;
}

export interface Assignment {
  agentId: string | null;
  teamId: string | null;
  because: AssignmentRule;
}

const inPerson = (
  agent: { agentId: string; teamId: string | null },
  { queueTeamId }: AssignmentCandidates,
  because: AssignmentRule,
): Assignment => ({ agentId: agent.agentId, teamId: agent.teamId ?? queueTeamId, because });

/**
 * The first rule in the configured order that names somebody wins. A debt of one agent also belongs to that agent's
 * team (of the queue's, when the agent has none), so that its supervisor sees it; without any name it is anybody's.
 * @example assignDebt(['owner', 'queue-team'], { owner: null, lastAgent: null, queueTeamId: 'team_1' }) // the team, nobody in person
 */
export function assignDebt(order: readonly AssignmentRule[], candidates: AssignmentCandidates): Assignment {
  for (const because of order) {
    switch (because) {
      case 'owner':
        if (candidates.owner) return inPerson(candidates.owner, candidates, because);
        break;
      case 'last-agent':
        if (candidates.lastAgent) return inPerson(candidates.lastAgent, candidates, because);
        break;
      case 'queue-team':
        if (candidates.queueTeamId) return { agentId: null, teamId: candidates.queueTeamId, because };
        break;
      case 'anybody':
        return { agentId: null, teamId: null, because };
      default:
        assertNever(because);
    }
  }
  return { agentId: null, teamId: null, because: 'anybody' };
}
