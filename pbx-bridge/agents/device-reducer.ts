/**
 * Phones and trunks of the PBX and the state they are in now. Pure; what changed is handed back. A phone that holds a call
 * stays `in-use`: Asterisk says `on-hold` of the device that is being held, which is the trunk.
 */
import type { AmiEvent } from '../ami/ami-event.ts';
import { type BucketMap, emptyMap, getFrom, valuesOf, withChanges } from '../calls/bucket-map.ts';
import { deviceInterface, parseChannelName } from '../calls/channel-name.ts';
import { classifyEndpoint } from '../calls/classify-endpoint.ts';
import { textOf } from '../calls/event-fields.ts';
import type { PbxEndpoint } from '../contract/pbx-state.ts';
import { deviceStateOf } from './device-state.ts';

export interface DevicesState {
  readonly endpoints: BucketMap<PbxEndpoint>;
  readonly agentInterfaces: readonly string[];
  readonly trunkInterfaces: readonly string[];
  readonly queueMembers: readonly string[];
}

export interface ReducedDevices {
  readonly state: DevicesState;
  readonly changed: readonly PbxEndpoint[];
}

/** More would be an attack, not a PBX. */
const MOST_ENDPOINTS = 20_000;

/** Nothing known yet. */
export function createDevicesState(): DevicesState {
  return { endpoints: emptyMap(), agentInterfaces: [], trunkInterfaces: [], queueMembers: [] };
}

/** Every endpoint, sorted by interface. */
export function listEndpoints(state: DevicesState): PbxEndpoint[] {
  return [...valuesOf(state.endpoints)].sort((a, b) => a.interface.localeCompare(b.interface, 'en', { numeric: true }));
}

/** What an administrator mapped: kinds can change. */
export function configureDevices(
  state: DevicesState,
  known: { agentInterfaces: readonly string[]; trunkInterfaces: readonly string[] },
): ReducedDevices {
  const next = { ...state, agentInterfaces: known.agentInterfaces, trunkInterfaces: known.trunkInterfaces };
  return keep(
    next,
    [...valuesOf(state.endpoints)].map((endpoint) => ({ ...endpoint, kind: kindOf(next, endpoint.interface) })),
  );
}

/** One event; `changed` holds the endpoints that are different now. */
export function reduceDevices(state: DevicesState, event: AmiEvent): ReducedDevices {
  switch (event.name) {
    case 'DeviceStateChange':
      return seeState(state, textOf(event, 'Device'), textOf(event, 'State'));
    case 'EndpointList':
      return seeState(state, `PJSIP/${textOf(event, 'ObjectName') ?? ''}`, textOf(event, 'DeviceState'));
    case 'PeerEntry':
      return seePeer(state, event);
    case 'QueueMember':
    case 'QueueMemberAdded':
      return seeMember(state, event);
    case 'Newchannel':
      return seeName(state, event);
    default:
      return { state, changed: [] };
  }
}

/**
 * Takes the lists asked after a connect (EndpointList, PeerEntry, DeviceStateChange items) for the whole truth: SIP
 * endpoints that are in none of them are gone.
 */
export function resyncDevices(state: DevicesState, items: readonly AmiEvent[]): ReducedDevices {
  let next: DevicesState = state;
  const listed = new Set<string>();
  for (const item of items) {
    const reduced = reduceDevices(next, item);
    next = reduced.state;
    const name = item.name === 'EndpointList' ? `PJSIP/${textOf(item, 'ObjectName')}` : peerOf(item);
    if (name !== null) listed.add(name);
  }
  const technologies = new Set([...listed].map((name) => name.split('/')[0]));
  const gone = [...valuesOf(next.endpoints)].filter(
    (endpoint) => technologies.has(endpoint.interface.split('/')[0]) && !listed.has(endpoint.interface),
  );
  const endpoints = withChanges(next.endpoints, new Map(gone.map((endpoint) => [endpoint.interface, undefined])));
  return { state: { ...next, endpoints }, changed: [...valuesOf(endpoints)] };
}

function seeState(state: DevicesState, device: string | null, value: string | null): ReducedDevices {
  const iface = deviceInterface(device ?? '');
  if (iface === null) return { state, changed: [] };
  const before = getFrom(state.endpoints, iface);
  const endpoint = before ?? { interface: iface, kind: kindOf(state, iface), callerIdName: null };
  return keep(state, [{ ...endpoint, deviceState: deviceStateOf(value) }]);
}

function peerOf(event: AmiEvent): string | null {
  if (event.name !== 'PeerEntry') return null;
  const name = textOf(event, 'ObjectName');
  return name === null ? null : `${textOf(event, 'Channeltype') ?? 'SIP'}/${name}`;
}

/** chan_sip and chan_iax2 list peers with a reachability instead of a device state; DeviceStateList has that. */
function seePeer(state: DevicesState, event: AmiEvent): ReducedDevices {
  const iface = peerOf(event);
  if (iface === null || getFrom(state.endpoints, iface)) return { state, changed: [] };
  return seeState(state, iface, null);
}

function seeMember(state: DevicesState, event: AmiEvent): ReducedDevices {
  const headers = ['StateInterface', 'Interface', 'Location'];
  const devices = headers.flatMap((header) => deviceInterface(textOf(event, header) ?? '') ?? []);
  const fresh = devices.filter((device) => !state.queueMembers.includes(device));
  if (fresh.length === 0 || state.queueMembers.length > MOST_ENDPOINTS) return { state, changed: [] };
  const next = { ...state, queueMembers: [...state.queueMembers, ...new Set(fresh)] };
  const known = fresh.flatMap((device) => getFrom(state.endpoints, device) ?? []);
  return keep(
    next,
    known.map((endpoint) => ({ ...endpoint, kind: kindOf(next, endpoint.interface) })),
  );
}

/** A phone's own caller id name, as its channels begin with it; an outside party's name is none of a trunk. */
function seeName(state: DevicesState, event: AmiEvent): ReducedDevices {
  const { interface: iface } = parseChannelName(textOf(event, 'Channel') ?? '');
  const endpoint = getFrom(state.endpoints, iface);
  const name = textOf(event, 'CallerIDName');
  if (endpoint?.kind !== 'agent' || endpoint.callerIdName !== null || name === null) {
    return { state, changed: [] };
  }
  return keep(state, [{ ...endpoint, callerIdName: name }]);
}

function kindOf(state: DevicesState, iface: string): PbxEndpoint['kind'] {
  const kind = classifyEndpoint(parseChannelName(`${iface}-0`), null, {
    isAgent: (each) => state.agentInterfaces.includes(each),
    isTrunk: (each) => state.trunkInterfaces.includes(each),
    isQueueMember: (each) => state.queueMembers.includes(each),
  });
  return kind === 'agent' ? 'agent' : 'trunk';
}

function keep(state: DevicesState, endpoints: readonly PbxEndpoint[]): ReducedDevices {
  const changed = endpoints.filter((endpoint) => !isSame(getFrom(state.endpoints, endpoint.interface), endpoint));
  if (changed.length === 0 || state.endpoints.size + changed.length > MOST_ENDPOINTS) return { state, changed: [] };
  const changes = new Map(changed.map((endpoint) => [endpoint.interface, endpoint]));
  return { state: { ...state, endpoints: withChanges(state.endpoints, changes) }, changed };
}

function isSame(a: PbxEndpoint | undefined, b: PbxEndpoint): boolean {
  return a?.deviceState === b.deviceState && a.kind === b.kind && a.callerIdName === b.callerIdName;
}
