/**
 * Attempts of which something was missed: the server died between two steps, the bridge was away, a fact came before its time.
 * What the log of calls says counts; an attempt of which no call came long after it was dialled, while its PBX is in step, is lost.
 */
import { callOfOriginate, readCallForServer } from '../calls/calls-for-others.usecases.ts';
import { listPbxs } from '../queues/pbx-endpoints.usecases.ts';
import { lockAttempt, selectUnderWay } from './attempts.repository.ts';
import type { DialPlatform } from './dial-attempt.usecases.ts';
import { releasePromises } from './entries.repository.ts';
import { finishAttempt } from './finish-attempt.usecases.ts';
import { followCall } from './follow-call.usecases.ts';
import { returnUnused } from './next-entry.usecases.ts';

/** A call is told of when the first telephone rings, which takes moments; not while a PBX is out of step. */
const silentMs = 60_000;

/** So long whoever promised a call has it for themselves; then anybody keeps the promise. */
const ownForMs = 3_600_000;

/** Harmless to repeat, on however many servers. */
export async function sweepAttempts(platform: DialPlatform): Promise<void> {
  const { database, clock, logger } = platform;
  await releasePromises(database.sql, new Date(clock.now().getTime() - ownForMs));
  // The dialler does so each second; this is for a firm whose dialler is away.
  await returnUnused(platform);
  const isInStep = (await listPbxs(database.sql)).every(({ state }) => state === 'up');
  for (const { id } of await selectUnderWay(database.sql)) {
    try {
      await database.transaction(async (tx) => {
        const attempt = await lockAttempt(tx, id);
        if (!attempt || attempt.state === 'ended') return;
        const now = clock.now().getTime();
        if (attempt.state === 'claimed') return;
        const callId = attempt.call_id ?? (await callOfOriginate(tx, id));
        const call = callId === null ? null : await readCallForServer(tx, callId);
        if (call) return followCall(platform, tx, { ...call, attemptId: id });
        if (isInStep && attempt.dialled_at !== null && attempt.dialled_at.getTime() + silentMs < now) {
          await finishAttempt(platform, tx, attempt, { outcome: 'lost' });
        }
      });
    } catch (error) {
      // One that cannot be settled must not keep the others from it.
      logger.error({ err: error, attemptId: id }, 'an attempt could not be swept');
    }
  }
}
