import type { ctiEvents } from '../../contract/cti.contract.ts';

/** Facts of other telephone services. The subject is the contact. */
export type CtiFacts = {
  /** The card of this person is to open at this agent's console. */
  'contact.offered': { contactId: string; agentId: string; event: (typeof ctiEvents)[number] };
};
