/** Timed work of agents: the end of after-call work, and the queues of the PBX made to follow. */
import { z } from 'zod';
import type { PbxCommand } from '../../../pbx-bridge/contract/pbx-commands.ts';
import { DomainError } from '../../platform/errors/domain-error.ts';
import { job } from '../../platform/job-queue/job.ts';
import type { Platform } from '../../platform/platform.ts';
import { bridgeOfInterface } from '../queues/pbx-endpoints.usecases.ts';
import { readPresenceRows } from './presence.repository.ts';
import { endWrapUpJob, pauseQueueMemberJob, refreshPresence } from './presence.usecases.ts';

/** How a command gets to a PBX; modules/pbx has the real one. */
export interface PbxCommandSender {
  send(bridgeId: string | null, command: PbxCommand): Promise<unknown>;
}

/**
 * Nothing to try again: the device is in no queue, or the bridge is away and will be told everything when it is back.
 */
const settled = new Set(['pbx.refused', 'pbx.unreachable', 'pbx.invalid_command']);

export const agentJobs = (platform: Platform, commands: PbxCommandSender) => [
  job({
    name: endWrapUpJob,
    schema: z.object({ agentId: z.string() }),
    run: async ({ agentId }, { database }) => {
      await database.transaction((tx) => refreshPresence(platform, tx, [agentId]));
    },
  }),
  job({
    name: pauseQueueMemberJob,
    schema: z.object({ agentId: z.string() }),
    maxAttempts: 5,
    run: async ({ agentId }, { database, logger }) => {
      // What is asked for now, not when the job was made: several clicks end in the last one.
      const [row] = await readPresenceRows(database.sql, [agentId]);
      if (!row?.interface) return;
      const paused = row.asked_state === 'paused';
      const reason = paused ? row.asked_reason : null;
      const bridgeId = await bridgeOfInterface(database.sql, row.interface);
      if (bridgeId === null) return;
      const command: PbxCommand = { type: 'queue.pause', interface: row.interface, paused, reason, queue: null };
      try {
        await commands.send(bridgeId, command);
      } catch (error) {
        if (!(error instanceof DomainError) || !settled.has(error.code)) throw error;
        logger.info({ agentId, code: error.code }, 'the PBX has no queue for this agent to be paused in');
      }
    },
  }),
];
