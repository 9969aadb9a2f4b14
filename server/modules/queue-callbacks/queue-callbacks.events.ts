/** Facts of queue callbacks. */
import type { QueueCallbackState } from '../../contract/queue-callbacks.contract.ts';

export type QueueCallbackFacts = {
  /** Asked for, called, reached, given up. `callId`: the call in which it was asked for. */
  'queue-callback.changed': {
    queueCallbackId: string;
    callId: string;
    bridgeId: string;
    queue: string;
    state: QueueCallbackState;
    agentId: string | null;
  };
  /** A caller asked and is to wait on: callbacks are off, too many wait, the number cannot be called. */
  'queue-callback.refused': { callId: string; bridgeId: string; because: QueueCallbackRefusal };
};

export type QueueCallbackRefusal = 'off' | 'no-number' | 'do-not-call' | 'too-many' | 'no-queue';
