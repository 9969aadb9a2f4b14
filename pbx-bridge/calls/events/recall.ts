/**
 * An agent who left before the target of a transfer answered is rung again when nobody does (features.conf: atxferdropcall=no).
 * Asterisk makes that call by itself, with a linkedid of its own; it is part of the call whose customer waits.
 */
import type { AmiEvent } from '../../ami/ami-event.ts';
import { valuesOf } from '../bucket-map.ts';
import { customersOf } from '../call-people.ts';
import type { OpenCall } from '../call-state.ts';
import type { CallsDraft } from '../calls-draft.ts';
import { textOf } from '../event-fields.ts';
import type { ChannelState } from '../leg.ts';
import { mergeCalls } from '../linked-calls.ts';

/** Puts a leg that the PBX rings by itself into the call it is a recall of, if it is one: its display tells for whom. */
export function joinRecall(draft: CallsDraft, event: AmiEvent, leg: ChannelState): void {
  const own = draft.callIdOfChannel(leg.id);
  const shown = textOf(event, 'DestConnectedLineNum');
  if (leg.kind !== 'agent' || own === undefined || shown === null) return;
  if (draft.call(own)?.channels.some((channel) => channel.id !== leg.id)) return;
  for (const { id } of valuesOf(draft.base.calls)) {
    const call = draft.call(id);
    if (!call || id === own || !waitsFor(call, leg.interface, shown)) continue;
    mergeCalls(draft, id, own, () => 'callee');
    return;
  }
}

/** Whether this device gave a customer of that number away, and nobody has taken them yet. */
function waitsFor(call: OpenCall, device: string, number: string): boolean {
  const last = call.transfers.at(-1);
  if (!call.transferring || last?.kind !== 'attended' || last.by !== device) return false;
  return customersOf(call).some((leg) => leg.endedAt === null && (leg.number === number || leg.dialled === number));
}
