/**
 * What a call means for the debts we have towards callers. Pure: no clock, no database. docs/missed-calls.md says the same
 * in sentences.
 */
import type { Direction, Outcome } from '../../../pbx-bridge/contract/call-record.ts';
import type { PhoneNumber } from '../../contract/common.contract.ts';
import { assertNever } from '../../platform/errors/domain-error.ts';
import type { FruitlessOutcome } from '../retry-rules/next-attempt.ts';

/**
 * When our side hangs up before an answer, the customer's telephone has rung for long enough to count as an attempt
 * from here on: two to three rings, which leave a missed call on the customer's display.
 */
export const MIN_RING_SECONDS = 10;

/** The part of a call that decides. */
export interface JudgedCall {
  id: string;
  direction: Direction;
  state: 'ringing' | 'talking' | 'held' | 'ended';
  outcome: Outcome | null;
  /** The outside party. */
  customer: PhoneNumber | null;
  startedAt: Date;
  answeredAt: Date | null;
  endedAt: Date | null;
  /** Passed on at this moment, and nobody took them (calls/stranded.ts). */
  strandedAt: Date | null;
  waitSeconds: number;
  ringSeconds: number;
  /** Outbound: false when the call never left the house (a click to call that our own person did not pick up). */
  wentOut: boolean;
}

export type Judgement =
  /** The caller waited or rang and nobody spoke with them, or no more after they were passed on: we owe a call. */
  | { kind: 'missed'; key: string; startedAt: Date; endedAt: Date; waitSeconds: number }
  /** Missed as well, but there is nobody to call back. */
  | { kind: 'not-callable'; because: 'withheld' | 'no-number' }
  /** Somebody of ours and the customer truly spoke. */
  | { kind: 'reached'; key: string; how: 'our-call' | 'caller-got-through'; at: Date }
  /** We called and did not reach them. */
  | { kind: 'fruitless'; key: string; outcome: FruitlessOutcome; startedAt: Date; endedAt: Date }
  /** We are calling them right now. */
  | { kind: 'dialling'; key: string }
  | {
      kind: 'nothing';
      because:
        | 'internal'
        | 'still-ringing'
        | 'short-wait'
        | 'hardly-rang'
        | 'own-telephone'
        | 'end-not-seen'
        | 'no-number';
    };

/**
 * What identifies a caller without a contact: the E.164 number, or what would be dialled when it has no such form (a
 * short number of the network). Null when nothing can be dialled: withheld, or a word in place of digits.
 */
export function numberKey(number: PhoneNumber | null): string | null {
  if (!number || number.withheld) return null;
  if (number.e164) return number.e164;
  const dialable = (number.raw ?? '').replace(/[\s().-]/g, '');
  return /^\+?[0-9*#]{2,20}$/.test(dialable) ? dialable : null;
}

/** The caller gave up by himself: only these can be too short to matter. */
const callerGaveUp = (outcome: Outcome | null) => outcome === 'abandoned' || outcome === 'cancelled';

/** What was said before the transfer pays nothing: the caller was passed on because they wanted something more. */
function whenStranded({ strandedAt, endedAt, customer }: JudgedCall, key: string | null): Judgement | null {
  if (strandedAt === null || endedAt === null) return null;
  if (!key) return { kind: 'not-callable', because: customer?.withheld ? 'withheld' : 'no-number' };
  const waitSeconds = (endedAt.getTime() - strandedAt.getTime()) / 1_000;
  return { kind: 'missed', key, startedAt: strandedAt, endedAt, waitSeconds };
}

function judgeInbound(call: JudgedCall, key: string | null, ignoreWaitUnderSeconds: number): Judgement {
  const stranded = whenStranded(call, key);
  if (stranded) return stranded;
  if (call.answeredAt) {
    return key
      ? { kind: 'reached', key, how: 'caller-got-through', at: call.answeredAt }
      : { kind: 'nothing', because: 'no-number' };
  }
  if (call.state !== 'ended' || !call.endedAt) return { kind: 'nothing', because: 'still-ringing' };
  if (callerGaveUp(call.outcome) && call.waitSeconds < ignoreWaitUnderSeconds) {
    return { kind: 'nothing', because: 'short-wait' };
  }
  if (!key) return { kind: 'not-callable', because: call.customer?.withheld ? 'withheld' : 'no-number' };
  const { startedAt, endedAt, waitSeconds } = call;
  return { kind: 'missed', key, startedAt, endedAt, waitSeconds };
}

/**
 * The ladder an unanswered call of ours climbs; null when the customer was not really called. Declined counts as busy: the
 * customer is there and does not want to speak now.
 */
function fruitlessOutcome(call: JudgedCall): FruitlessOutcome | null {
  switch (call.outcome) {
    case 'no-answer':
    case 'abandoned':
      return 'no-answer';
    case 'busy':
    case 'declined':
      return 'busy';
    case 'failed':
      return 'failed';
    case 'cancelled':
      return call.ringSeconds >= MIN_RING_SECONDS ? 'no-answer' : null;
    case 'answered':
    case null:
      return null;
    default:
      return assertNever(call.outcome);
  }
}

function judgeOutbound(call: JudgedCall, key: string | null): Judgement {
  if (!key) return { kind: 'nothing', because: 'no-number' };
  if (call.answeredAt) return { kind: 'reached', key, how: 'our-call', at: call.answeredAt };
  if (call.state !== 'ended' || !call.endedAt) return { kind: 'dialling', key };
  if (!call.wentOut) return { kind: 'nothing', because: 'own-telephone' };
  const outcome = fruitlessOutcome(call);
  if (outcome) return { kind: 'fruitless', key, outcome, startedAt: call.startedAt, endedAt: call.endedAt };
  return { kind: 'nothing', because: call.outcome === null ? 'end-not-seen' : 'hardly-rang' };
}

/**
 * What a call, as it stands now, means. Asked again with a later state of the same call it may mean more (ringing, then
 * answered), never the opposite.
 * @example judgeCall(abandonedInQueue, { ignoreWaitUnderSeconds: 0 }) // { kind: 'missed', key: '+79161234567', … }
 */
export function judgeCall(call: JudgedCall, settings: { ignoreWaitUnderSeconds: number }): Judgement {
  const key = numberKey(call.customer);
  switch (call.direction) {
    case 'internal':
      return { kind: 'nothing', because: 'internal' };
    case 'inbound':
      return judgeInbound(call, key, settings.ignoreWaitUnderSeconds);
    case 'outbound':
      return judgeOutbound(call, key);
    default:
      return assertNever(call.direction);
  }
}

/** What a debt has to be known for to decide whether a call changes it. */
export interface DebtHistory {
  isOpen: boolean;
  /** Calls of the caller that we missed. */
  misses: readonly { callId: string; startedAt: Date }[];
  /** Our calls to the caller. `saidAt`: when a person said how it ended; null: the PBX did. */
  attempts: readonly { callId: string | null; saidAt: Date | null }[];
}

export type DebtDecision =
  | { kind: 'resolve'; how: 'our-call' | 'caller-got-through'; at: Date }
  | { kind: 'count-attempt'; outcome: FruitlessOutcome }
  | { kind: 'count-miss' }
  /** Told late: it pays the tries before it, not those after it. */
  | { kind: 'pay-earlier' }
  | { kind: 'leave'; because: 'closed' | 'known' | 'spoke-before' | 'called-before' | 'said-otherwise' | 'no-news' };

function decideReached(
  debt: DebtHistory,
  callId: string,
  reached: Extract<Judgement, { kind: 'reached' }>,
): DebtDecision {
  const said = debt.attempts.find((attempt) => attempt.callId === callId)?.saidAt ?? null;
  // A person who says "answering machine" heard what the PBX took for an answer. Said before the answer, it was too early.
  if (said && said.getTime() >= reached.at.getTime()) return { kind: 'leave', because: 'said-otherwise' };
  const paid = debt.misses.filter((miss) => miss.startedAt <= reached.at).length;
  if (paid === debt.misses.length) return { kind: 'resolve', how: reached.how, at: reached.at };
  return paid > 0 ? { kind: 'pay-earlier' } : { kind: 'leave', because: 'spoke-before' };
}

/**
 * How a call changes a debt. Order and repetition of the facts do not matter: a call that is known changes nothing, a
 * conversation that began before the last miss pays nothing, an attempt from before the first miss is none.
 */
export function resolveMissedCall(debt: DebtHistory, callId: string, judgement: Judgement): DebtDecision {
  if (!debt.isOpen) return { kind: 'leave', because: 'closed' };
  switch (judgement.kind) {
    case 'reached':
      return decideReached(debt, callId, judgement);
    case 'missed':
      return debt.misses.some((miss) => miss.callId === callId)
        ? { kind: 'leave', because: 'known' }
        : { kind: 'count-miss' };
    case 'fruitless': {
      if (debt.attempts.some((attempt) => attempt.callId === callId)) return { kind: 'leave', because: 'known' };
      const firstMissAt = Math.min(...debt.misses.map((miss) => miss.startedAt.getTime()));
      if (judgement.startedAt.getTime() < firstMissAt) return { kind: 'leave', because: 'called-before' };
      return { kind: 'count-attempt', outcome: judgement.outcome };
    }
    case 'dialling':
    case 'not-callable':
    case 'nothing':
      return { kind: 'leave', because: 'no-news' };
    default:
      return assertNever(judgement);
  }
}
