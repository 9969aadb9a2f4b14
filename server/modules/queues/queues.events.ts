/** Facts of PBXs and queues; whole objects, for the live link. */
import type { Pbx, Queue } from '../../contract/agents.contract.ts';

export type QueueFacts = {
  'queue.changed': { queue: Queue };
  'pbx.changed': { pbx: Pbx };
  /** Trunks or devices of a PBX came or went. */
  'endpoints.changed': { bridgeId: string };
};
