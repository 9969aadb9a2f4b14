/** Agents in the audit, and how old values come back; what belongs to the account comes back there. */
import { agentPatchSchema } from '../../contract/agents.contract.ts';
import { restorableKeys } from '../../contract/restorable-fields.ts';
import { auditedFirmThing } from '../audit/firm-thing.ts';
import { readAgentRecords } from './agents.usecases.ts';
import { changeAgent } from './manage-agents.usecases.ts';

export const auditedAgents = auditedFirmThing({
  kind: 'agent',
  prefix: 'agt',
  rights: { read: 'agents.read', write: 'agents.manage' },
  fields: restorableKeys('agent.changed'),
  patch: agentPatchSchema,
  find: readAgentRecords,
  change: (platform, by, agentId, patch) => changeAgent(platform, { agentId, patch, ...by }),
});
