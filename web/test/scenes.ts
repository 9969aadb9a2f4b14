/** What is going on at the desk in each picture. */
import { makeCall, makeCandidate, makeContact, makeLeg, makeMissed } from './make.ts';
import { addCall, makeWorld, type World } from './world.ts';

export type SceneName = keyof typeof scenes;
const iso = (at: number) => new Date(at).toISOString();

function ringingKnown(now: number): World {
  const world = makeWorld(now);
  const ivan = world.contacts.contact_ivan!;
  const call = makeCall('call_1', now, {
    contactId: ivan.id,
    contactName: ivan.name,
    organisationName: ivan.organisationName,
  });
  world.state.presence.agent_marina!.state = 'ringing';
  return addCall(world, call, {
    kind: 'known',
    contact: ivan,
    openTasks: [world.state.tasks.task_1!],
    openMissedCalls: [{ id: 'mc_9', lastTriedAt: iso(now - 3000_000), tries: 2 }],
  });
}

function talking(now: number): World {
  const world = ringingKnown(now);
  Object.assign(world.state.calls.call_1!, {
    state: 'talking',
    startedAt: iso(now - 141_000),
    answeredAt: iso(now - 134_000),
    agents: [makeLeg({ live: true })],
    recordings: [{ id: 'rec_1', seconds: null, state: 'recording' }],
    note: 'Готов взять 12 лицензий, если скидка будет 10 %.\nПросит прислать договор сегодня.',
    mainNeed: 'Скидка за объём',
  });
  Object.assign(world.state.presence.agent_marina!, { state: 'on-call', since: iso(now - 134_000) });
  return world;
}

/** A second call rings while the first is talked to. */
function secondCall(now: number): World {
  const world = talking(now);
  const call = makeCall('call_2', now, {
    from: { raw: '+74959876543', e164: '+74959876543', withheld: false },
    queue: 'support',
  });
  return addCall(world, call, { kind: 'unknown' });
}

function several(now: number): World {
  const world = makeWorld(now);
  const call = makeCall('call_3', now, { from: { raw: '+78462001200', e164: '+78462001200', withheld: false } });
  return addCall(world, call, {
    kind: 'several',
    candidates: [
      makeCandidate('contact_ivan', 'Иван Сергеевич Белозёров', {
        role: 'Директор по закупкам',
        organisationName: 'Волга-Электро',
        because: ['organisation-number', 'recent-call', 'owner-is-agent'],
      }),
      makeCandidate('contact_lena', 'Елена Морозова', {
        role: 'Бухгалтер',
        organisationName: 'Волга-Электро',
        because: ['organisation-number'],
        owner: { id: 'agent_pavel', name: 'Павел Орлов' },
      }),
      makeCandidate(null, 'Волга-Электро, склад', {
        organisationName: 'Волга-Электро',
        because: ['organisation-number'],
        restricted: true,
        owner: { id: 'agent_anna', name: 'Anna Weber' },
      }),
    ],
  });
}

function unknown(now: number): World {
  const world = makeWorld(now);
  const call = makeCall('call_4', now, {
    from: { raw: '+33145678901', e164: '+33145678901', withheld: false },
    callerIdName: 'DUPONT SARL',
  });
  return addCall(world, call, {
    kind: 'unknown',
    lastCalls: [
      {
        id: 'x1',
        startedAt: iso(now - 4 * 86_400_000),
        direction: 'inbound',
        outcome: 'abandoned',
        talkSeconds: 0,
        agentName: null,
        dispositionLabel: null,
        note: '',
      },
      {
        id: 'x2',
        startedAt: iso(now - 12 * 86_400_000),
        direction: 'inbound',
        outcome: 'answered',
        talkSeconds: 92,
        agentName: 'Павел Орлов',
        dispositionLabel: 'Вопрос решён',
        note: 'Спрашивал про доставку во Францию.',
      },
    ],
  });
}

function withheld(now: number): World {
  const world = makeWorld(now);
  return addCall(world, makeCall('call_5', now, { from: { raw: null, e164: null, withheld: true } }), {
    kind: 'withheld',
  });
}

function restricted(now: number): World {
  const world = makeWorld(now);
  const candidates = [
    makeCandidate(null, '—', { restricted: true, owner: { id: 'agent_pavel', name: 'Павел Орлов' } }),
  ];
  return addCall(world, makeCall('call_6', now), { kind: 'restricted', candidates });
}

function wrapUp(now: number): World {
  const world = talking(now);
  Object.assign(world.state.calls.call_1!, {
    state: 'ended',
    outcome: 'answered',
    endedAt: iso(now - 22_000),
    talkSeconds: 112,
    endedBy: 'remote',
    agents: [makeLeg({ live: false, talkSeconds: 112 })],
    recordings: [{ id: 'rec_1', seconds: 112, state: 'arriving' }],
  });
  Object.assign(world.state.presence.agent_marina!, { state: 'wrap-up', since: iso(now - 22_000) });
  return world;
}

/** Nothing is there yet: what every list says to somebody who begins. */
function empty(now: number): World {
  const world = makeWorld(now);
  Object.assign(world.state, { missedCalls: {}, tasks: {}, queues: {} });
  Object.assign(world, { contacts: {}, timelines: {}, dispositions: [] });
  Object.assign(world.house, {
    calls: [],
    closedDebts: [],
    teams: [],
    ladders: [],
    hours: [],
    endpoints: [],
    pbxs: [],
    tasks: [],
  });
  return world;
}

const everything = [
  ...makeWorld(0).session.permissions,
  ...['users.read', 'users.manage', 'agents.manage', 'queues.manage', 'settings.manage', 'dispositions.manage'],
  ...['teams.manage', 'missed-calls.assign', 'contacts.delete', 'contacts.merge'],
  ...['contacts.hand-over', 'imports.manage', 'exports.make', 'deals.read', 'deals.write', 'segments.write'],
];
const asAdministrator = (world: World): World => {
  Object.assign(world.session, {
    role: 'administrator',
    name: 'Администратор',
    agentId: null,
    permissions: everything,
  });
  return world;
};

/** Names as long as people and companies really have. */
function longNames(now: number): World {
  const world = ringingKnown(now);
  const name = 'Александра-Виктория Константинопольская-Преображенская';
  const organisationName = 'Общество с ограниченной ответственностью «Северо-Западная энергосбытовая компания»';
  const long = makeContact('contact_long', name, '+79272001177', {
    organisationName,
    role: 'Заместитель генерального директора по материально-техническому снабжению',
    emails: ['alexandra-victoria.konstantinopolskaya@severo-zapadnaya-energosbytovaya.example'],
    owner: { id: 'agent_maxi', name: 'Максимилиан Преображенский-Воскресенский' },
  });
  world.contacts.contact_long = long;
  world.timelines.contact_long = [];
  Object.assign(world.state.calls.call_1!, { contactId: long.id, contactName: name, organisationName });
  world.state.cards.call_1!.contact = long;
  world.state.missedCalls.mc_long = makeMissed('mc_long', now, {
    contactId: long.id,
    contactName: name,
    organisationName,
    tries: 12,
    urgency: 'overdue',
    assignee: { id: 'agent_maxi', name: 'Максимилиан Преображенский-Воскресенский' },
    because: {
      key: 'retry.step-moved',
      values: { outcome: 'no-answer', step: '3', steps: '4', moved: 'closed-hours' },
    },
  });
  return world;
}

/** Two reminders stand on the screen. */
function reminded(now: number): World {
  const world = makeWorld(now);
  const [first, second] = Object.values(world.state.tasks);
  for (const [index, task] of [first!, second!].entries())
    world.state.reminders[`rem_${index}`] = { id: `rem_${index}`, at: iso(now - index * 60_000), task };
  return world;
}

export const scenes = {
  quiet: makeWorld,
  reminded,
  ringingKnown,
  talking,
  secondCall,
  several,
  unknown,
  withheld,
  restricted,
  wrapUp,
  empty,
  longNames,
  office: (now: number) => asAdministrator(makeWorld(now)),
  emptyOffice: (now: number) => asAdministrator(empty(now)),
};
