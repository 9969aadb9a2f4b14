/** Facts of agents. The subject is the agent. */
import type { Presence } from '../../contract/agents.contract.ts';

export type AgentFacts = {
  /** Name, team, telephone or rights changed; `interfaces` changed too when the bridges must be told. */
  'agent.saved': { agentId: string; interfacesChanged: boolean };
  /** Presence as it is now, whole. */
  'agent.changed': { presence: Presence };
};
