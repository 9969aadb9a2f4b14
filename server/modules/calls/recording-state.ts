/** What became of a recording, told by the module that keeps the files and by the bridge. */
import type { Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import type { RecordingState, StoredCall } from './call-row.ts';
import { lockCalls } from './calls.repository.ts';
import { tellChange } from './tell-change.ts';

export interface RecordingChange {
  state: RecordingState;
  seconds?: number | null;
  /** Why it is lost or erased. */
  because?: string;
}

/**
 * Writes the state of a recording and tells whoever shows its call. Returns the call, or null when no such recording was
 * ever announced. What was erased or is ready does not become lost.
 */
export async function setRecordingState(
  tx: Tx,
  platform: Pick<Platform, 'facts' | 'jobs' | 'clock'>,
  recordingId: string,
  change: RecordingChange,
): Promise<StoredCall | null> {
  const [row] = await tx<{ call_id: string }[]>`select call_id from call_recordings where id = ${recordingId}`;
  if (!row) return null;
  const before = (await lockCalls(tx, [row.call_id])).get(row.call_id);
  const recording = before?.recordings.find(({ id }) => id === recordingId);
  if (!before || !recording) return null;
  const isSettled = recording.state === 'ready' || recording.state === 'erased';
  if (recording.state === change.state || (isSettled && change.state === 'lost')) return before;
  const seconds = change.seconds === undefined ? recording.seconds : change.seconds;
  await tx`
    update call_recordings set state = ${change.state}, seconds = ${seconds}, because = ${change.because ?? null}
    where id = ${recordingId}`;
  await tx`update calls set version = version + 1 where id = ${before.id}`;
  const after = {
    ...before,
    version: before.version + 1,
    recordings: before.recordings.map((one) =>
      one.id === recordingId ? { ...one, state: change.state, seconds } : one,
    ),
  };
  await tellChange(tx, platform, { before, after, now: platform.clock.now() });
  return after;
}
