/**
 * AMI Redirect sends no transfer event. What is seen: the customer, who talked, goes on elsewhere (dials, waits, joins a
 * conference) although nobody hung up and no other transfer explains it.
 */
import { isCustomer } from '../call-people.ts';
import type { OpenCall, TransferState } from '../call-state.ts';
import type { CallsDraft } from '../calls-draft.ts';
import type { ChannelState } from '../leg.ts';
import { callOfChannel } from './channel-of-event.ts';

/** Notes a redirect of the customer to `to`, if nothing else explains that it goes on there. */
export function noteRedirect(draft: CallsDraft, channel: ChannelState, to: string | null): void {
  const call = callOfChannel(draft, channel);
  if (!call || call.answeredAt === null || call.transferring || call.parked || call.hangup) return;
  const principal = isCustomer(channel) || (channel.role === 'caller' && !call.channels.some(isCustomer));
  if (!principal || channel.talk.length === 0 || channel.talk.at(-1)?.[1] === null) return;
  addTransfer(draft, call, { kind: 'redirect', at: draft.at, by: null, to });
}

const SAME_TRANSFER_MS = 3000;
const MOST_TRANSFERS = 50;

/**
 * Adds a transfer. Asterisk can tell of one transfer in two ways (parking by REFER is also a BlindTransfer; a queue is
 * joined before BlindTransfer is sent), in either order: the more telling kind stays.
 */
export function addTransfer(draft: CallsDraft, call: OpenCall, transfer: TransferState): void {
  const last = call.transfers.at(-1);
  if (last && draft.at - last.at <= SAME_TRANSFER_MS && isSame(last, transfer)) {
    if (rank(transfer.kind) <= rank(last.kind)) return;
    call.transfers = [...call.transfers.slice(0, -1), { ...transfer, at: last.at }];
    draft.sayUpdated(call.id);
    return;
  }
  call.transfers = [...call.transfers, transfer].slice(-MOST_TRANSFERS);
  call.transferring = true;
  draft.say(call.id, 'call.transferred');
}

function rank(kind: TransferState['kind']): number {
  return ['redirect', 'forward', 'blind', 'attended', 'park'].indexOf(kind);
}

function isSame(a: TransferState, b: TransferState): boolean {
  if (a.kind === b.kind) return a.by === b.by && a.to === b.to;
  const kinds = new Set([a.kind, b.kind]);
  return kinds.has('blind') && (kinds.has('park') || kinds.has('redirect'));
}
