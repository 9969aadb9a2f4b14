/** ParkedCall, UnParkedCall, ParkedCallTimeOut, ParkedCallGiveUp: a customer waits in a parking space. */
import type { AmiEvent } from '../../ami/ami-event.ts';
import type { CallsDraft } from '../calls-draft.ts';
import { deviceInterface } from '../channel-name.ts';
import { textOf } from '../event-fields.ts';
import { callOfChannel, carryOn, knownChannel } from './channel-of-event.ts';
import { addTransfer } from './redirect.ts';

/** A customer is put into a space. Parking is one transfer, also when a REFER did it. */
export function onParkedCall(draft: CallsDraft, event: AmiEvent): void {
  const parkee = knownChannel(draft, event, 'Parkee');
  const call = parkee && callOfChannel(draft, parkee);
  if (!parkee || !call) return;
  carryOn(call, parkee.id);
  // AMI Park names the parked party itself when nobody else is to get it back.
  const parker = deviceInterface(textOf(event, 'ParkerDialString') ?? '');
  const by = parker === parkee.interface ? null : parker;
  addTransfer(draft, call, { kind: 'park', at: draft.at, by, to: textOf(event, 'ParkingSpace') });
  call.parked = true;
  call.transferring = true;
}

/** The space is empty again: fetched, given back to the parker, or hung up. */
export function onUnparked(draft: CallsDraft, event: AmiEvent): void {
  const parkee = knownChannel(draft, event, 'Parkee');
  const call = parkee && callOfChannel(draft, parkee);
  if (!call?.parked) return;
  call.parked = false;
  draft.sayUpdated(call.id);
}
