/** Debts on the live link: whoever owes, the team, everybody when it is nobody's, and the board. */
import { type LiveState, rooms } from '../../contract/live-events.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { FactOf } from '../../platform/outbox/fact.ts';
import type { Platform } from '../../platform/platform.ts';
import { type LiveMessage, liveMapping } from '../../platform/realtime/live.ts';
import type { Principal } from '../access/principal.ts';
import type { Debt } from './debt.ts';
import type { AgentFacts, MissedCallNeighbours, Person } from './missed-call-neighbours.ts';
import { debtFactTypes, type MissedCallFacts } from './missed-calls.events.ts';
import { mostUrgent, readDebtAsItIs, viewDebt } from './read-debts.ts';

const SNAPSHOT_LIMIT = 500;

interface Whose {
  agentId: string | null;
  teamId: string | null;
}

/** Rooms of those who may see a debt of this agent and team. */
export function debtRooms({ agentId, teamId }: Whose): string[] {
  if (agentId === null && teamId === null) return [rooms.everybody, rooms.board];
  return [
    ...(agentId === null ? [] : [rooms.agent(agentId)]),
    ...(teamId === null ? [] : [rooms.team(teamId)]),
    rooms.board,
  ];
}

interface Names {
  person: Person;
  agents: ReadonlyMap<string, AgentFacts>;
}

/** Rooms of those among them who may know the customer's name, too: as `canSee` decides for each reader. */
function namedRooms(whose: Whose, { person, agents }: Names): string[] {
  const { ownerAgentId, teamId: itsTeam } = person;
  if (ownerAgentId === null && itsTeam === null) return debtRooms(whose);
  const ownersRoom = ownerAgentId === null ? [] : [rooms.agent(ownerAgentId)];
  const itsRooms = [rooms.board, ...ownersRoom, ...(itsTeam === null ? [] : [rooms.team(itsTeam)])];
  if (whose.agentId === null && whose.teamId === null) return itsRooms;
  const isOfItsTeam = (agentId: string) => itsTeam !== null && agents.get(agentId)?.teamId === itsTeam;
  const isOfDebtsTeam = ownerAgentId !== null && agents.get(ownerAgentId)?.teamId === whose.teamId;
  return [
    rooms.board,
    ...(whose.teamId !== null && whose.teamId === itsTeam ? [rooms.team(whose.teamId)] : []),
    ...(whose.agentId !== null && isOfItsTeam(whose.agentId) ? [rooms.agent(whose.agentId)] : []),
    ...(whose.teamId !== null && isOfDebtsTeam ? ownersRoom : []),
    ...(whose.agentId === ownerAgentId ? ownersRoom : []),
  ];
}

/** Whoever had it and has it no more must see it go; those who keep it get it again right after. */
function removal(debt: Debt, fact: FactOf<MissedCallFacts>): LiveMessage[] {
  if (fact.type !== 'missed-call.assigned') return [];
  const { previousAgentId, previousTeamId } = fact.payload;
  const now = debtRooms({ agentId: debt.assigneeAgentId, teamId: debt.teamId });
  const before = debtRooms({ agentId: previousAgentId, teamId: previousTeamId });
  const left = before.filter((room) => !now.includes(room));
  if (left.length === 0 || now.includes(rooms.everybody)) return [];
  const payload = { missedCallId: debt.id, version: debt.version };
  return [{ rooms: left, event: { name: 'missed-call.removed', payload } }];
}

async function namesFor(deps: LiveDeps, sql: Sql, debt: Debt): Promise<Names | null> {
  if (debt.contactId === null) return null;
  const person = (await deps.neighbours.people(sql, [debt.contactId])).get(debt.contactId);
  if (!person) return null;
  const ids = [person.ownerAgentId, debt.assigneeAgentId].filter((id) => id !== null);
  return { person, agents: await deps.neighbours.agents(sql, ids) };
}

/**
 * The view with the name goes first to those who may know it, the one without to all: of two with the same version a
 * console keeps the first.
 */
async function messagesFor(deps: LiveDeps, sql: Sql, fact: FactOf<MissedCallFacts>): Promise<LiveMessage[]> {
  if (fact.type === 'missed-call.not-callable') return [];
  // A debt that went into another one is told as it is, closed; `readDebt` would give the survivor.
  const debt = await readDebtAsItIs(sql, fact.payload.missedCallId);
  if (!debt) return [];
  const full = await viewDebt(deps, sql, debt, null);
  const whose = { agentId: debt.assigneeAgentId, teamId: debt.teamId };
  const message = (to: readonly string[], missedCall: typeof full): LiveMessage => ({
    rooms: to,
    event: { name: 'missed-call.changed', payload: { missedCall } },
  });
  const names = await namesFor(deps, sql, debt);
  if (!names) return [...removal(debt, fact), message(debtRooms(whose), full)];
  const nameless = { ...full, contactId: null, contactName: null, organisationName: null };
  return [...removal(debt, fact), message(namedRooms(whose, names), full), message(debtRooms(whose), nameless)];
}

type LiveDeps = Pick<Platform, 'clock'> & { neighbours: MissedCallNeighbours };

export const missedCallLive = (platform: Platform, neighbours: MissedCallNeighbours) => {
  const deps = { ...platform, neighbours };
  return {
    mappings: [
      liveMapping<MissedCallFacts>({
        on: debtFactTypes,
        toMessages: (fact, { database }) => messagesFor(deps, database.sql, fact),
      }),
    ],
    snapshot: [
      {
        key: 'missedCalls' as const,
        read: async (
          principal: Principal,
          { database }: { database: Platform['database'] },
        ): Promise<LiveState['missedCalls']> => {
          const debts = await mostUrgent(deps, database.sql, principal, SNAPSHOT_LIMIT);
          return Object.fromEntries(debts.map((debt) => [debt.id, debt]));
        },
      },
    ],
    rooms: [],
  };
};
