/**
 * PURE: whether a customer whom somebody had spoken with was passed on and then left alone. The call counts as answered all
 * the same; but nobody took the transfer, and the customer, who still wanted something, is owed a call (docs/missed-calls.md).
 */
import type { CallRecord, Leg, Transfer } from '../../../pbx-bridge/contract/call-record.ts';

/** Whoever is taken out of a conversation is gone by then; whoever stays longer is still in it. */
const LEAVES_WITHIN_MS = 500;
/** A PBX that finds nobody at the other end lets go of the customer at once. */
const LET_GO_WITHIN_MS = 5_000;

const ms = (time: string) => Date.parse(time);

/** A call that a telephone diverts by itself (302) is one attempt, not a transfer of somebody who spoke. */
const lastTransfer = ({ transfers }: Pick<CallRecord, 'transfers'>): Transfer | undefined =>
  transfers.filter(({ kind }) => kind !== 'forward').at(-1);

const isOther = ({ role, kind }: Leg) => role !== 'caller' && role !== 'monitored' && kind !== 'service';

/** Somebody was with the customer after the transfer: whoever was rung and answered, or was on the line already. */
function spokeAfter(leg: Leg, { at, by }: Transfer, endedAt: string): boolean {
  if (leg.answeredAt === null) return false;
  if (ms(leg.answeredAt) >= ms(at)) return true;
  // The telephone of whoever passed them on may take its time to hang up.
  return leg.interface !== by && ms(leg.endedAt ?? endedAt) > ms(at) + LEAVES_WITHIN_MS;
}

/** The transfer looked for a person: it rang somebody, waited in a queue or a parking place, or found nobody at all. */
function soughtSomebody(call: CallRecord, { at, kind }: Transfer, endedAt: string): boolean {
  const since = ms(at) - LEAVES_WITHIN_MS;
  const rang = call.legs.some((leg) => isOther(leg) && leg.answeredAt === null && ms(leg.endedAt ?? endedAt) >= since);
  const queued = call.queueVisits.some(({ joinedAt }) => ms(joinedAt) >= since);
  const letGo = kind === 'blind' && call.endedBy !== 'remote' && ms(endedAt) - ms(at) <= LET_GO_WITHIN_MS;
  return rang || queued || kind === 'park' || letGo;
}

/**
 * The moment of the transfer after which nobody spoke with the caller; null: somebody did, there was none, it went to a machine
 * (an announcement, a survey), or the end was not seen.
 */
export function strandedAt(call: CallRecord): string | null {
  const { direction, state, answeredAt, endedAt, endInferred, legs } = call;
  if (direction !== 'inbound' || state !== 'ended' || answeredAt === null || endedAt === null || endInferred)
    return null;
  const transfer = lastTransfer(call);
  if (!transfer || legs.some((leg) => isOther(leg) && spokeAfter(leg, transfer, endedAt))) return null;
  return soughtSomebody(call, transfer, endedAt) ? transfer.at : null;
}
