/** Plays one day with one way of pacing; everybody works for all campaigns: a discrete-event simulation of lines, agents and customers. */
import type { PacingAgent, PacingCall } from '../../../server/modules/dialer/pacing.ts';
import type { PacingEvent } from '../../../server/modules/dialer/pacing-memory.ts';
import { type Random, seededRandom } from '../../pbx-lab/seeded-random.ts';
import type { DayPlan } from './day-plan.ts';
import { drawFate, drawPatience, drawTalk, drawWrapUp, type LineFate } from './draw-call.ts';
import { type EventQueue, eventQueue } from './event-queue.ts';
import type { Dialler } from './policy.ts';

export interface PhoneRules {
  ringSeconds: number;
  connectWithinSeconds: number;
  /** Lines of the PBX. */
  maxLines: number;
  /** How often the policy is asked, and the lines that are begun each time at most. */
  askEverySeconds: number;
  originatesPerTick: number;
}

export interface DayResult {
  lines: number;
  live: number;
  abandoned: number;
  talkSeconds: number;
  /** Agents' time at work: not on a break, not gone. */
  workSeconds: number;
}

/** Agents who take a breath after a call before they are ready again, and for how long at most. */
const BREATHERS = 0.03;
const BREATH_SECONDS = 180;

interface Talked {
  call: PacingCall;
  agent: PacingAgent;
  talkSeconds: number;
}
type WrappedUp = Talked & { wrapUpSeconds: number };

type Happening =
  | { kind: 'tick' }
  | { kind: 'line-ends'; call: PacingCall; fate: LineFate }
  | { kind: 'gives-up'; call: PacingCall }
  | ({ kind: 'talked' } & Talked)
  | ({ kind: 'wrapped-up' } & WrappedUp)
  | { kind: 'leaves'; agent: PacingAgent; until: number }
  | { kind: 'returns'; agent: PacingAgent };

interface Day {
  plan: DayPlan;
  rules: PhoneRules;
  dialler: Dialler;
  queue: EventQueue<Happening>;
  /** Of lines, and of agents: a policy that dials more does not change how long a break is. */
  ofLines: Random;
  ofAgents: Random;
  agents: PacingAgent[];
  calls: Map<string, PacingCall>;
  /** Until when an agent who leaves after the call is away. */
  leaving: Map<string, number>;
  result: DayResult;
  now: number;
}

export function simulateDay(plan: DayPlan, rules: PhoneRules, dialler: Dialler): DayResult {
  const day = openDay(plan, rules, dialler);
  const endsAt = plan.startsAt + plan.endsAfter;
  for (let next = day.queue.next(); next !== null && next.at < endsAt; next = day.queue.next()) {
    pass(day, next.at);
    happen(day, next.what);
  }
  pass(day, endsAt);
  return day.result;
}

function openDay(plan: DayPlan, rules: PhoneRules, dialler: Dialler): Day {
  const agents = Array.from(
    { length: plan.agents },
    (_, index): PacingAgent => ({
      id: `agent-${index}`,
      state: 'ready',
      since: plan.startsAt,
      campaignIds: plan.campaignIds,
      campaignId: null,
    }),
  );
  const queue = eventQueue<Happening>();
  for (const { agent, from, until } of plan.absences) {
    queue.add(plan.startsAt + from, { kind: 'leaves', agent: agents[agent]!, until: plan.startsAt + until });
  }
  queue.add(plan.startsAt, { kind: 'tick' });
  return {
    plan,
    rules,
    dialler,
    queue,
    ofLines: seededRandom(plan.seed * 2 + 1),
    ofAgents: seededRandom(plan.seed * 2 + 2),
    agents,
    calls: new Map(),
    leaving: new Map(),
    result: { lines: 0, live: 0, abandoned: 0, talkSeconds: 0, workSeconds: 0 },
    now: plan.startsAt,
  };
}

/** Time goes by: everybody's second is counted for what they do. */
function pass(day: Day, at: number): void {
  const seconds = (at - day.now) / 1000;
  day.now = at;
  if (seconds === 0) return;
  for (const { state } of day.agents) {
    if (state === 'paused' || state === 'away') continue;
    day.result.workSeconds += seconds;
    if (state === 'on-call') day.result.talkSeconds += seconds;
  }
}

function happen(day: Day, what: Happening): void {
  switch (what.kind) {
    case 'tick':
      tick(day);
      break;
    case 'line-ends':
      endLine(day, what.call, what.fate);
      break;
    case 'gives-up':
      giveUp(day, what.call);
      break;
    case 'talked':
      wrapUp(day, what);
      break;
    case 'wrapped-up':
      finish(day, what);
      break;
    case 'leaves':
      leave(day, what.agent, what.until);
      break;
    case 'returns':
      becomeReady(day, what.agent);
      break;
    default:
      what satisfies never;
  }
}

const later = (day: Day, seconds: number, what: Happening) => day.queue.add(day.now + seconds * 1000, what);
const tell = (day: Day, { campaignId }: PacingCall, event: PacingEvent) => day.dialler.tell(event, campaignId);

function setState(day: Day, agent: PacingAgent, state: PacingAgent['state']): void {
  agent.state = state;
  agent.since = day.now;
}

function tick(day: Day): void {
  const { rules, dialler, now } = day;
  const calls = [...day.calls.values()];
  let left = Math.max(0, Math.min(rules.originatesPerTick, rules.maxLines - calls.length));
  for (const [campaignId, wanted] of dialler.dial({ now, agents: day.agents, calls })) {
    const lines = Math.max(0, Math.min(wanted, left));
    left -= lines;
    for (let line = 0; line < lines; line += 1) beginLine(day, campaignId);
  }
  day.queue.add(now + 1000 * rules.askEverySeconds, { kind: 'tick' });
}

function beginLine(day: Day, campaignId: string): void {
  day.result.lines += 1;
  const attemptId = `${day.plan.seed}-${day.result.lines}`;
  const call: PacingCall = { attemptId, campaignId, state: 'dialling', since: day.now, agentId: null };
  day.calls.set(attemptId, call);
  const fate = drawFate(day.ofLines, day.plan.answerRateAt(day.now - day.plan.startsAt), day.rules.ringSeconds);
  later(day, fate.ringSeconds, { kind: 'line-ends', call, fate });
}

function endLine(day: Day, call: PacingCall, { kind, ringSeconds }: LineFate): void {
  tell(day, call, { kind, attemptId: call.attemptId, at: day.now, ringSeconds });
  if (kind !== 'live-answer') {
    day.calls.delete(call.attemptId);
    return;
  }
  day.result.live += 1;
  call.state = 'answered';
  call.since = day.now;
  const agent = longestReady(day.agents);
  if (agent) connect(day, call, agent);
  else later(day, Math.min(day.rules.connectWithinSeconds, drawPatience(day.ofLines)), { kind: 'gives-up', call });
}

function longestReady(agents: readonly PacingAgent[]): PacingAgent | null {
  let best: PacingAgent | null = null;
  for (const agent of agents) {
    if (agent.state === 'ready' && (best === null || agent.since < best.since)) best = agent;
  }
  return best;
}

function connect(day: Day, call: PacingCall, agent: PacingAgent): void {
  call.state = 'connected';
  call.since = day.now;
  call.agentId = agent.id;
  agent.campaignId = call.campaignId;
  setState(day, agent, 'on-call');
  const talkSeconds = drawTalk(day.ofAgents, day.plan.talkFactorAt(day.now - day.plan.startsAt));
  later(day, talkSeconds, { kind: 'talked', call, agent, talkSeconds });
}

/** The time to connect is over, or the customer hung up before: both count as abandoned, the strict reading. */
function giveUp(day: Day, call: PacingCall): void {
  if (call.state !== 'answered') return;
  day.calls.delete(call.attemptId);
  day.result.abandoned += 1;
  tell(day, call, { kind: 'abandoned', attemptId: call.attemptId, at: day.now });
}

function wrapUp(day: Day, { call, agent, talkSeconds }: Talked): void {
  day.calls.delete(call.attemptId);
  setState(day, agent, 'wrap-up');
  const wrapUpSeconds = drawWrapUp(day.ofAgents);
  later(day, wrapUpSeconds, { kind: 'wrapped-up', call, agent, talkSeconds, wrapUpSeconds });
}

function finish(day: Day, { call, agent, talkSeconds, wrapUpSeconds }: WrappedUp): void {
  tell(day, call, { kind: 'finished', attemptId: call.attemptId, at: day.now, talkSeconds, wrapUpSeconds });
  agent.campaignId = null;
  const until = day.leaving.get(agent.id);
  day.leaving.delete(agent.id);
  if (until !== undefined && until > day.now) goUntil(day, agent, until);
  else if (day.ofAgents.chance(BREATHERS)) {
    goUntil(day, agent, day.now + day.ofAgents.between(20, BREATH_SECONDS) * 1000);
  } else becomeReady(day, agent);
}

/** Somebody in a call leaves when they have finished it; somebody free goes at once, whatever is ringing for them. */
function leave(day: Day, agent: PacingAgent, until: number): void {
  if (agent.state === 'ready') goUntil(day, agent, until);
  else if (agent.state !== 'paused') day.leaving.set(agent.id, until);
}

function goUntil(day: Day, agent: PacingAgent, until: number): void {
  setState(day, agent, 'paused');
  day.queue.add(until, { kind: 'returns', agent });
}

/** Whoever waits is taken at once, longest first. */
function becomeReady(day: Day, agent: PacingAgent): void {
  setState(day, agent, 'ready');
  const waiting = [...day.calls.values()].filter((call) => call.state === 'answered');
  const first = waiting.sort((a, b) => a.since - b.since)[0];
  if (first) connect(day, first, agent);
}
