/** PURE: which channels of a call a command means. */
import { getFrom } from '../calls/bucket-map.ts';
import { type CallsState, callIdOfLeg, type OpenCall } from '../calls/call-state.ts';
import { type ChannelState, isPerson } from '../calls/leg.ts';

/** The call while it goes on, else null. */
export const findCall = (state: CallsState, callId: string): OpenCall | null => getFrom(state.calls, callId) ?? null;

/** A channel that is there now, Local ones too; null when it has gone or never was. */
export function findOpenChannel(state: CallsState, uniqueid: string): ChannelState | null {
  const callId = callIdOfLeg(state, uniqueid);
  const call = callId === null ? null : findCall(state, callId);
  return call?.channels.find((channel) => channel.id === uniqueid && channel.endedAt === null) ?? null;
}

/** Channels of people that are up or ring; of one device when `iface` is given. Callers come before called ones. */
export const liveChannels = (call: OpenCall, iface: string | null = null): readonly ChannelState[] =>
  call.channels.filter(
    (channel) => channel.endedAt === null && isPerson(channel) && (iface === null || channel.interface === iface),
  );

/**
 * Where to begin a recording: on the outside party's channel, because it stays when the call is transferred; else on
 * whoever called.
 */
export const channelToRecord = (call: OpenCall): ChannelState | null => {
  const live = liveChannels(call);
  return live.find((channel) => channel.kind === 'external') ?? live[0] ?? null;
};

/** Channels on which a recording was begun and may still run. */
export const recordedChannels = (call: OpenCall): readonly ChannelState[] => {
  const recorded = new Set(call.recordings.map((recording) => recording.legId));
  return call.channels.filter((channel) => channel.endedAt === null && recorded.has(channel.id));
};
