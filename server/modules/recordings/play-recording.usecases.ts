/** Listening to a recording: who may, which one, and that it is written down once per sitting. */
import type { Platform } from '../../platform/platform.ts';
import type { Principal } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { findCall } from '../calls/calls.usecases.ts';
import { recordingNotFound, recordingNotReady } from './recordings.errors.ts';
import { notePlay, type RecordingFile, readFile } from './recordings.repository.ts';

export type PlayDeps = Pick<Platform, 'database' | 'clock' | 'ids'>;

export interface Listening {
  principal: Principal;
  callId: string;
  /** Left out: the first that can be played. */
  recordingId?: string | undefined;
}

/** A pause longer than this begins a new sitting. */
const sittingMs = 30 * 60_000;

/** The file a reader may hear, or a refusal that says why not. */
export async function findRecording({ database }: PlayDeps, { principal, callId, recordingId }: Listening) {
  const call = await findCall(database.sql, principal, callId, 'recordings.listen');
  const wanted = recordingId
    ? call.recordings.find(({ id }) => id === recordingId)
    : (call.recordings.find(({ state }) => state === 'ready') ?? call.recordings[0]);
  if (!wanted) throw recordingNotFound();
  if (wanted.state !== 'ready') {
    const isOnItsWay = call.state === 'ended' && (wanted.state === 'recording' || wanted.state === 'paused');
    throw recordingNotReady(isOnItsWay ? 'arriving' : wanted.state);
  }
  const file = await readFile(database.sql, wanted.id);
  if (!file) throw recordingNotFound();
  return { call, file };
}

/** The same, and the audit knows of it. */
export async function listen(
  deps: PlayDeps,
  listening: Listening & { ip: string },
): Promise<{ file: RecordingFile; callId: string }> {
  const { call, file } = await findRecording(deps, listening);
  const { principal, ip } = listening;
  const now = deps.clock.now();
  await deps.database.transaction(async (tx) => {
    const play = { recordingId: file.recordingId, listenerId: principal.id, now, sittingMs };
    if (!(await notePlay(tx, play))) return;
    const after = { recordingId: file.recordingId };
    await createAudit(deps).record(tx, { principal, action: 'recording.played', record: call.id, after, ip });
  });
  return { file, callId: call.id };
}
