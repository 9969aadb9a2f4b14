/** Debts on the live link: whoever owes, the team, everybody when it is nobody's, and the board. */
import { type LiveState, rooms } from '../../contract/live-events.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { FactOf } from '../../platform/outbox/fact.ts';
import type { Platform } from '../../platform/platform.ts';
import { type LiveMessage, liveMapping } from '../../platform/realtime/live.ts';
import type { Principal } from '../access/principal.ts';
import type { Debt } from './debt.ts';
import type { MissedCallNeighbours, Person } from './missed-call-neighbours.ts';
import { debtFactTypes, type MissedCallFacts } from './missed-calls.events.ts';
import { mostUrgent, readDebt, viewDebt } from './read-debts.ts';

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

/** Of those rooms the ones whose people may know the customer's name, too. */
function namedRooms(all: readonly string[], person: Person): string[] {
  if (person.ownerAgentId === null && person.teamId === null) return [...all];
  const mayKnow = [
    rooms.board,
    ...(person.ownerAgentId === null ? [] : [rooms.agent(person.ownerAgentId)]),
    ...(person.teamId === null ? [] : [rooms.team(person.teamId)]),
  ];
  return all.includes(rooms.everybody) ? mayKnow : all.filter((room) => mayKnow.includes(room));
}

/** Who had it before must see it go. */
function roomsOf(debt: Debt, fact: FactOf<MissedCallFacts>): string[] {
  const now = debtRooms({ agentId: debt.assigneeAgentId, teamId: debt.teamId });
  if (fact.type !== 'missed-call.assigned') return now;
  const { previousAgentId, previousTeamId } = fact.payload;
  return [...new Set([...now, ...debtRooms({ agentId: previousAgentId, teamId: previousTeamId })])];
}

/**
 * The view with the name goes first to those who may know it, the one without to all: of two with the same version a
 * console keeps the first.
 */
async function messagesFor(
  deps: Pick<Platform, 'clock'> & { neighbours: MissedCallNeighbours },
  sql: Sql,
  fact: FactOf<MissedCallFacts>,
): Promise<LiveMessage[]> {
  if (fact.type === 'missed-call.not-callable') return [];
  const debt = await readDebt(sql, fact.payload.missedCallId);
  if (!debt) return [];
  const full = await viewDebt(deps, sql, debt, null);
  const all = roomsOf(debt, fact);
  const message = (to: readonly string[], missedCall: typeof full): LiveMessage => ({
    rooms: to,
    event: { name: 'missed-call.changed', payload: { missedCall } },
  });
  const person = (await deps.neighbours.people(sql, debt.contactId ? [debt.contactId] : [])).get(debt.contactId ?? '');
  if (!person) return [message(all, full)];
  const named = namedRooms(all, person);
  const nameless = { ...full, contactId: null, contactName: null, organisationName: null };
  return named.length === all.length ? [message(all, full)] : [message(named, full), message(all, nameless)];
}

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
