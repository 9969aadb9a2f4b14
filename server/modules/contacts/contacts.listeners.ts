/** What people learn from deals, which stand above: only the names of their facts and what is read of them are known. */
import { listener } from '../../platform/outbox/fact.ts';
import type { Platform } from '../../platform/platform.ts';
import type { AgentFacts } from '../agents/agents.events.ts';
import { makeClientOfOrganisation } from '../organisations/organisation-becomes-client.ts';
import { makeClientOfLead } from './lead-becomes-client.ts';

/** Facts of before organisations were named in them have none. */
interface WhoseDeal {
  dealId: string;
  contactId: string | null;
  organisationId?: string | null;
}
type DealMade = { 'deal.created': WhoseDeal; 'deal.moved': WhoseDeal & { toState: string } };

export const contactListeners = (platform: Platform) => [
  listener<DealMade>({
    name: 'make-client-of-lead.on-deal-made',
    on: ['deal.created', 'deal.moved'],
    handle: async ({ type, payload: { contactId, organisationId = null, dealId, ...rest } }, { tx }) => {
      const isWon = 'toState' in rest && rest.toState === 'won';
      if (type === 'deal.moved' && !isWon) return;
      const why = { dealId, when: isWon ? ('deal-won' as const) : ('deal-created' as const) };
      if (contactId !== null) await makeClientOfLead(platform, tx, { contactId, ...why });
      if (organisationId !== null) await makeClientOfOrganisation(platform, tx, { organisationId, ...why });
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
