/** The neighbours of the calls module as they truly are: usecases of the modules below. */
import type { Platform } from '../../platform/platform.ts';
import type { AgentMemory } from '../agents/agent-memory.ts';
import { getAgentsByInterface, readAgentRecords } from '../agents/agents.usecases.ts';
import { applyCallsToPresence } from '../agents/presence.usecases.ts';
import {
  isDoNotCall,
  noteCallTotals,
  readContactForServer,
  readContactRefs,
  rememberPick,
} from '../contacts/contact-refs.usecases.ts';
import { findContact } from '../contacts/contacts.usecases.ts';
import { findMatchesOf } from '../contacts/find-matches.usecases.ts';
import { originOfDialled } from '../contacts/origin.usecases.ts';
import { readOrganisationRefs } from '../organisations/list-organisations.usecases.ts';
import { organisationExists } from '../organisations/organisations.usecases.ts';
import { readPhone } from '../phones/phones.usecases.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import { listOpenTasks } from '../tasks/list-tasks.usecases.ts';
import { dropNextStepTask, saveNextStepTask } from '../tasks/next-step-task.usecases.ts';
import type { CallNeighbours, ProjectionNeighbours } from './call-neighbours.ts';

/** What stands above, or is not of these modules: put in by `server/app`. */
export type OtherNeighbours = Pick<
  CallNeighbours,
  | 'openDeals'
  | 'openMissedCalls'
  | 'customerOfMissedCall'
  | 'beginAttempt'
  | 'refuseUnfinished'
  | 'teamsOfQueues'
  | 'bridgeOfInterface'
>;

/** What calls are made of from facts, and nothing that people do with them. */
export const projectionNeighbours = (
  platform: Platform,
  { teamsOfQueues }: Pick<OtherNeighbours, 'teamsOfQueues'>,
  agents?: AgentMemory,
): ProjectionNeighbours => ({
  teamsOfQueues,
  settings: (sql) => readSettings(platform, sql),
  agentsOfInterfaces: agents?.atInterfaces ?? getAgentsByInterface,
  async findMatches(sql, numbers) {
    const region = (await readSettings(platform, sql)).defaultRegion;
    return findMatchesOf(platform, sql, numbers, { region });
  },
});

export function realNeighbours(platform: Platform, others: OtherNeighbours, memory: AgentMemory): CallNeighbours {
  return {
    ...others,
    ...projectionNeighbours(platform, others, memory),
    callsChanged: (tx, calls, at) => applyCallsToPresence(platform, tx, calls, at),
    noteCallTotals,
    names: async (sql, { agentIds = [], contactIds = [], organisationIds = [] }) => {
      const [agents, contacts, organisations] = await Promise.all([
        memory.names(sql, agentIds),
        readContactRefs(sql, contactIds),
        readOrganisationRefs(sql, organisationIds),
      ]);
      return { agents, contacts, organisations };
    },
    contact: (sql, contactId) => readContactForServer(platform, sql, contactId),
    origin: (sql, dialled) => originOfDialled(platform, sql, dialled),
    openTasks: listOpenTasks,
    readersOfAgents: memory.readers,
    saveNextStep: (tx, { call, ...step }) =>
      saveNextStepTask(platform, tx, { ...step, callId: call.id, taskId: call.nextStep?.taskId ?? null }),
    dropNextStep: (tx, dropped) => dropNextStepTask(platform, tx, dropped),
    rememberPick: (tx, pick) => rememberPick(platform, tx, pick),
    agent: async (sql, agentId) => (await readAgentRecords(sql, [agentId])).get(agentId) ?? null,
    isDoNotCall,
    async numberOfPhone(sql, reader, phoneId) {
      const phone = await readPhone(sql, phoneId);
      if (!phone) return null;
      const { contactId, organisationId } = phone;
      const isVisible = contactId
        ? (await findContact(platform, sql, reader, contactId)) !== null
        : organisationId !== null && (await organisationExists(sql, reader, organisationId));
      return isVisible ? (phone.e164 ?? phone.raw) : null;
    },
  };
}
