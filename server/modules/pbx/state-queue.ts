/**
 * What is true on a PBX, on its way into the database: in order, beside the facts and never in front of them. While one
 * change is being written others gather; of a device or queue that changed several times meanwhile only the last counts.
 */
import type { BridgeToServer } from '../../../pbx-bridge/contract/bridge-protocol.ts';
import type { PbxEndpoint, PbxQueue } from '../../../pbx-bridge/contract/pbx-state.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import type { PbxStateSink, StateSource } from './pbx-neighbours.ts';

export type StateMessage = Extract<BridgeToServer, { kind: 'state' | 'state.link' | 'state.endpoint' | 'state.queue' }>;

export interface StateQueue {
  /** Takes a message; never waits. */
  push(message: StateMessage): void;
  /** Drops what waits: it is asked for again. Resolves when nothing is being written. */
  stop(): Promise<void>;
}

/** What changed since the last writing, or all of it. */
type Step = { whole: Exclude<StateMessage, { kind: 'state.endpoint' | 'state.queue' }> } | Changes;

interface Changes {
  endpoints: Map<string, PbxEndpoint>;
  queues: Map<string, PbxQueue>;
}

/** A telephone that rings, is picked up and laid down again changes thrice: a busy firm is written ten times a second. */
const pauseMs = 100;

export function createStateQueue(options: {
  sink: PbxStateSink;
  clock: Pick<Clock, 'after'>;
  source: StateSource;
  /** Something could not be written; nothing more is. */
  onFailed: (error: unknown) => void;
}): StateQueue {
  const { sink, clock, source } = options;
  let waiting: Step[] = [];
  let running: Promise<void> | null = null;
  let isStopped = false;
  let wake: () => void = () => undefined;

  const changes = (): Changes => {
    const last = waiting.at(-1);
    if (last && 'endpoints' in last) return last;
    const fresh: Changes = { endpoints: new Map(), queues: new Map() };
    waiting.push(fresh);
    return fresh;
  };
  const keep = (message: StateMessage): void => {
    switch (message.kind) {
      case 'state.endpoint':
        changes().endpoints.set(message.endpoint.interface, message.endpoint);
        return;
      case 'state.queue':
        changes().queues.set(message.queue.name, message.queue);
        return;
      case 'state.link':
      case 'state':
        waiting.push({ whole: message });
    }
  };
  const write = async (step: Step): Promise<void> => {
    if ('whole' in step) {
      if (step.whole.kind === 'state') await sink.state(source, step.whole.state);
      else await sink.link(source, step.whole.link);
      return;
    }
    if (step.endpoints.size > 0) await sink.endpoints(source, [...step.endpoints.values()]);
    for (const queue of step.queues.values()) await sink.queue(source, queue);
  };
  const pause = () =>
    new Promise<void>((resolve) => {
      const cancel = clock.after(pauseMs, resolve);
      wake = () => {
        cancel();
        resolve();
      };
    });
  const run = async (): Promise<void> => {
    for (let step = waiting.shift(); step && !isStopped; step = waiting.shift()) {
      await write(step);
      if (!isStopped && 'endpoints' in step) await pause();
    }
  };
  const start = () => {
    if (running || isStopped) return;
    running = run()
      .catch((error: unknown) => {
        isStopped = true;
        options.onFailed(error);
      })
      .finally(() => {
        running = null;
        if (waiting.length > 0) start();
      });
  };
  return {
    push(message) {
      if (isStopped) return;
      keep(message);
      start();
    },
    async stop() {
      isStopped = true;
      waiting = [];
      wake();
      await running;
    },
  };
}
