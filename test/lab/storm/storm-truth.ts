/**
 * PURE: what the call log must say of a call, from what its phones measured. Phones know their own leg only; that a customer
 * was with somebody is the union of the times in which some phone of ours had the customer's call.
 */

import type { Outcome } from '../../../pbx-bridge/contract/call-record.ts';
import type { LegTruth } from '../../../scripts/pbx-lab/phone/leg-truth.ts';
import type { CallPlan } from './storm-plan.ts';

export type StormLegs = {
  plan: CallPlan;
  customer: LegTruth | null;
  agents: readonly { extension: string; leg: LegTruth }[];
  consultation: { from: string; to: string; leg: LegTruth } | null;
};

export type ExpectedCall = {
  direction: 'inbound' | 'outbound' | 'internal';
  /** How to find it: the customer's number, or the two extensions. */
  number: string | null;
  pair: [string, string] | null;
  outcomes: Outcome[];
  talkSeconds: number;
  endedBy: 'remote' | 'agent' | null;
  /** Extensions with their own talk time, those only that truly talked. */
  agents: Record<string, number>;
  /** All moments at which something was to be seen, epoch ms: begin, answers, ends. */
  moments: number[];
  endedAt: number;
};

/** Two phones that pick up in the same moment: one of them is told at once that it was too late. Seconds. */
const TOO_SHORT = 0.15;

type Span = { from: number; to: number };

/** Nothing when no telephone was ever reached: the plan could not be carried out. */
export function expectedCalls(legs: StormLegs): ExpectedCall[] {
  const { plan, customer, agents } = legs;
  if (customer === null && agents.length === 0) return [];
  switch (plan.kind) {
    case 'inbound':
      return customer === null ? [] : [inboundCall(legs, customer), ...consultationCall(legs)];
    case 'desk':
    case 'click':
      return [outboundCall(legs)];
    case 'internal':
      return [internalCall(plan.extension, plan.to, agents[0]!.leg, agents[1]?.leg)];
  }
}

function inboundCall(legs: StormLegs, customer: LegTruth): ExpectedCall {
  const { plan, agents } = legs;
  const talks = agents.filter(({ leg }) => leg.talkSeconds > TOO_SHORT);
  const isQueue = plan.kind === 'inbound' && plan.queue !== null;
  const talkSeconds = lengthOf(talks.map(({ leg }) => spanOf(leg, customer)));
  const outcomes: Outcome[] =
    talks.length > 0
      ? ['answered']
      : unanswered(
          customer,
          isQueue,
          agents.map(({ leg }) => leg),
        );
  return {
    direction: 'inbound',
    number: customer.party,
    pair: null,
    outcomes,
    talkSeconds,
    endedBy: whoEnded(
      customer,
      talks.map(({ leg }) => leg),
    ),
    agents: talkOf(talks),
    ...momentsOf([customer, ...agents.map(({ leg }) => leg)]),
  };
}

function unanswered(customer: LegTruth, isQueue: boolean, agents: readonly LegTruth[]): Outcome[] {
  // A phone that answered for a moment while the caller gave up: both are true.
  const close: Outcome[] = agents.some((leg) => leg.talkSeconds > 0) ? ['answered'] : [];
  if (customer.endedBy === 'us') return [isQueue ? 'abandoned' : 'cancelled', ...close];
  if (isQueue) return ['no-answer', ...close];
  const status = agents.at(-1)?.finalStatus;
  return [status === 603 ? 'declined' : status === 486 ? 'busy' : 'no-answer', ...close];
}

function outboundCall({ plan, customer, agents }: StormLegs): ExpectedCall {
  const agent = agents[0]?.leg;
  const number = plan.kind === 'internal' ? '' : plan.number;
  const talks = customer !== null && customer.talkSeconds > TOO_SHORT;
  const outcome = (): Outcome[] => {
    if (customer === null) return agent?.finalStatus === 486 ? ['busy'] : ['no-answer', 'cancelled', 'failed'];
    if (customer.talkSeconds > 0) return talks ? ['answered'] : ['answered', 'cancelled'];
    const byCode: Record<number, Outcome> = { 486: 'busy', 603: 'declined', 404: 'failed', 503: 'failed' };
    return [byCode[customer.finalStatus] ?? (agent?.endedBy === 'us' ? 'cancelled' : 'no-answer')];
  };
  const involved = [customer, ...agents.map(({ leg }) => leg)].filter((leg) => leg !== null);
  return {
    direction: 'outbound',
    number,
    pair: null,
    outcomes: outcome(),
    talkSeconds: customer !== null && agent ? lengthOf([spanOf(customer, agent)]) : 0,
    endedBy: talks && customer && agent ? whoEnded(customer, [agent]) : null,
    agents: talks && plan.kind === 'desk' && agent ? { [agents[0]!.extension]: agent.talkSeconds } : {},
    ...momentsOf(involved),
  };
}

function internalCall(from: string, to: string, caller: LegTruth, callee: LegTruth | undefined): ExpectedCall {
  const answered = caller.talkSeconds > TOO_SHORT;
  const status = callee?.finalStatus;
  const refused: Outcome = status === 603 ? 'declined' : status === 486 ? 'busy' : 'no-answer';
  const outcome: Outcome = answered ? 'answered' : caller.endedBy === 'us' ? 'cancelled' : refused;
  return {
    direction: 'internal',
    number: null,
    pair: [from, to],
    outcomes: caller.talkSeconds > 0 && !answered ? [outcome, 'answered'] : [outcome],
    talkSeconds: callee ? lengthOf([spanOf(caller, callee)]) : 0,
    endedBy: null,
    agents: {},
    ...momentsOf(callee ? [caller, callee] : [caller]),
  };
}

/** A consultation that led to nothing stays an internal call of its own; one that did is part of the customer's call. */
function consultationCall({ consultation, agents }: StormLegs): ExpectedCall[] {
  if (consultation === null) return [];
  const { from, to, leg } = consultation;
  const joined = agents.some(({ leg: other }) =>
    other.transfers.some((each) => each.kind === 'attended' && each.finalStatus === 200),
  );
  if (joined) return [];
  return [
    internalCall(
      from,
      to,
      leg,
      agents.find(({ extension, leg: other }) => extension === to && other.with === from)?.leg,
    ),
  ];
}

function whoEnded(customer: LegTruth, agents: readonly LegTruth[]): ExpectedCall['endedBy'] {
  if (customer.endedBy === 'us') return 'remote';
  const last = [...agents].sort((a, b) => b.endedAt.monotonicMs - a.endedAt.monotonicMs)[0];
  return last?.endedBy === 'us' && last.transfers.length === 0 ? 'agent' : null;
}

function talkOf(talks: readonly { extension: string; leg: LegTruth }[]): Record<string, number> {
  const talk: Record<string, number> = {};
  for (const { extension, leg } of talks) talk[extension] = (talk[extension] ?? 0) + leg.talkSeconds;
  return talk;
}

/** The part of a leg in which the other one was there as well. */
function spanOf(leg: LegTruth, other: LegTruth): Span {
  const from = Math.max(leg.answeredAt?.monotonicMs ?? 0, other.answeredAt?.monotonicMs ?? 0);
  if (leg.answeredAt === null || other.answeredAt === null) return { from, to: from };
  return { from, to: Math.max(from, Math.min(leg.endedAt.monotonicMs, other.endedAt.monotonicMs)) };
}

/** Seconds covered by at least one of the spans. */
export function lengthOf(spans: readonly Span[]): number {
  let total = 0;
  let end = Number.NEGATIVE_INFINITY;
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    total += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return total / 1000;
}

function momentsOf(legs: readonly LegTruth[]): Pick<ExpectedCall, 'moments' | 'endedAt'> {
  const moments = legs.flatMap((leg) => [
    leg.startedAt.epochMs,
    ...(leg.answeredAt ? [leg.answeredAt.epochMs] : []),
    ...leg.holds.flatMap((hold) => [hold.startedAt.epochMs, hold.endedAt?.epochMs ?? leg.endedAt.epochMs]),
    leg.endedAt.epochMs,
  ]);
  return { moments, endedAt: Math.max(...legs.map((leg) => leg.endedAt.epochMs)) };
}
