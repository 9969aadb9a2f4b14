/** The link to the bridges, put together: endpoint, ingest, commands. Made once per server in app/app.ts. */
import { readAckedSequence } from '../../platform/event-store/event-store.ts';
import type { Fact } from '../../platform/outbox/fact.ts';
import type { Platform } from '../../platform/platform.ts';
import { readBridgeConfig } from '../queues/pbx-endpoints.usecases.ts';
import { type BridgeEndpoint, createBridgeEndpoint } from './bridge-endpoint.ts';
import { loadBridgeToken } from './bridge-token.ts';
import { createIngest, type ProjectEvents, type TakeOpenCalls } from './ingest.ts';
import { type CommandBook, createPbxCommands, type PbxCommands } from './pbx-commands.ts';
import type { PbxStateSink } from './pbx-neighbours.ts';

export interface PbxCounts {
  /** Facts stored since the start of this process. */
  stored: number;
  /** Facts that had been stored before and came again. */
  repeated: number;
  /** Facts set aside because they could not be understood or stored. */
  rejected: number;
}

export interface Pbx {
  commands: PbxCommands;
  endpoint: BridgeEndpoint;
  /** What a bridge must show. */
  token: string;
  counts(): PbxCounts;
  /** For every fact of the outbox: devices and trunks that changed are told to the bridges of this process. */
  onFact(fact: Fact): void;
  stop(): Promise<void>;
}

const configFacts = new Set(['agent.saved', 'endpoints.changed']);

export interface PbxParts {
  /** The commands that were given to others before; see `createPbxCommands`. */
  commands: CommandBook;
  /** Makes calls of facts: the projection of the calls module. */
  project: ProjectEvents;
  takeOpenCalls: TakeOpenCalls;
  sink: PbxStateSink;
}

export { createPbxCommands };

export function createPbx(platform: Platform, { commands, project, takeOpenCalls, sink }: PbxParts): Pbx {
  const { config, clock, database, logger } = platform;
  const counts: PbxCounts = { stored: 0, repeated: 0, rejected: 0 };
  const openQueue = createIngest({
    ...platform,
    project,
    takeOpenCalls,
    onCommitted(stored, repeated) {
      counts.stored += stored;
      counts.repeated += repeated;
    },
    onRejected(count) {
      counts.rejected += count;
    },
  });
  const token = loadBridgeToken(config);
  const endpoint = createBridgeEndpoint({
    logger,
    clock,
    token,
    openQueue,
    commands,
    sink,
    readAcked: (bridgeId, journalId) => readAckedSequence(database.sql, { bridgeId, journalId }),
    readConfig: (bridgeId) => readBridgeConfig(database.sql, bridgeId),
  });
  return {
    commands,
    endpoint,
    token,
    counts: () => ({ ...counts }),
    onFact(fact) {
      if (!configFacts.has(fact.type)) return;
      endpoint.pushConfig().catch((error: unknown) => {
        logger.error({ err: error }, 'the bridges could not be told of a change of devices');
      });
    },
    stop: () => endpoint.stop(),
  };
}
