import type { leadGivenWhy } from '../../contract/leads.contract.ts';

/** Facts of leads. The subject is the contact. */
export type LeadFacts = {
  'lead.given': {
    contactId: string;
    agentId: string;
    /** Whose it was; null: nobody's. */
    fromAgentId: string | null;
    why: (typeof leadGivenWhy)[number];
  };
};
