/** What deals learn from the modules below. */
import { listener } from '../../platform/outbox/fact.ts';
import type { AgentFacts } from '../agents/agents.events.ts';
import type { CallFacts } from '../calls/calls.events.ts';

export const dealListeners = () => [
  listener<Pick<AgentFacts, 'agent.saved'>>({
    name: 'follow-owner-team-of-deals.on-agent-saved',
    on: ['agent.saved'],
    handle: async ({ payload: { agentId } }, { tx }) => {
      // The access rule reads the team from the deal itself.
      await tx`
        update deals d set team_id = a.team_id from agents a
        where a.id = ${agentId} and d.owner_agent_id = a.id and d.team_id is distinct from a.team_id`;
    },
  }),
  listener<Pick<CallFacts, 'call.merged'>>({
    name: 'follow-call-of-deals.on-call-merged',
    on: ['call.merged'],
    handle: async ({ payload: { callId, into } }, { tx }) => {
      await tx`update deals set call_ids = array_replace(call_ids, ${callId}, ${into}) where call_ids @> array[${callId}]`;
    },
  }),
];
