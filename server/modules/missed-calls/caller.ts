/** Who the other party of a call is, for debts: the number, the person, all numbers of the person, whose customer it is. */
import type { PhoneNumber } from '../../contract/common.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { StoredCall } from '../calls/call-row.ts';
import { lastAgentOf } from '../calls/last-agent.ts';
import type { Assignment, AssignmentCandidates } from './assignment.ts';
import { assignDebt } from './assignment.ts';
import type { MissedCallDeps } from './debt-store.ts';
import type { MissedCallNeighbours, MissedCallSettings, Person } from './missed-call-neighbours.ts';
import type { JudgedCall } from './missed-call-rules.ts';
import type { CallerKeys } from './missed-calls.repository.ts';

/** A conversation older than this says nothing about who should call back. */
const LAST_AGENT_DAYS = 180;

export interface Caller extends CallerKeys {
  key: string;
  number: PhoneNumber;
  person: Person | null;
}

/** The part of a stored call that the rules judge. */
export const judgedOf = (call: StoredCall): JudgedCall => ({
  id: call.id,
  direction: call.direction,
  state: call.state,
  outcome: call.outcome,
  customer: call.customer,
  startedAt: new Date(call.startedAt),
  answeredAt: call.answeredAt ? new Date(call.answeredAt) : null,
  endedAt: call.endedAt ? new Date(call.endedAt) : null,
  strandedAt: call.strandedAt ? new Date(call.strandedAt) : null,
  waitSeconds: call.waitSeconds,
  ringSeconds: call.ringSeconds,
  wentOut: call.originateId === null || call.agents.some((agent) => agent.tookPart),
});

/** The caller behind a number; the person when the call was linked to exactly one. */
export async function callerOf(
  neighbours: Pick<MissedCallNeighbours, 'people'>,
  sql: Sql,
  from: { key: string; number: PhoneNumber; contactId: string | null },
): Promise<Caller> {
  const people = from.contactId ? await neighbours.people(sql, [from.contactId]) : new Map<string, Person>();
  const person = people.get(from.contactId ?? '') ?? null;
  const keys = [...new Set([from.key, ...(person?.numbers ?? [])])];
  return { key: from.key, keys, number: from.number, contactId: person?.contactId ?? null, person };
}

const e164Of = (caller: CallerKeys) => caller.keys.filter((key) => key.startsWith('+'));

/** Calls with the caller on any number since then; none for a caller without a full number. */
export async function callsOf(deps: MissedCallDeps, sql: Sql, caller: CallerKeys, since: Date): Promise<StoredCall[]> {
  const numbers = e164Of(caller);
  return numbers.length > 0 ? deps.neighbours.callsWith(sql, numbers, since) : [];
}

/** Whose debt a caller's missed call is, by the firm's order of rules. People who left are passed over. */
export async function assignmentFor(
  deps: MissedCallDeps,
  sql: Sql,
  caller: Caller,
  input: { settings: MissedCallSettings; queueTeamId: string | null; now: Date },
): Promise<Assignment> {
  const since = new Date(input.now.getTime() - LAST_AGENT_DAYS * 86_400_000);
  const wantsLast = input.settings.assignment.includes('last-agent');
  const lastAgentId = wantsLast ? lastAgentOf(await callsOf(deps, sql, caller, since)) : null;
  const ownerId = caller.person?.ownerAgentId ?? null;
  const ids = [ownerId, lastAgentId].filter((id) => id !== null);
  const agents = ids.length > 0 ? await deps.neighbours.agents(sql, ids) : new Map();
  const inService = (agentId: string | null): AssignmentCandidates['owner'] => {
    const agent = agentId === null ? undefined : agents.get(agentId);
    return agentId !== null && agent?.active ? { agentId, teamId: agent.teamId } : null;
  };
  return assignDebt(input.settings.assignment, {
    owner: inService(ownerId),
    lastAgent: inService(lastAgentId),
    queueTeamId: input.queueTeamId,
  });
}
