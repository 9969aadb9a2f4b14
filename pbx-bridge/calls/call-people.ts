/** Who is who in a call: the customer, our devices, and which way the call goes. */
import type { Direction } from '../contract/call-record.ts';
import type { OpenCall } from './call-state.ts';
import { type ChannelState, isLeg } from './leg.ts';

/** The outside parties the call is about; one that a customer was transferred to, or that was asked, is none. */
export function customersOf(call: OpenCall): readonly ChannelState[] {
  return call.channels.filter(isCustomer);
}

export function isCustomer(channel: ChannelState): boolean {
  return channel.kind === 'external' && (channel.role === 'caller' || channel.role === 'callee');
}

/** Our devices, spies not counted. */
export function agentLegsOf(call: OpenCall): readonly ChannelState[] {
  return call.channels.filter((channel) => channel.kind === 'agent' && channel.role !== 'monitored');
}

/**
 * A Local channel that plays the customer: the PBX was told to Originate it, its far half runs an application (an echo,
 * a player) instead of connecting anybody, its near half was then sent to our people. Null when there is a real customer.
 */
export function standInOf(call: OpenCall): ChannelState | null {
  const first = call.channels[0];
  if (first?.kind !== 'local' || first.half === null) return null;
  if (call.channels.some((channel) => channel.kind === 'external')) return null;
  const halves = call.channels.filter((channel) => channel.kind === 'local' && channel.pair === first.pair);
  const near = halves.find((channel) => channel.half === 1);
  const far = halves.find((channel) => channel.half === 2);
  return near && far && near.connects && !far.connects ? near : null;
}

/** An Originate whose telephone has not picked up, and of which it is not known yet whom it was to reach. */
export function isUnansweredOriginate(call: OpenCall): boolean {
  const [first, second] = call.channels;
  if (!first?.originated || first.up || call.intended !== null) return false;
  // A Local channel rings the telephone by its other half; it has not dialled anybody itself.
  return first.kind === 'local' ? !first.connects : !second && first.kind === 'agent';
}

/** An extension that can only be a number of the public network. */
export function looksOutside(exten: string | null): boolean {
  return exten !== null && /^(\+\d{6,}|\d{7,})$/.test(exten);
}

/**
 * inbound: an outside party called. outbound: we (or the PBX for us) called one, or meant to. internal: nobody outside.
 * Decided by what has happened so far, so it can change until the first outside leg.
 */
export function directionOf(call: OpenCall): Direction {
  const customer = call.channels.find(isCustomer);
  if (customer) return customer.role === 'caller' ? 'inbound' : 'outbound';
  if (standInOf(call)) return 'inbound';
  if (call.originateId !== null || looksOutside(call.intended)) return 'outbound';
  const legs = call.channels.filter(isLeg);
  const first = legs.find((channel) => channel.role !== 'monitored');
  if (first?.kind !== 'agent' || call.visits.length > 0) return 'internal';
  if (looksOutside(first.exten)) return 'outbound';
  // An Originate that rings one of our phones and has not gone on is a click to call.
  return first.originated && legs.length === 1 && !first.up ? 'outbound' : 'internal';
}
