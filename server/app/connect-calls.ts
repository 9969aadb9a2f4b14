/** Puts the link to the bridges, calls and recordings together with the modules around them. */
import { type AgentMemory, createAgentMemory } from '../modules/agents/agent-memory.ts';
import type { CallNeighbours } from '../modules/calls/call-neighbours.ts';
import { createCallProjection } from '../modules/calls/call-projection.ts';
import { readCard } from '../modules/calls/call-reading.ts';
import type { CallsDeps } from '../modules/calls/calls.usecases.ts';
import { closeUnheardCalls, type UnheardCallsDeps } from '../modules/calls/close-unheard-calls.usecases.ts';
import { createEarlyCards, type EarlyCards } from '../modules/calls/early-cards.ts';
import { realNeighbours } from '../modules/calls/real-neighbours.ts';
import { createRecentCalls } from '../modules/calls/recent-calls.ts';
import { createPbx, createPbxCommands, type Pbx } from '../modules/pbx/pbx.ts';
import { createPbxStateSink } from '../modules/queues/apply-pbx-state.usecases.ts';
import { bridgeOfInterface } from '../modules/queues/pbx-endpoints.usecases.ts';
import { readQueueSettings, teamsOfQueues } from '../modules/queues/queues.usecases.ts';
import type { PolicyNeighbours } from '../modules/recordings/apply-policy.usecases.ts';
import type { RecordingJobDeps } from '../modules/recordings/recordings.jobs.ts';
import { readSettings } from '../modules/settings/settings.usecases.ts';
import type { Platform } from '../platform/platform.ts';
import { createStorage } from '../platform/storage/storage.ts';

export type CallsApp = CallsDeps & Pick<Pbx, 'commands'>;
export type RecordingsApp = RecordingJobDeps & { bridgeToken: string };

export interface ConnectedCalls {
  pbx: Pbx;
  calls: CallsApp;
  unheard: UnheardCallsDeps;
  recordings: RecordingsApp;
  agents: AgentMemory;
  early: EarlyCards;
}

/** @param above what stands above calls: asked while a card is made, and before a number is dialled */
export function connectCalls(
  platform: Platform,
  above: Pick<
    CallNeighbours,
    'openDeals' | 'openMissedCalls' | 'customerOfMissedCall' | 'beginAttempt' | 'refuseUnfinished'
  > &
    Pick<PolicyNeighbours, 'recordingOfCampaign'>,
): ConnectedCalls {
  const agents = createAgentMemory(platform.clock);
  const recent = createRecentCalls();
  const early = createEarlyCards();
  const neighbours = realNeighbours(platform, { ...above, bridgeOfInterface, teamsOfQueues }, agents);
  const commands = createPbxCommands(platform);
  const project = createCallProjection(platform, neighbours, {
    recent,
    onOffer: (call) => early.begin(call, () => readCard(platform.database, neighbours, call)),
  });
  const unheard: UnheardCallsDeps = { ...platform, project };
  const pbx = createPbx(platform, {
    commands,
    project,
    takeOpenCalls: (source, open) => closeUnheardCalls(unheard, source, open),
    sink: createPbxStateSink(platform),
  });
  const recordings: RecordingsApp = {
    ...platform,
    // Beside the other files of the data folder, since people look for recordings there.
    storage: createStorage(platform.config.dataDir),
    commands,
    bridgeToken: pbx.token,
    neighbours: {
      recordingOfCampaign: above.recordingOfCampaign,
      policy: async (sql) => (await readSettings(platform, sql)).recording,
      queuesRecorded: async (sql, bridgeId, queues) => {
        const settings = await readQueueSettings(sql, queues, bridgeId);
        return new Map([...settings].map(([name, { recorded }]) => [name, recorded]));
      },
    },
  };
  return { pbx, calls: { ...platform, neighbours, commands, recent, early }, unheard, recordings, agents, early };
}
