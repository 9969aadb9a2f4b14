/** What the bridge's endpoint needs of other modules; `server/app` puts the real ones in. */
import type { PbxEndpoint, PbxLink, PbxQueue, PbxState } from '../../../pbx-bridge/contract/pbx-state.ts';

/** The bridge that says something, and the name of its PBX. */
export interface StateSource {
  bridgeId: string;
  pbx: string;
}

/** Takes what is true on the PBX now; presence and queues follow it. */
export interface PbxStateSink {
  state(source: StateSource, state: PbxState): Promise<void>;
  link(source: StateSource, link: PbxLink): Promise<void>;
  endpoints(source: StateSource, endpoints: readonly PbxEndpoint[]): Promise<void>;
  queue(source: StateSource, queue: PbxQueue): Promise<void>;
  /** The bridge itself has gone: nothing is known of its PBX until it comes back. */
  bridgeOffline(source: StateSource): Promise<void>;
}

/** Which devices are ours and which endpoints are trunks. */
export interface BridgeConfig {
  agentInterfaces: string[];
  trunkInterfaces: string[];
}
