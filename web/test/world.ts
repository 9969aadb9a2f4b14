/** A small believable world for pictures: people, calls, debts, tasks, all relative to one moment. Typed by the contract. */
import type { Session } from '../../server/contract/access.contract.ts';
import type { Presence, Queue } from '../../server/contract/agents.contract.ts';
import type { Call, CallCard, Disposition, Task } from '../../server/contract/calls.contract.ts';
import type { Candidate, Contact } from '../../server/contract/contacts.contract.ts';
import type { LiveState } from '../../server/contract/live-events.ts';
import type { MissedCall } from '../../server/contract/missed-calls.contract.ts';
import type { Settings } from '../../server/contract/settings.contract.ts';
import type { TimelineItem } from '../src/lib/parts/timeline-filter.ts';

export interface World {
  session: Session;
  state: LiveState;
  contacts: Record<string, Contact>;
  timelines: Record<string, TimelineItem[]>;
  dispositions: Disposition[];
  settings: Settings;
}

const me = { id: 'agent_marina', name: 'Марина Козлова' };
const pavel = { id: 'agent_pavel', name: 'Павел Орлов' };
const anna = { id: 'agent_anna', name: 'Anna Weber' };

/** Makes times: `ago(90)` is 90 seconds before now. */
const timesOf = (now: number) => ({
  ago: (seconds: number) => new Date(now - seconds * 1000).toISOString(),
  later: (seconds: number) => new Date(now + seconds * 1000).toISOString(),
});

const number = (e164: string | null, withheld = false) => ({ raw: e164, e164, withheld });

export function makeContact(id: string, name: string, e164: string, extra: Partial<Contact> = {}): Contact {
  return {
    id,
    name,
    role: null,
    organisationId: null,
    organisationName: null,
    lifecycle: 'client',
    owner: me,
    phones: [
      {
        id: `${id}_p1`,
        raw: e164,
        e164,
        extension: null,
        kind: 'mobile',
        primary: true,
        doNotCall: false,
        invalid: false,
        timeZones: ['Europe/Samara'],
      },
    ],
    emails: [],
    notes: '',
    vip: false,
    timeZone: null,
    effectiveTimeZone: { zone: 'Europe/Samara', because: 'number' },
    createdAt: '2025-03-02T09:00:00.000Z',
    updatedAt: '2026-02-02T09:00:00.000Z',
    version: 3,
    ...extra,
  };
}

export function makeCall(id: string, now: number, extra: Partial<Call> = {}): Call {
  const { ago } = timesOf(now);
  return {
    id,
    pbx: 'office',
    linkedIds: [`${id}.1`],
    direction: 'inbound',
    state: 'ringing',
    outcome: null,
    from: number('+79272001177'),
    to: number('+74951234500'),
    callerIdName: null,
    dialledNumber: number('+74951234500'),
    queue: 'sales',
    agents: [makeLeg({ role: 'rang', live: true })],
    contactId: null,
    contactName: null,
    organisationName: null,
    candidates: [],
    startedAt: ago(9),
    answeredAt: null,
    endedAt: null,
    waitSeconds: 9,
    ringSeconds: 9,
    talkSeconds: 0,
    holdSeconds: 0,
    endedBy: null,
    hangupCause: null,
    endInferred: false,
    transfers: [],
    recordings: [],
    disposition: null,
    note: '',
    mainNeed: '',
    nextStep: null,
    attemptId: null,
    campaignId: null,
    missedCallId: null,
    dealIds: [],
    version: 1,
    ...extra,
  };
}

export const makeLeg = (extra: Partial<Call['agents'][number]> = {}): Call['agents'][number] => ({
  agentId: me.id,
  name: me.name,
  interface: 'PJSIP/101',
  role: 'answered',
  ringSeconds: 6,
  talkSeconds: 0,
  holdSeconds: 0,
  live: true,
  ...extra,
});

export const makeCard = (call: Call, extra: Partial<CallCard>): CallCard => ({
  callId: call.id,
  kind: 'unknown',
  number: call.direction === 'outbound' ? call.to : call.from,
  contact: null,
  candidates: [],
  openTasks: [],
  lastCalls: [],
  openMissedCalls: [],
  ...extra,
});

export const makeCandidate = (contactId: string | null, name: string, extra: Partial<Candidate> = {}): Candidate => ({
  contactId,
  organisationId: null,
  name,
  role: null,
  organisationName: null,
  owner: me,
  score: 1,
  because: ['own-number'],
  restricted: false,
  ...extra,
});

export const makeTask = (
  id: string,
  title: string,
  now: number,
  dueInSeconds: number | null,
  contact?: Contact,
): Task => ({
  id,
  title,
  dueAt: dueInSeconds === null ? null : new Date(now + dueInSeconds * 1000).toISOString(),
  done: false,
  contactId: contact?.id ?? null,
  contactName: contact?.name ?? null,
  callId: null,
  agent: me,
  createdAt: timesOf(now).ago(86_400),
  version: 1,
});

function makeMissed(id: string, now: number, extra: Partial<MissedCall>): MissedCall {
  const { ago, later } = timesOf(now);
  return {
    id,
    state: 'open',
    number: number('+79857771212'),
    contactId: null,
    contactName: null,
    organisationName: null,
    queue: 'sales',
    dialledNumber: '+74951234500',
    tries: 1,
    firstMissedAt: ago(2400),
    lastMissedAt: ago(1500),
    longestWaitSeconds: 64,
    attempts: [],
    nextAttemptAt: later(60),
    because: null,
    urgency: 'due',
    timeZone: 'Europe/Moscow',
    ladderId: 'ladder_1',
    step: 0,
    assignee: null,
    teamId: null,
    resolvedAt: null,
    resolvedByCallId: null,
    resolvedHow: null,
    timeToCallbackSeconds: null,
    version: 1,
    ...extra,
  };
}

const makePresence = (
  agent: { id: string; name: string },
  device: string,
  now: number,
  extra: Partial<Presence>,
): Presence => ({
  agentId: agent.id,
  name: agent.name,
  interface: device,
  teamId: null,
  state: 'ready',
  since: timesOf(now).ago(154),
  pauseReason: null,
  callIds: [],
  version: 1,
  ...extra,
});

const labels: [string, string, Partial<Disposition>][] = [
  ['sold', 'Продажа', { sale: true }],
  ['interested', 'Интересно, думает', { contactReached: true }],
  ['call-back', 'Перезвонить', { callBack: true }],
  ['question', 'Вопрос решён', {}],
  ['not-interested', 'Не интересно', {}],
  ['wrong', 'Не туда попали', {}],
  ['complaint', 'Жалоба', {}],
  ['do-not-call', 'Больше не звонить', { doNotCall: true }],
];

export const makeDispositions = (): Disposition[] =>
  labels.map(([code, label, extra], index) => ({
    id: `disp_${code}`,
    code,
    label,
    hotkey: index + 1,
    humanAnswered: true,
    contactReached: true,
    sale: false,
    callBack: false,
    doNotCall: false,
    active: true,
    position: index,
    ...extra,
  }));

const queue = (name: string, title: string): Queue => ({
  name,
  pbx: 'office',
  title,
  strategy: 'ringall',
  teamId: null,
  recorded: true,
  ladderId: null,
  members: [],
  waiting: [],
  version: 1,
});

function makeTimeline(contact: Contact, now: number): TimelineItem[] {
  const { ago, later } = timesOf(now);
  const day = 86_400;
  const call = (id: string, secondsAgo: number, extra: Partial<Call>): TimelineItem => ({
    kind: 'call',
    at: ago(secondsAgo),
    call: makeCall(id, now, {
      state: 'ended',
      outcome: 'answered',
      contactId: contact.id,
      contactName: contact.name,
      startedAt: ago(secondsAgo),
      answeredAt: ago(secondsAgo - 8),
      endedAt: ago(secondsAgo - 200),
      agents: [makeLeg({ live: false, talkSeconds: 192 })],
      talkSeconds: 192,
      ...extra,
    }),
  });
  const rec = (id: string, seconds: number): Call['recordings'] => [{ id, seconds, state: 'ready' }];
  return [
    {
      kind: 'task',
      at: ago(day),
      task: {
        ...makeTask('task_offer', 'Выслать коммерческое предложение', now, 3 * 3600, contact),
        dueAt: later(10_800),
      },
    },
    call('call_h1', day + 600, {
      recordings: rec('rec_h1', 192),
      note: 'Нужны 12 лицензий до конца месяца, сравнивает с двумя поставщиками. Просит скидку за объём.',
      mainNeed: 'Перейти до 31 марта',
      disposition: { id: 'disp_interested', code: 'interested', label: 'Интересно, думает' },
    }),
    { kind: 'missed-call', at: ago(day + 2400), id: 'mc_old', state: 'resolved', tries: 2 },
    {
      kind: 'note',
      at: ago(3 * day),
      id: 'note_1',
      text: 'Решения принимает вместе с техническим директором; звонить лучше после обеда.',
      by: pavel,
    },
    call('call_h2', 5 * day, {
      direction: 'outbound',
      outcome: 'no-answer',
      talkSeconds: 0,
      answeredAt: null,
      from: number('+74951234500'),
      to: number('+79272001177'),
      agents: [makeLeg({ live: false, name: pavel.name })],
    }),
    { kind: 'change', at: ago(6 * day), id: 'chg_1', text: 'Этап: лид → клиент', by: pavel },
    call('call_h3', 9 * day, {
      recordings: rec('rec_h3', 64),
      talkSeconds: 64,
      direction: 'outbound',
      disposition: { id: 'disp_question', code: 'question', label: 'Вопрос решён' },
    }),
    call('call_h4', 32 * day, { recordings: [{ id: 'rec_h4', seconds: null, state: 'erased' }], talkSeconds: 401 }),
  ];
}

/** The world at rest: nobody calls, debts and tasks wait. */
export function makeWorld(now: number): World {
  const { ago, later } = timesOf(now);
  const ivan = makeContact('contact_ivan', 'Иван Сергеевич Белозёров', '+79272001177', {
    role: 'Директор по закупкам',
    organisationId: 'org_volga',
    organisationName: 'Волга-Электро',
    vip: true,
    emails: ['i.belozerov@volga-electro.example'],
    notes: 'Предпочитает короткие разговоры. Договор продлевается в апреле.',
  });
  ivan.phones.push({
    ...ivan.phones[0]!,
    id: 'p2',
    raw: '8 846 200 12 12',
    e164: '+78462001212',
    extension: '214',
    kind: 'work',
    primary: false,
  });
  ivan.phones.push({
    ...ivan.phones[0]!,
    id: 'p3',
    raw: '+79001112233',
    e164: '+79001112233',
    kind: 'other',
    primary: false,
    doNotCall: true,
  });
  const claire = makeContact('contact_claire', 'Claire Dubois', '+33612345678', {
    organisationName: 'Atelier Lumière',
    lifecycle: 'lead',
    owner: pavel,
    effectiveTimeZone: { zone: 'Europe/Paris', because: 'number' },
  });
  const giulia = makeContact('contact_giulia', 'Giulia Ferraro', '+393331234567', {
    organisationName: 'Ferraro Impianti',
    role: 'Titolare',
  });
  const contacts = { [ivan.id]: ivan, [claire.id]: claire, [giulia.id]: giulia };
  const missed = [
    makeMissed('mc_1', now, {
      contactId: claire.id,
      contactName: claire.name,
      organisationName: claire.organisationName,
      number: number('+33612345678'),
      tries: 3,
      urgency: 'overdue',
      lastMissedAt: ago(5400),
      nextAttemptAt: ago(3000),
      attempts: [{ at: ago(3600), outcome: 'no-answer', agent: pavel, callId: null, note: '' }],
    }),
    makeMissed('mc_2', now, { number: number('+79857771212'), lastMissedAt: ago(840) }),
    makeMissed('mc_3', now, {
      number: number('+78123339900'),
      organisationName: 'Балтика-Сервис',
      tries: 2,
      lastMissedAt: ago(300),
    }),
    makeMissed('mc_4', now, {
      contactId: giulia.id,
      contactName: giulia.name,
      number: number('+393331234567'),
      urgency: 'later',
      nextAttemptAt: later(7200),
    }),
  ];
  const tasks = [
    makeTask('task_1', 'Перезвонить по договору', now, -7200, ivan),
    makeTask('task_2', 'Отправить счёт', now, 600, giulia),
    makeTask('task_3', 'Уточнить реквизиты', now, 26 * 3600),
  ];
  const people = [
    makePresence(me, 'PJSIP/101', now, {}),
    makePresence(pavel, 'PJSIP/102', now, { state: 'ready' }),
    makePresence(anna, 'PJSIP/103', now, { state: 'on-call' }),
    makePresence({ id: 'agent_oleg', name: 'Олег Ким' }, 'PJSIP/104', now, { state: 'paused', pauseReason: 'Обед' }),
  ];
  const byKey = <T>(list: T[], key: (item: T) => string) => Object.fromEntries(list.map((item) => [key(item), item]));
  return {
    session: {
      userId: 'user_marina',
      name: me.name,
      email: 'marina@example.com',
      role: 'operator',
      agentId: me.id,
      teamId: null,
      language: 'ru',
      permissions: [
        'calls.read',
        'calls.work',
        'calls.place',
        'contacts.read',
        'contacts.write',
        'tasks.write',
        'missed-calls.read',
        'missed-calls.work',
        'settings.read',
        'recordings.listen',
      ],
      defaultRegion: 'RU',
    },
    state: {
      version: 1,
      asOf: new Date(now).toISOString(),
      calls: {},
      cards: {},
      presence: byKey(people, (presence) => presence.agentId),
      queues: byKey([queue('sales', 'Продажи'), queue('support', 'Поддержка')], (each) => each.name),
      pbxs: {
        bridge_1: {
          pbx: 'office',
          bridgeId: 'bridge_1',
          state: 'up',
          detail: null,
          asteriskVersion: '22.1.0',
          since: ago(90_000),
          version: 1,
        },
      },
      missedCalls: byKey(missed, (each) => each.id),
      tasks: byKey(tasks, (each) => each.id),
    },
    contacts,
    timelines: { [ivan.id]: makeTimeline(ivan, now), [claire.id]: makeTimeline(claire, now).slice(4), [giulia.id]: [] },
    dispositions: makeDispositions(),
    settings: {
      companyName: 'Волга Трейд',
      defaultRegion: 'RU',
      defaultTimeZone: 'Europe/Moscow',
      recording: { inbound: true, outbound: true, internal: false, exceptInterfaces: [], retentionDays: 180 },
      missedCalls: { assignment: ['owner'], escalateAfterSeconds: 3600, ignoreWaitUnderSeconds: 5 },
      wrapUpSeconds: 90,
      pauseReasons: ['Обед', 'Перерыв', 'Совещание', 'Обучение'],
    },
  };
}

/** Puts a call with its card on the desk. */
export function addCall(world: World, call: Call, card: Partial<CallCard>): World {
  world.state.calls[call.id] = call;
  world.state.cards[call.id] = makeCard(call, card);
  return world;
}
