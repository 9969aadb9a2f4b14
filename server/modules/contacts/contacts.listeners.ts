/** Reactions of the base to facts of others. */
import { listener } from '../../platform/outbox/fact.ts';
import type { Platform } from '../../platform/platform.ts';
import type { AgentFacts } from '../agents/agents.events.ts';

export const contactListeners = (_platform: Platform) => [
  listener<Pick<AgentFacts, 'agent.saved'>>({
    name: 'follow-owner-team.on-agent-saved',
    on: ['agent.saved'],
    handle: async ({ payload: { agentId } }, { tx }) => {
      // Whose record it is decides who may see it, and the rule reads the team from the record itself.
      await tx`
        update organisations t set team_id = a.team_id from agents a
        where a.id = ${agentId} and t.owner_agent_id = a.id and t.team_id is distinct from a.team_id`;
      // A private person is the owner's alone and has no team.
      await tx`
        update contacts t set team_id = a.team_id from agents a
        where a.id = ${agentId} and t.owner_agent_id = a.id and not t.is_private
          and t.team_id is distinct from a.team_id`;
    },
  }),
];
