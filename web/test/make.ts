/** Makes the things of a world for pictures: people, calls, cards, debts, tasks. Typed by the contract. */
import type { Presence, Queue } from '../../server/contract/agents.contract.ts';
import type { Call, CallCard, Disposition } from '../../server/contract/calls.contract.ts';
import type { Candidate, Contact } from '../../server/contract/contacts.contract.ts';
import type { MissedCall } from '../../server/contract/missed-calls.contract.ts';
import type { Task } from '../../server/contract/tasks.contract.ts';

export const me = { id: 'agent_marina', name: 'Марина Козлова' };
export const pavel = { id: 'agent_pavel', name: 'Павел Орлов' };
export const anna = { id: 'agent_anna', name: 'Anna Weber' };

/** Makes times: `ago(90)` is 90 seconds before now. */
export const timesOf = (now: number) => ({
  ago: (seconds: number) => new Date(now - seconds * 1000).toISOString(),
  later: (seconds: number) => new Date(now + seconds * 1000).toISOString(),
});

export const number = (e164: string | null, withheld = false) => ({ raw: e164, e164, withheld });

export function makeContact(id: string, name: string, e164: string, extra: Partial<Contact> = {}): Contact {
  return {
    id,
    name,
    role: null,
    organisationId: null,
    organisationName: null,
    otherRoles: [],
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
        timeZone: null,
        timeZones: ['Europe/Samara'],
      },
    ],
    emails: [],
    addresses: [],
    notes: '',
    vip: false,
    private: false,
    birthday: null,
    mainNeed: '',
    satisfaction: null,
    sourceId: null,
    advertisingChannel: '',
    custom: {},
    activity: { lastCallAt: null, lastReachedAt: null, calls: 0, attempts: 0, reached: 0 },
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
    strandedAt: null,
    transfers: [],
    recordings: [],
    disposition: null,
    note: '',
    mainNeed: '',
    nextStep: null,
    custom: {},
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
  openDeals: [],
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
  kind: 'other',
  state: 'open',
  verify: false,
  priority: 'normal',
  startAt: null,
  allDay: false,
  durationMinutes: null,
  timeZone: 'Europe/Moscow',
  organisationId: contact?.organisationId ?? null,
  organisationName: contact?.organisationName ?? null,
  dealId: null,
  creator: null,
  reminders: [],
  recurrence: null,
  seriesId: null,
  executedAt: null,
  doneAt: null,
  custom: {},
  dueAt: dueInSeconds === null ? null : new Date(now + dueInSeconds * 1000).toISOString(),
  done: false,
  contactId: contact?.id ?? null,
  contactName: contact?.name ?? null,
  callId: null,
  agent: me,
  createdAt: timesOf(now).ago(86_400),
  version: 1,
});

export function makeMissed(id: string, now: number, extra: Partial<MissedCall>): MissedCall {
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

export const makePresence = (
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
  pauseAsked: false,
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
    notInterested: false,
    machine: false,
    unworkable: false,
    minSeconds: null,
    maxSeconds: null,
    mainResultId: null,
    active: true,
    position: index,
    ...extra,
  }));

export const makeQueue = (name: string, title: string): Queue => ({
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
