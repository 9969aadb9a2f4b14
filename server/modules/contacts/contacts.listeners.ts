/** What people learn from deals, which stand above: only the names of their facts and what is read of them are known. */
import { listener } from '../../platform/outbox/fact.ts';
import type { Platform } from '../../platform/platform.ts';
import type { AgentFacts } from '../agents/agents.events.ts';
import { makeClientOfLead } from './lead-becomes-client.ts';

type DealMade = {
  'deal.created': { dealId: string; contactId: string | null };
  'deal.moved': { dealId: string; contactId: string | null; toState: string };
};

export const contactListeners = (platform: Platform) => [
  listener<DealMade>({
    name: 'make-client-of-lead.on-deal-made',
    on: ['deal.created', 'deal.moved'],
    handle: async ({ type, payload: { contactId, dealId, ...rest } }, { tx }) => {
      const isWon = 'toState' in rest && rest.toState === 'won';
      if (contactId === null || (type === 'deal.moved' && !isWon)) return;
      await makeClientOfLead(platform, tx, { contactId, dealId, when: isWon ? 'deal-won' : 'deal-created' });
    },
  }),
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
