/** A small believable world for pictures: people, calls, debts, tasks, all relative to one moment. Typed by the contract. */
import type { Session } from '../../server/contract/access.contract.ts';
import type { Call, CallCard, Disposition } from '../../server/contract/calls.contract.ts';
import type { Contact } from '../../server/contract/contacts.contract.ts';
import { leadRules } from '../../server/contract/leads.contract.ts';
import type { LiveState } from '../../server/contract/live-events.ts';
import type { Settings } from '../../server/contract/settings.contract.ts';
import type { TimelineItem } from '../src/lib/parts/timeline-filter.ts';
import { type House, makeHouse } from './house.ts';
import {
  anna,
  makeCall,
  makeCard,
  makeContact,
  makeDispositions,
  makeLeg,
  makeMissed,
  makePresence,
  makeQueue,
  makeTask,
  me,
  number,
  pavel,
  timesOf,
} from './make.ts';

export interface World {
  session: Session;
  state: LiveState;
  contacts: Record<string, Contact>;
  timelines: Record<string, TimelineItem[]>;
  dispositions: Disposition[];
  settings: Settings;
  house: House;
}

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
      noteKind: 'note',
      resolvedAt: null,
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
      ownRole: null,
      fields: {},
      agentId: me.id,
      teamId: null,
      language: 'ru',
      permissions: [
        'calls.read',
        'calls.work',
        'calls.place',
        'contacts.read',
        'contacts.write',
        'tasks.read',
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
      queues: byKey([makeQueue('sales', 'Продажи'), makeQueue('support', 'Поддержка')], (each) => each.name),
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
      reminders: {},
    },
    contacts,
    timelines: { [ivan.id]: makeTimeline(ivan, now), [claire.id]: makeTimeline(claire, now).slice(4), [giulia.id]: [] },
    dispositions: makeDispositions(),
    house: makeHouse(now),
    settings: {
      companyName: 'Волга Трейд',
      defaultRegion: 'RU',
      defaultTimeZone: 'Europe/Moscow',
      recording: { inbound: true, outbound: true, internal: false, exceptInterfaces: [], retentionDays: 180 },
      missedCalls: { assignment: ['owner'], escalateAfterSeconds: 3600, ignoreWaitUnderSeconds: 5 },
      wrapUpSeconds: 90,
      routing: { order: ['owner'], lastAgentDays: 180, ringSeconds: 15, vipPriority: 10, knownPriority: 0 },
      dialer: { maxLines: 400, originatesPerSecond: 20 },
      queueCallbacks: { on: true, maxPerQueue: 20, expiresAfterMinutes: 240, tries: 3, againAfterMinutes: 5 },
      deals: {
        currency: 'RUB',
        maxDiscountPercent: { own: 5, team: 15, all: 100 },
        leadBecomesClient: 'deal-created',
      },
      leads: {
        on: false,
        handMade: 'keep',
        order: leadRules.map((rule) => ({ rule, on: true })),
        takers: { agentIds: [], teamIds: [] },
        regions: [],
        skills: [],
        untouched: { on: false, afterMinutes: 120, most: 2 },
      },
      pauseReasons: ['Обед', 'Перерыв', 'Совещание', 'Обучение'],
      dialledNumbers: [],
      taskKinds: ['Выезд'],
    },
  };
}

/** Puts a call with its card on the desk. */
export function addCall(world: World, call: Call, card: Partial<CallCard>): World {
  world.state.calls[call.id] = call;
  world.state.cards[call.id] = makeCard(call, card);
  return world;
}
