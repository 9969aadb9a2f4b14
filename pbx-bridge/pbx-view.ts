/**
 * What is true on the PBX now, for the `state` messages: the link, telephones and trunks, queues. Sent whole after each
 * welcome and each resync, else object by object.
 */
import {
  configureDevices,
  createDevicesState,
  listEndpoints,
  reduceDevices,
  resyncDevices,
} from './agents/device-reducer.ts';
import type { AmiEvent } from './ami/ami-event.ts';
import type { AmiLinkState } from './ami/ami-link.ts';
import { type Clock, isoTime } from './clock.ts';
import type { BridgeToServer } from './contract/bridge-protocol.ts';
import type { PbxEndpoint, PbxLink, PbxQueue, PbxState } from './contract/pbx-state.ts';
import type { InterfaceConfig } from './publish/server-client.ts';
import { createQueuesState, reduceQueues, resyncQueues, type WaitingCallOf } from './queues/queue-reducer.ts';
import type { PbxLists } from './resync.ts';

export type StateMessage = Extract<BridgeToServer, { kind: 'state' | 'state.link' | 'state.endpoint' | 'state.queue' }>;

/** Names of the events that change what is shown here. */
export const stateEventNames: ReadonlySet<string> = new Set([
  'DeviceStateChange',
  'Newchannel',
  'Hangup',
  'QueueCallerJoin',
  'QueueCallerLeave',
  'QueueMemberAdded',
  'QueueMemberPause',
  'QueueMemberPenalty',
  'QueueMemberRemoved',
  'QueueMemberRinginuse',
  'QueueMemberStatus',
]);

export class PbxView {
  readonly #clock: Clock;
  readonly #tell: (message: StateMessage) => void;
  readonly #callOf: WaitingCallOf;
  #link: PbxLink;
  #devices = createDevicesState();
  #queues = createQueuesState();
  readonly #changedEndpoints = new Map<string, PbxEndpoint>();
  readonly #changedQueues = new Map<string, PbxQueue>();

  constructor(clock: Clock, callOf: WaitingCallOf, tell: (message: StateMessage) => void) {
    this.#clock = clock;
    this.#tell = tell;
    this.#callOf = callOf;
    this.#link = { state: 'connecting', detail: null, asteriskVersion: null, since: isoTime(clock.now()) };
  }

  read(): PbxState {
    return { link: this.#link, endpoints: listEndpoints(this.#devices), queues: [...this.#queues.queues] };
  }

  /** The link changed its state. */
  setLink(state: AmiLinkState): void {
    const detail = state.kind === 'up' ? null : state.detail;
    this.#changeLink({ ...this.#link, state: state.kind, detail });
  }

  /** Logged in, but rights are missing; null: none is. */
  setMissingRights(detail: string | null): void {
    if (this.#link.state !== 'up' && this.#link.state !== 'lacking-rights') return;
    this.#changeLink({ ...this.#link, state: detail === null ? 'up' : 'lacking-rights', detail });
  }

  /** Fresh lists: the whole truth, as far as Asterisk told it. */
  takeLists(lists: PbxLists): void {
    if (lists.asteriskVersion !== null) this.#changeLink({ ...this.#link, asteriskVersion: lists.asteriskVersion });
    const items = [lists.endpoints ?? [], lists.devices ?? [], lists.queues ?? []].flat();
    this.#devices = resyncDevices(this.#devices, items).state;
    if (lists.queues !== null) this.#queues = resyncQueues(lists.queues, this.#callOf).state;
    this.#changedEndpoints.clear();
    this.#changedQueues.clear();
    this.#tell({ kind: 'state', state: this.read() });
  }

  /** What an administrator mapped. */
  configure(config: InterfaceConfig): void {
    const { state, changed } = configureDevices(this.#devices, config);
    this.#devices = state;
    for (const endpoint of changed) this.#changedEndpoints.set(endpoint.interface, endpoint);
    this.flush();
  }

  /** Takes one event in; what changed is told with the next `flush`. */
  takeEvent(event: AmiEvent): void {
    if (!stateEventNames.has(event.name)) return;
    const devices = reduceDevices(this.#devices, event);
    this.#devices = devices.state;
    for (const endpoint of devices.changed) this.#changedEndpoints.set(endpoint.interface, endpoint);
    const queues = reduceQueues(this.#queues, event, this.#callOf);
    this.#queues = queues.state;
    for (const queue of queues.changed) this.#changedQueues.set(queue.name, queue);
  }

  /** Tells every object that changed, once, as it is now: one phone that rings is a change of each of its queues. */
  flush(): void {
    for (const endpoint of this.#changedEndpoints.values()) this.#tell({ kind: 'state.endpoint', endpoint });
    for (const queue of this.#changedQueues.values()) this.#tell({ kind: 'state.queue', queue });
    this.#changedEndpoints.clear();
    this.#changedQueues.clear();
  }

  #changeLink(next: PbxLink): void {
    const { state, detail, asteriskVersion } = this.#link;
    if (next.state === state && next.detail === detail && next.asteriskVersion === asteriskVersion) return;
    this.#link = { ...next, since: next.state === state ? this.#link.since : isoTime(this.#clock.now()) };
    this.#tell({ kind: 'state.link', link: this.#link });
  }
}
