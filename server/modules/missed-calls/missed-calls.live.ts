/** Debts on the live link: whoever owes, the team, everybody when it is nobody's, and the board. */
import { type LiveEvent, type LiveState, rooms } from '../../contract/live-events.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { FactOf } from '../../platform/outbox/fact.ts';
import type { Platform } from '../../platform/platform.ts';
import { type LiveMessage, liveMapping } from '../../platform/realtime/live.ts';
import { canSee } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import { ownershipOf } from './claim-debt.ts';
import type { Debt } from './debt.ts';
import type { MissedCallNeighbours } from './missed-call-neighbours.ts';
import { debtFactTypes, type MissedCallFacts } from './missed-calls.events.ts';
import { maySeePerson, mostUrgent, readDebtAsItIs, viewDebt } from './read-debts.ts';

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

/** The room brings a debt near; whether somebody sees it, and with the name, is the right of each reader. */
async function messagesFor(deps: LiveDeps, sql: Sql, fact: FactOf<MissedCallFacts>): Promise<LiveMessage[]> {
  if (fact.type === 'missed-call.not-callable') return [];
  // A debt that went into another one is told as it is, closed; `readDebt` would give the survivor.
  const debt = await readDebtAsItIs(sql, fact.payload.missedCallId);
  if (!debt) return [];
  const full = await viewDebt(deps, sql, debt, null);
  const nameless = { ...full, contactId: null, contactName: null, organisationName: null };
  const person =
    debt.contactId === null ? null : (await deps.neighbours.people(sql, [debt.contactId])).get(debt.contactId);
  const event = (reader: Principal): LiveEvent | null => {
    if (!canSee(reader, 'missed-calls.read', ownershipOf(debt))) return null;
    const missedCall = !person || maySeePerson(reader, person) ? full : nameless;
    return { name: 'missed-call.changed', payload: { missedCall } };
  };
  return [...removal(debt, fact), { rooms: debtRooms({ agentId: debt.assigneeAgentId, teamId: debt.teamId }), event }];
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
