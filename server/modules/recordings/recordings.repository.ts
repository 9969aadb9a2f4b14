/** SQL of recording files. */
import type { Sql, Tx } from '../../platform/database/database.ts';

export interface RecordingFile {
  recordingId: string;
  path: string;
  bytes: number;
  sha256: string;
  contentType: string;
  seconds: number | null;
  peaks: Buffer;
}

export interface AnnouncedRecording {
  callId: string;
  state: string;
  startedAt: Date;
  /** As the PBX named it. */
  file: string;
}

/** What a call has announced under this id; null: nothing (yet). */
export async function readAnnounced(sql: Sql, recordingId: string): Promise<AnnouncedRecording | null> {
  const [row] = await sql<{ call_id: string; state: string; started_at: Date; file: string }[]>`
    select call_id, state, started_at, file from call_recordings where id = ${recordingId}`;
  return row ? { callId: row.call_id, state: row.state, startedAt: row.started_at, file: row.file } : null;
}

export async function writeFile(tx: Tx, file: RecordingFile, now: Date): Promise<void> {
  const row = {
    recording_id: file.recordingId,
    path: file.path,
    bytes: file.bytes,
    sha256: file.sha256,
    content_type: file.contentType,
    seconds: file.seconds,
    peaks: file.peaks,
    arrived_at: now,
  };
  const { recording_id: _id, ...changed } = row;
  await tx`insert into recording_files ${tx(row)} on conflict (recording_id) do update set ${tx(changed)}`;
}

export async function readFile(sql: Sql, recordingId: string): Promise<RecordingFile | null> {
  const [row] = await sql<RecordingFile[]>`
    select recording_id as "recordingId", path, bytes, sha256, content_type as "contentType", seconds, peaks
    from recording_files where recording_id = ${recordingId}`;
  return row ?? null;
}

/** Files of recordings that began before `before`, the oldest first. */
export async function selectOldFiles(sql: Sql, before: Date, limit: number) {
  const rows = await sql<{ recordingId: string; path: string }[]>`
    select f.recording_id as "recordingId", f.path
    from recording_files f join call_recordings r on r.id = f.recording_id
    where r.started_at < ${before} order by r.started_at limit ${limit}`;
  return [...rows];
}

export async function deleteFile(tx: Tx, recordingId: string): Promise<void> {
  await tx`delete from recording_files where recording_id = ${recordingId}`;
}

/** Recordings of calls that ended before `before` and whose file never came. */
export async function selectOverdue(sql: Sql, before: Date, limit: number): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select r.id from call_recordings r join calls c on c.id = r.call_id
    where r.state in ('recording', 'paused') and c.state = 'ended' and c.ended_at < ${before} limit ${limit}`;
  return rows.map(({ id }) => id);
}

/** Notes that somebody listens; true when this is a new sitting. */
export async function notePlay(
  tx: Tx,
  play: { recordingId: string; listenerId: string; now: Date; sittingMs: number },
): Promise<boolean> {
  const { recordingId, listenerId, now, sittingMs } = play;
  const [row] = await tx<{ last_at: Date }[]>`
    select last_at from recording_plays where recording_id = ${recordingId} and listener_id = ${listenerId} for update`;
  await tx`
    insert into recording_plays (recording_id, listener_id, last_at) values (${recordingId}, ${listenerId}, ${now})
    on conflict (recording_id, listener_id) do update set last_at = excluded.last_at`;
  return !row || now.getTime() - row.last_at.getTime() > sittingMs;
}
