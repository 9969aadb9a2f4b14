/** The one truth of what an agent is doing, from everything the server knows. Pure; the screen never guesses. */
import type { DeviceState } from '../../../pbx-bridge/contract/pbx-state.ts';
import type { PresenceState } from '../../contract/agents.contract.ts';

export interface LiveLeg {
  callId: string;
  /** talking includes held: both are a conversation. */
  state: 'ringing' | 'talking';
  since: Date;
}

export interface PresenceInputs {
  signedIn: boolean;
  /** What the agent (or a supervisor, or the PBX) asked for last. */
  asked: { state: 'ready' | 'paused'; pauseReason: string | null; since: Date };
  /** Null: the agent has no device, or the PBX does not know it. */
  device: { state: DeviceState; since: Date } | null;
  legs: readonly LiveLeg[];
  wrapUps: readonly { callId: string; since: Date; until: Date }[];
  /** What was last said of this agent; null the first time. */
  previous: AgentPresence | null;
}

export interface AgentPresence {
  state: PresenceState;
  since: Date;
  pauseReason: string | null;
  callIds: string[];
}

const offlineStates: ReadonlySet<DeviceState> = new Set(['unavailable', 'invalid']);
const busyStates: ReadonlySet<DeviceState> = new Set(['in-use', 'busy', 'on-hold', 'ring-in-use']);

type Decided = { state: PresenceState; from: Date | null; pauseReason?: string | null };

const earliest = (times: readonly Date[]): Date | null =>
  times.length === 0 ? null : new Date(Math.min(...times.map((time) => time.getTime())));

/**
 * Strongest first: a conversation, a ringing phone, after-call work, then what was asked for. A device that is in use
 * without a call we know (a call just beginning, a conversation of the PBX's own) is a conversation as well: an agent on
 * the telephone must never look ready. A phone that is gone matters only to one who wants calls.
 */
function decide(inputs: PresenceInputs, now: Date): Decided {
  const talking = inputs.legs.filter((leg) => leg.state === 'talking');
  if (talking.length > 0) return { state: 'on-call', from: earliest(talking.map((leg) => leg.since)) };
  const ringing = inputs.legs.filter((leg) => leg.state === 'ringing');
  if (ringing.length > 0) return { state: 'ringing', from: earliest(ringing.map((leg) => leg.since)) };
  const { device } = inputs;
  if (device && busyStates.has(device.state)) return { state: 'on-call', from: device.since };
  if (device?.state === 'ringing') return { state: 'ringing', from: device.since };
  if (!inputs.signedIn) return { state: 'off', from: null };
  const wrapUps = inputs.wrapUps.filter((wrapUp) => wrapUp.until > now);
  if (wrapUps.length > 0) return { state: 'wrap-up', from: earliest(wrapUps.map((wrapUp) => wrapUp.since)) };
  if (inputs.asked.state === 'paused')
    return { state: 'paused', from: inputs.asked.since, pauseReason: inputs.asked.pauseReason };
  if (device && offlineStates.has(device.state)) return { state: 'phone-offline', from: device.since };
  return { state: 'ready', from: null };
}

/**
 * When the state began. The same state goes on; a new one begins with its cause, but never before the one it follows
 * (a pause asked for during a call begins when the call is over) and never in the future. What a call caused is told a
 * moment later: `now` may lie before a state that a device began meanwhile.
 */
function sinceOf(decided: Decided, inputs: PresenceInputs, now: Date): Date {
  const { previous } = inputs;
  const pauseReason = decided.pauseReason ?? null;
  if (previous && previous.state === decided.state && previous.pauseReason === pauseReason) return previous.since;
  const ended = inputs.wrapUps.filter((wrapUp) => wrapUp.until <= now).map((wrapUp) => wrapUp.until.getTime());
  const afterWrapUp = previous?.state === 'wrap-up' && ended.length > 0 ? Math.max(...ended) : null;
  const cause = decided.from?.getTime() ?? afterWrapUp ?? now.getTime();
  const notBefore = Math.max(previous?.since.getTime() ?? Number.NEGATIVE_INFINITY, afterWrapUp ?? 0);
  // A pause asked for during a conversation begins when the conversation has ended: that is now.
  const follows = previous !== null && (decided.state === 'paused' || decided.state === 'phone-offline');
  const begun =
    follows && cause < notBefore ? (afterWrapUp === null ? now.getTime() : notBefore) : Math.max(cause, notBefore);
  return new Date(Math.max(Math.min(begun, now.getTime()), notBefore));
}

/**
 * Presence of one agent now. Total and deterministic; the answer is the same object content for the same inputs, and
 * feeding it back as `previous` changes nothing.
 * @example reduceAgentPresence({ signedIn: true, asked: ready, device, legs: [], wrapUps: [], previous: null }, now).state // 'ready'
 */
export function reduceAgentPresence(inputs: PresenceInputs, now: Date): AgentPresence {
  const decided = decide(inputs, now);
  return {
    state: decided.state,
    since: sinceOf(decided, inputs, now),
    pauseReason: decided.pauseReason ?? null,
    callIds: [...new Set(inputs.legs.map((leg) => leg.callId))].sort(),
  };
}
