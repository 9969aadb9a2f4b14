/** BlindTransfer, AttendedTransfer, Pickup: a conversation goes to somebody else. */
import type { AmiEvent } from '../../ami/ami-event.ts';
import { customersOf, directionOf, isCustomer } from '../call-people.ts';
import type { OpenCall } from '../call-state.ts';
import type { CallsDraft } from '../calls-draft.ts';
import { parseChannelName } from '../channel-name.ts';
import { textOf } from '../event-fields.ts';
import type { ChannelState } from '../leg.ts';
import { mergeCalls, whichGoesOn } from '../linked-calls.ts';
import { settleCall } from '../settle-call.ts';
import { releaseHold } from './bridge-events.ts';
import { callOfChannel, carryOn, knownChannel } from './channel-of-event.ts';
import { addTransfer } from './redirect.ts';

/** REFER, AMI BlindTransfer or the feature code: the other side of the bridge goes to an extension. */
export function onBlindTransfer(draft: CallsDraft, event: AmiEvent): void {
  if (textOf(event, 'Result') !== 'Success') return;
  const transferee = knownChannel(draft, event, 'Transferee');
  const transferer = knownChannel(draft, event, 'Transferer');
  const channel = transferee ?? transferer;
  const call = channel && callOfChannel(draft, channel);
  if (!call) return;
  if (transferer) releaseHold(draft, transferer);
  carryOn(call, transferee?.id ?? null);
  const by = parseChannelName(textOf(event, 'TransfererChannel') ?? '').interface || null;
  addTransfer(draft, call, { kind: 'blind', at: draft.at, by, to: textOf(event, 'Extension') });
  settleCall(draft, call.id);
}

/**
 * Two conversations become one, or (blonde transfer) the second one will be as soon as its party answers. The transferee's
 * call takes the other in, even when the asked party is an outside one; but two who called us are two calls, also when
 * an agent gives them to each other.
 */
export function onAttendedTransfer(draft: CallsDraft, event: AmiEvent): void {
  if (textOf(event, 'Result') !== 'Success') return;
  const first = knownChannel(draft, event, 'OrigTransferer');
  const second = knownChannel(draft, event, 'SecondTransferer');
  const transferee = knownChannel(draft, event, 'Transferee');
  const target = knownChannel(draft, event, 'TransferTarget');
  const ids = [transferee, first, target, second].map((channel) => channel && draft.callIdOfChannel(channel.id));
  const calls = [...new Set(ids.filter((id) => id !== undefined))];
  const asked = askedNumber(draft, first, second, transferee, target);
  const main = joinAll(draft, calls);
  const call = main === undefined ? undefined : draft.editCall(main);
  if (!call) return;
  if (first) releaseHold(draft, first);
  carryOn(call, transferee?.id ?? null);
  const by = parseChannelName(textOf(event, 'OrigTransfererChannel') ?? '').interface || null;
  addTransfer(draft, call, { kind: 'attended', at: draft.at, by, to: asked });
  for (const other of calls) {
    const apart = other === call.id ? undefined : draft.editCall(other);
    if (apart) giveToEachOther(draft, apart, by, transferee?.number ?? null);
  }
  markTarget(draft, target, transferee);
  settleCall(draft, call.id);
}

/** The other one's side of it: the same transfer, of the same moment, to the one who was transferred. */
function giveToEachOther(draft: CallsDraft, call: OpenCall, by: string | null, to: string | null): void {
  carryOn(call, null);
  addTransfer(draft, call, { kind: 'attended', at: draft.at, by, to });
  settleCall(draft, call.id);
}

function joinAll(draft: CallsDraft, ids: readonly string[]): string | undefined {
  let main = ids[0];
  for (const other of ids.slice(1)) {
    const [a, b] = [draft.call(main ?? ''), draft.call(other)];
    if (!a || !b) continue;
    const both = customersOf(a).length > 0 && customersOf(b).length > 0;
    if (both && directionOf(a) === 'inbound' && directionOf(b) === 'inbound') continue;
    const [into, from] = both ? whoseCustomer(a, b) : whichGoesOn(a, b);
    mergeCalls(draft, into.id, from.id);
    main = into.id;
  }
  return main;
}

/**
 * Of two outside parties the customer is the one who called us, whichever way round the phone named its calls; else the
 * transferee, whose call is first in the list.
 */
function whoseCustomer(a: OpenCall, b: OpenCall): readonly [into: OpenCall, from: OpenCall] {
  return directionOf(b) === 'inbound' ? [b, a] : [a, b];
}

/**
 * What the transferer dialled to reach the one who takes over. That is the transfer's target, unless the phone named its
 * two calls the other way round and the target is the customer.
 */
function askedNumber(
  draft: CallsDraft,
  first: ChannelState | undefined,
  second: ChannelState | undefined,
  transferee: ChannelState | undefined,
  target: ChannelState | undefined,
): string | null {
  const called = target?.role === 'caller' && transferee?.role !== 'caller';
  const reversed = target && isCustomer(target) && transferee && (!isCustomer(transferee) || called);
  const own = reversed ? first : second;
  const asked = reversed ? transferee : target;
  if (own && first !== second && own.exten !== null) return own.exten;
  if (asked?.kind === 'local') return asked.exten;
  if (asked) return asked.dialled ?? asked.number;
  const call = first && callOfChannel(draft, first);
  const local = call?.channels.findLast((channel) => channel.kind === 'local' && channel.endedAt === null);
  return local?.exten ?? null;
}

function markTarget(draft: CallsDraft, target: ChannelState | undefined, transferee: ChannelState | undefined): void {
  if (!target || target.kind === 'local' || target.id === transferee?.id) return;
  // An outside party that is the only one of the call is its customer, whoever of ours was given to it.
  const call = callOfChannel(draft, target);
  if (call && isCustomer(target) && customersOf(call).length === 1) return;
  const leg = draft.editChannel(target.id);
  if (leg && (leg.role === 'callee' || leg.role === 'consulted')) leg.role = 'transferred-to';
}

/** Somebody takes a call that rings elsewhere. */
export function onPickup(draft: CallsDraft, event: AmiEvent): void {
  const picker = knownChannel(draft, event);
  const target = knownChannel(draft, event, 'Target');
  const from = picker && draft.callIdOfChannel(picker.id);
  const into = target && draft.callIdOfChannel(target.id);
  if (!picker || from === undefined || into === undefined || from === into) return;
  mergeCalls(draft, into, from, () => 'callee');
}
