/**
 * A small firm for tests of missed calls: its own database with our tables, and people, calls, agents and queues in
 * memory in place of the modules below. Calls are told through the real outbox and listeners.
 */

import type { MissedCall } from '../../server/contract/missed-calls.contract.ts';
import type { Settings } from '../../server/contract/settings.contract.ts';
import type { Principal } from '../../server/modules/access/principal.ts';
import { systemPrincipal } from '../../server/modules/access/principal.ts';
import type { CallNumber, StoredCall } from '../../server/modules/calls/call-row.ts';
import { emptyHuman } from '../../server/modules/calls/call-row.ts';
import type { CallFacts } from '../../server/modules/calls/calls.events.ts';
import type {
  AgentFacts,
  MissedCallNeighbours,
  Person,
} from '../../server/modules/missed-calls/missed-call-neighbours.ts';
import { missedCallListeners } from '../../server/modules/missed-calls/missed-calls.listeners.ts';
import { readMissedCall } from '../../server/modules/missed-calls/read-debts.ts';
import { testClock } from '../../server/platform/clock/clock.ts';
import type { FactMap, FactOf } from '../../server/platform/outbox/fact.ts';
import { createTestDatabase, type TestDatabase } from '../database/test-database.ts';
import { type TestPlatform, testPlatform } from '../server/test-platform.ts';

type CallFactType = 'call.started' | 'call.answered' | 'call.ended' | 'call.corrected';

export interface House {
  db: TestDatabase;
  platform: TestPlatform;
  deps: TestPlatform & { neighbours: MissedCallNeighbours };
  neighbours: MissedCallNeighbours;
  calls: Map<string, StoredCall>;
  people: Map<string, Person & { timeZone?: string }>;
  agents: Map<string, AgentFacts>;
  queues: Map<string, { teamId: string | null; ladderId: string | null }>;
  settings: Settings['missedCalls'];
  zone: { default: string };
  /** Keeps the call as it stands and tells the facts of it. */
  tell(call: StoredCall, ...types: CallFactType[]): Promise<void>;
  /** Any other fact. */
  tellFact<M extends FactMap>(type: keyof M & string, payload: M[keyof M & string], subject: string): Promise<void>;
  /** Every debt there is, oldest first. */
  all(): Promise<MissedCall[]>;
  /** The one debt there is. */
  only(): Promise<MissedCall>;
  facts(type?: string): FactOf<FactMap>[];
  /** The clock goes to the end of the call (or its latest moment), then its facts are told. */
  play(call: StoredCall, ...types: CallFactType[]): Promise<void>;
  /** Forgets every debt, call and person, and sets the clock. */
  reset(now?: string): Promise<void>;
  as(agentId: string | null, role?: Principal['role'], teamId?: string | null): Principal;
}

const number = (e164: string | null, raw = e164): CallNumber => ({ raw, e164, withheld: false });

let made = 0;

/** An ended inbound call that nobody answered; `change` makes it anything else. */
export function storedCall(change: Partial<StoredCall> & { startedAt: string }): StoredCall {
  made += 1;
  const id = change.id ?? `call_${made}`;
  const endedAt = change.endedAt ?? new Date(Date.parse(change.startedAt) + 30_000).toISOString();
  return {
    ...emptyHuman,
    id,
    bridgeId: 'pbx1',
    pbx: 'pbx1',
    journalId: 'j1',
    sequence: made,
    recordedAt: change.startedAt,
    linkedIds: [id],
    direction: 'inbound',
    state: 'ended',
    outcome: 'abandoned',
    from: number(null),
    to: number(null),
    callerIdName: null,
    dialled: number('+74951112233'),
    customer: number('+79161234567'),
    queue: 'sales',
    queueVisits: [],
    transfers: [],
    agents: [],
    agentIds: [],
    teamIds: [],
    recordings: [],
    answeredAt: null,
    waitSeconds: 30,
    ringSeconds: 20,
    talkSeconds: 0,
    holdSeconds: 0,
    endedBy: 'remote',
    hangupCause: 16,
    endInferred: false,
    strandedAt: null,
    originateId: null,
    attemptId: null,
    campaignId: null,
    pickedUpBy: null,
    pickedUpAt: null,
    missedCallId: null,
    requestedContactId: null,
    dealIds: [],
    version: 1,
    ...change,
    endedAt: change.endedAt === null ? null : endedAt,
  };
}

export const customerOf = (e164: string | null, raw = e164): Pick<StoredCall, 'customer'> => ({
  customer: number(e164, raw),
});

/** A device of ours in a call. */
export const deskOf = (
  agentId: string,
  role: 'answered' | 'rang' = 'answered',
  tookPart = true,
): StoredCall['agents'][number] => ({
  interface: `PJSIP/${agentId}`,
  agentId,
  teamId: null,
  role,
  ringSeconds: 0,
  talkSeconds: 0,
  holdSeconds: 0,
  live: false,
  tookPart,
  wrapUpUntil: null,
});

/** An outbound call of an agent that ended without an answer, 20 seconds long. */
export const outboundCall = (agentId: string, change: Partial<StoredCall> & { startedAt: string }): StoredCall =>
  storedCall({
    direction: 'outbound',
    outcome: 'no-answer',
    queue: null,
    agents: [deskOf(agentId)],
    endedAt: new Date(Date.parse(change.startedAt) + 20_000).toISOString(),
    ...change,
  });

function memoryNeighbours(
  house: Pick<House, 'calls' | 'people' | 'agents' | 'queues' | 'settings' | 'zone'>,
): MissedCallNeighbours {
  const only = <T>(all: ReadonlyMap<string, T>, ids: readonly string[]) =>
    new Map(ids.flatMap((id) => (all.has(id) ? [[id, all.get(id)!] as const] : [])));
  return {
    settings: async () => ({ missedCalls: house.settings, defaultRegion: 'RU' }),
    findCall: async (_, id) => house.calls.get(id) ?? null,
    callsWith: async (_, numbers, since) =>
      [...house.calls.values()]
        .filter((call) => numbers.includes(call.customer?.e164 ?? '') && call.startedAt >= since.toISOString())
        .sort((a, b) => b.startedAt.localeCompare(a.startedAt)),
    people: async (_, ids) => only(house.people, ids),
    contactOf: async (_, e164) => {
      const holders = [...house.people.values()].filter(({ numbers }) => numbers.includes(e164));
      return holders.length === 1 ? holders[0]!.contactId : null;
    },
    timeZoneOf: async (_, { contactId }) => house.people.get(contactId ?? '')?.timeZone ?? house.zone.default,
    agents: async (_, ids) => only(house.agents, ids),
    queue: async (_, { name }) => house.queues.get(name) ?? null,
  };
}

/** Tuesday 24 November 2026, 10:00 in Moscow. */
export async function openHouse(start = '2026-11-24T07:00:00.000Z'): Promise<House> {
  const db = await createTestDatabase();
  const platform = testPlatform(db, { clock: testClock(start) });
  const memory = {
    calls: new Map<string, StoredCall>(),
    people: new Map<string, Person>(),
    agents: new Map<string, AgentFacts>([
      ['anna', { name: 'Anna', teamId: 'team_sales', active: true }],
      ['boris', { name: 'Boris', teamId: 'team_sales', active: true }],
      ['gone', { name: 'Gone', teamId: 'team_sales', active: false }],
    ]),
    queues: new Map([['sales', { teamId: 'team_sales', ladderId: null }]]),
    settings: {
      assignment: ['owner', 'last-agent', 'queue-team', 'anybody'],
      escalateAfterSeconds: 3600,
      ignoreWaitUnderSeconds: 0,
    } as Settings['missedCalls'],
    zone: { default: 'Europe/Moscow' },
  };
  const neighbours = memoryNeighbours(memory);
  const deps = { ...platform, neighbours };
  await platform.listen(missedCallListeners(platform, neighbours));
  const house: House = {
    ...memory,
    db,
    platform,
    deps,
    neighbours,
    async tell(call, ...types) {
      memory.calls.set(call.id, call);
      const told = types.length > 0 ? types : (['call.ended'] as const);
      for (const type of told) await house.tellFact<CallFacts>(type, { call }, call.id);
    },
    play(call, ...types) {
      const moments = [call.endedAt, call.answeredAt, call.startedAt].filter((moment) => moment !== null);
      const latest = moments.sort().at(-1)!;
      if (latest > platform.clock.now().toISOString()) platform.clock.set(latest);
      return house.tell(call, ...types);
    },
    async reset(now = start) {
      await db.sql`truncate missed_calls, missed_call_misses, missed_call_attempts cascade`;
      await db.sql`delete from retry_ladders where id <> 'ldr_standard'`;
      await db.sql`delete from calling_hours`;
      for (const map of [memory.calls, memory.people]) map.clear();
      memory.zone.default = 'Europe/Moscow';
      memory.settings.assignment = ['owner', 'last-agent', 'queue-team', 'anybody'];
      memory.settings.ignoreWaitUnderSeconds = 0;
      platform.committed.length = 0;
      platform.clock.set(now);
    },
    async tellFact(type, payload, subject) {
      await db.transaction((tx) => platform.facts.append<Record<string, object>>(tx, { type, payload, subject }));
      await platform.drain();
    },
    async all() {
      const rows = await db.sql<
        { id: string }[]
      >`select id from missed_calls where merged_into is null order by first_missed_at, id`;
      return Promise.all(rows.map(({ id }) => readMissedCall(deps, db.sql, systemPrincipal, id)));
    },
    async only() {
      const all = await house.all();
      if (all.length !== 1) throw new Error(`expected one missed call, found ${all.length}`);
      return all[0]!;
    },
    facts: (type) =>
      platform.committed.filter(
        (fact) => fact.type.startsWith('missed-call.') && (!type || fact.type === type),
      ) as FactOf<FactMap>[],
    as: (agentId, role = 'operator', teamId = agentId ? 'team_sales' : null) => ({
      kind: 'user',
      id: `usr_${agentId ?? role}`,
      name: agentId ?? role,
      role,
      userId: `usr_${agentId ?? role}`,
      agentId,
      teamId,
      sessionId: null,
    }),
  };
  return house;
}
