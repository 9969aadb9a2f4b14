/** Timed work of the recordings module: stopping by policy, erasing by age, giving up on files that never came. */
import { z } from 'zod';
import { isConnectionError } from '../../platform/database/database-errors.ts';
import { DomainError } from '../../platform/errors/domain-error.ts';
import { job } from '../../platform/job-queue/job.ts';
import { systemPrincipal } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { setRecordingState } from '../calls/recording-state.ts';
import type { PbxCommands } from '../pbx/pbx-commands.ts';
import { type PolicyDeps, stopRecordingJob } from './apply-policy.usecases.ts';
import { deleteFile, selectOldFiles, selectOverdue } from './recordings.repository.ts';
import type { RecordingDeps } from './store-recording.usecases.ts';

export type RecordingJobDeps = RecordingDeps & PolicyDeps & { commands: PbxCommands };

const batch = 200;
const dayMs = 86_400_000;
/** A bridge that was away for a weekend still hands over what it has. */
const overdueDays = 3;

export const recordingJobs = (deps: RecordingJobDeps) => [
  job({
    name: stopRecordingJob,
    schema: z.object({ bridgeId: z.string(), callId: z.string() }),
    maxAttempts: 3,
    run: async ({ bridgeId, callId }) => {
      try {
        await deps.commands.send(bridgeId, { type: 'recording.stop', callId });
      } catch (error) {
        // The call is over: the file will be thrown away when it arrives.
        if (!(error instanceof DomainError) || error.code !== 'pbx.call_not_found') throw error;
      }
    },
  }),
  job({
    name: 'recordings.erase-old',
    schema: z.object({}),
    cron: '15 3 * * *',
    run: async (_payload, { signal }) => {
      await eraseOld(deps, signal);
    },
  }),
  job({
    name: 'recordings.give-up-missing',
    schema: z.object({}),
    cron: '45 * * * *',
    run: async () => {
      await giveUpMissing(deps);
    },
  }),
];

/** Erases recordings older than the policy keeps them. The file goes first: a row without a file is found and mended. */
export async function eraseOld(deps: RecordingJobDeps, signal: AbortSignal): Promise<number> {
  const { database, storage, clock, logger, neighbours } = deps;
  const { retentionDays } = await neighbours.policy(database.sql);
  const before = new Date(clock.now().getTime() - retentionDays * dayMs);
  let erased = 0;
  while (!signal.aborted) {
    const files = await selectOldFiles(database.sql, before, batch);
    let erasedNow = 0;
    for (const { recordingId, path } of files) {
      try {
        await storage.remove(path);
        await database.transaction(async (tx) => {
          await deleteFile(tx, recordingId);
          const because = `kept for ${retentionDays} days`;
          const call = await setRecordingState(tx, deps, recordingId, { state: 'erased', because });
          await createAudit(deps).record(tx, {
            principal: systemPrincipal,
            action: 'recording.erased',
            record: call?.id ?? recordingId,
            after: { recordingId, because },
          });
        });
        erasedNow += 1;
      } catch (error) {
        if (isConnectionError(error)) throw error;
        logger.error({ err: error, recordingId }, 'an old recording could not be erased');
      }
    }
    erased += erasedNow;
    if (files.length < batch || erasedNow === 0) return erased;
  }
  return erased;
}

export async function giveUpMissing(deps: RecordingJobDeps): Promise<number> {
  const { database, clock } = deps;
  const before = new Date(clock.now().getTime() - overdueDays * dayMs);
  const ids = await selectOverdue(database.sql, before, batch);
  for (const id of ids) {
    const because = `the file did not arrive within ${overdueDays} days`;
    await database.transaction((tx) => setRecordingState(tx, deps, id, { state: 'lost', because }));
  }
  return ids.length;
}
