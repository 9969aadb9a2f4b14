/** The firm behind the desk, for pictures of the log, the lists and the settings: colleagues, calls, rules. Typed by the contract. */
import type { Session, User } from '../../server/contract/access.contract.ts';
import type { Agent, Endpoint, Pbx } from '../../server/contract/agents.contract.ts';
import type { Call } from '../../server/contract/calls.contract.ts';
import type { CallingHours, Ladder, MissedCall } from '../../server/contract/missed-calls.contract.ts';
import type { Task } from '../../server/contract/tasks.contract.ts';
import { makeCall, makeLeg, makeMissed } from './make.ts';
import { makeHouseTasks } from './tasks-of-house.ts';

export interface House {
  agents: Agent[];
  users: User[];
  teams: { id: string; name: string }[];
  endpoints: Endpoint[];
  pbxs: Pbx[];
  ladders: Ladder[];
  hours: CallingHours[];
  /** Newest first. */
  calls: Call[];
  closedDebts: MissedCall[];
  tasks: Task[];
}

const people: [id: string, name: string, role: Session['role'], device: string | null][] = [
  ['agent_marina', 'Марина Козлова', 'operator', 'PJSIP/101'],
  ['agent_pavel', 'Павел Орлов', 'operator', 'PJSIP/102'],
  ['agent_anna', 'Anna Weber', 'operator', 'PJSIP/103'],
  ['agent_oleg', 'Олег Ким', 'operator', 'PJSIP/104'],
  ['agent_maxi', 'Максимилиан Александрович Преображенский-Воскресенский', 'supervisor', null],
];

const agentOf = ([id, name, role, device]: (typeof people)[number]): Agent => ({
  id,
  name,
  email: `${id.slice(6)}@example.com`,
  userId: `user_${id.slice(6)}`,
  interface: device,
  role,
  teamId: id === 'agent_maxi' ? null : 'team_sales',
  active: true,
  skillIds: [],
});

const endpoint = (device: string, agentId: string | null, deviceState: string): Endpoint => ({
  pbx: 'office',
  interface: device,
  kind: 'agent',
  callerIdName: null,
  deviceState,
  agentId,
});

const number = (e164: string | null, withheld = false) => ({ raw: e164, e164, withheld });

function makeCalls(now: number): Call[] {
  const at = (minutes: number) => new Date(now - minutes * 60_000).toISOString();
  const ivan = {
    contactId: 'contact_ivan',
    contactName: 'Иван Сергеевич Белозёров',
    organisationName: 'Волга-Электро',
  };
  const claire = { contactId: 'contact_claire', contactName: 'Claire Dubois', organisationName: 'Atelier Lumière' };
  const ended = (id: string, minutes: number, more: Partial<Call>): Call =>
    makeCall(id, now, {
      state: 'ended',
      outcome: 'answered',
      startedAt: at(minutes),
      answeredAt: at(minutes),
      endedAt: at(minutes - 3),
      talkSeconds: 184,
      endedBy: 'remote',
      agents: [makeLeg({ live: false, talkSeconds: 184 })],
      recordings: [{ id: `rec_${id}`, seconds: 184, state: 'ready' }],
      ...more,
    });
  const missed = { outcome: 'abandoned' as const, talkSeconds: 0, answeredAt: null, recordings: [], waitSeconds: 41 };
  const anna = makeLeg({ agentId: 'agent_anna', name: 'Anna Weber', interface: 'PJSIP/103', live: false });
  return [
    makeCall('log_0', now, { ...claire, from: number('+33612345678'), state: 'talking', startedAt: at(1) }),
    ended('log_1', 4, {
      ...ivan,
      disposition: { id: 'disp_interested', code: 'interested', label: 'Интересно, думает' },
      note: 'Просит прислать договор.',
    }),
    ended('log_2', 12, { ...missed, from: number('+79857771212'), agents: [] }),
    ended('log_3', 31, { ...missed, outcome: 'no-answer', from: number(null, true), agents: [anna] }),
    ended('log_4', 75, {
      ...claire,
      direction: 'outbound',
      from: number('+74951234500'),
      to: number('+33612345678'),
      queue: null,
      outcome: 'busy',
      talkSeconds: 0,
      recordings: [],
    }),
    ended('log_5', 180, {
      from: number('+78123339900'),
      organisationName: 'Общество с ограниченной ответственностью «Балтика-Сервис-Северо-Запад»',
      transfers: [{ kind: 'attended', at: at(178), by: 'PJSIP/101', to: 'PJSIP/103' }],
      agents: [makeLeg({ live: false, talkSeconds: 61 }), { ...anna, role: 'transferred-to', talkSeconds: 240 }],
      talkSeconds: 301,
      holdSeconds: 17,
      endInferred: true,
    }),
    ...Array.from({ length: 40 }, (_, index) =>
      ended(`log_${index + 6}`, 240 + index * 97, index % 3 === 0 ? { ...missed, ...ivan } : ivan),
    ),
  ];
}

export function makeHouse(now: number): House {
  const iso = (seconds: number) => new Date(now - seconds * 1000).toISOString();
  const agents = people.map(agentOf);
  const steps = [300, 1_800, 10_800, 86_400].map((afterSeconds) => ({ afterSeconds }));
  const day = [{ from: '09:00', until: '20:00' }];
  return {
    agents,
    users: [
      ...agents.map(({ id, name, email, role, teamId, userId }) => ({
        id: userId ?? id,
        name,
        email: email ?? '',
        role,
        roleId: null,
        teamId,
        agentId: id,
        language: 'ru' as const,
        active: id !== 'agent_oleg',
        createdAt: iso(90 * 86_400),
      })),
      {
        id: 'user_admin',
        name: 'Администратор',
        email: 'admin@example.com',
        role: 'administrator',
        roleId: null,
        teamId: null,
        agentId: null,
        language: 'ru',
        active: true,
        createdAt: iso(400 * 86_400),
      },
    ],
    teams: [
      { id: 'team_sales', name: 'Продажи' },
      { id: 'team_support', name: 'Поддержка' },
    ],
    endpoints: [
      endpoint('PJSIP/101', 'agent_marina', 'in-use'),
      endpoint('PJSIP/102', 'agent_pavel', 'not-in-use'),
      endpoint('PJSIP/103', 'agent_anna', 'ringing'),
      endpoint('PJSIP/104', 'agent_oleg', 'unavailable'),
      endpoint('PJSIP/105', null, 'not-in-use'),
      { ...endpoint('PJSIP/provider-of-the-north-west', null, 'not-in-use'), kind: 'trunk' },
    ],
    pbxs: [
      {
        pbx: 'office',
        bridgeId: 'bridge_1',
        state: 'lacking-rights',
        detail: 'Originate, QueuePause',
        asteriskVersion: '22.1.0',
        since: iso(7_200),
        version: 1,
      },
    ],
    ladders: [
      {
        id: 'ladder_1',
        name: 'Обычная',
        steps: { noAnswer: steps, busy: steps.slice(0, 2), machine: null, failed: null },
        isDefault: true,
        maxPerDay: 6,
        version: 1,
      },
      {
        id: 'ladder_2',
        name: 'Горячие заявки с рекламы',
        steps: { noAnswer: steps.slice(0, 3), busy: null, machine: null, failed: null },
        isDefault: false,
        maxPerDay: 8,
        version: 1,
      },
    ],
    tasks: makeHouseTasks(now),
    hours: [
      {
        id: 'hours_1',
        name: 'Будни и суббота',
        isDefault: true,
        week: [day, day, day, day, day, [{ from: '10:00', until: '18:00' }], []],
        holidayRegion: 'RU',
        closedDates: ['2026-12-31'],
        openDates: [],
        countries: [],
        callsPer30Days: null,
        version: 1,
      },
    ],
    calls: makeCalls(now),
    closedDebts: [
      makeMissed('mc_c1', now, {
        state: 'resolved',
        urgency: 'closed',
        contactId: 'contact_ivan',
        contactName: 'Иван Сергеевич Белозёров',
        nextAttemptAt: null,
        resolvedAt: iso(600),
        resolvedByCallId: 'log_1',
        resolvedHow: 'our-call',
        because: { key: 'missed-call.our-call', values: { callId: 'log_1' } },
      }),
    ],
  };
}
