/** What is true on the PBX now, for the `state` messages: the link, telephones and trunks, queues. */
import type { AmiEvent } from './ami/ami-event.ts';
import type { AmiLinkState } from './ami/ami-link.ts';
import { type Clock, isoTime } from './clock.ts';
import type { BridgeToServer } from './contract/bridge-protocol.ts';
import type { PbxLink, PbxState } from './contract/pbx-state.ts';
import type { InterfaceConfig } from './publish/server-client.ts';
import type { PbxLists } from './resync.ts';

export type StateMessage = Extract<BridgeToServer, { kind: 'state' | 'state.link' | 'state.endpoint' | 'state.queue' }>;

/** Names of the events that change what is shown here. */
export const stateEventNames: ReadonlySet<string> = new Set();

export class PbxView {
  readonly #clock: Clock;
  readonly #tell: (message: StateMessage) => void;
  #link: PbxLink;

  constructor(clock: Clock, tell: (message: StateMessage) => void) {
    this.#clock = clock;
    this.#tell = tell;
    this.#link = { state: 'connecting', detail: null, asteriskVersion: null, since: isoTime(clock.now()) };
  }

  read(): PbxState {
    return { link: this.#link, endpoints: [], queues: [] };
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

  /** Fresh lists after a login. */
  takeLists(lists: PbxLists): void {
    if (lists.asteriskVersion !== null) this.#changeLink({ ...this.#link, asteriskVersion: lists.asteriskVersion });
    this.#tell({ kind: 'state', state: this.read() });
  }

  configure(_config: InterfaceConfig): void {
    // Filled by the queue and device reducers.
  }

  takeEvent(_event: AmiEvent): void {
    // Filled by the queue and device reducers.
  }

  #changeLink(next: PbxLink): void {
    const { state, detail, asteriskVersion } = this.#link;
    if (next.state === state && next.detail === detail && next.asteriskVersion === asteriskVersion) return;
    this.#link = { ...next, since: next.state === state ? this.#link.since : isoTime(this.#clock.now()) };
    this.#tell({ kind: 'state.link', link: this.#link });
  }
}
