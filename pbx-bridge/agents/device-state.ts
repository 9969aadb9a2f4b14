/** Asterisk's words and numbers for the state of a device, in the contract's words. */
import type { DeviceState } from '../contract/pbx-state.ts';

const BY_NAME: ReadonlyMap<string, DeviceState> = new Map([
  ['unknown', 'unknown'],
  ['notinuse', 'not-in-use'],
  ['inuse', 'in-use'],
  ['busy', 'busy'],
  ['invalid', 'invalid'],
  ['unavailable', 'unavailable'],
  ['ringing', 'ringing'],
  ['ringinuse', 'ring-in-use'],
  ['onhold', 'on-hold'],
]);
/** `Status` of queue members: enum ast_device_state. */
const BY_NUMBER: readonly DeviceState[] = [
  'unknown',
  'not-in-use',
  'in-use',
  'busy',
  'invalid',
  'unavailable',
  'ringing',
  'ring-in-use',
  'on-hold',
];

/** `INUSE` (DeviceStateChange), `In use` (EndpointList), `2` (QueueMemberStatus): one meaning. */
export function deviceStateOf(text: string | null): DeviceState {
  if (text === null) return 'unknown';
  if (/^\d$/.test(text)) return BY_NUMBER[Number(text)] ?? 'unknown';
  return BY_NAME.get(text.toLowerCase().replace(/[^a-z]/g, '')) ?? 'unknown';
}
