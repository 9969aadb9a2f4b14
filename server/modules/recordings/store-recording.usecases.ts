/** A recording arrives from a bridge: stored whole or not at all, looked into on the way, thrown away when policy says so. */
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Platform } from '../../platform/platform.ts';
import { StoredFileTooLarge } from '../../platform/storage/storage.ts';
import { systemPrincipal } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { setRecordingState } from '../calls/recording-state.ts';
import { type AudioFacts, createAudioProbe } from './audio-probe.ts';
import { recordingBroken, recordingTooLarge, recordingUnknown } from './recordings.errors.ts';
import { type AnnouncedRecording, readAnnounced, writeFile } from './recordings.repository.ts';

export type RecordingDeps = Pick<Platform, 'database' | 'storage' | 'clock' | 'ids' | 'facts' | 'jobs' | 'logger'>;

/** Two hours of stereo sound at 48 kHz and more than a day of telephone sound. */
export const maxRecordingBytes = 2 * 1024 ** 3;

/** A WAV file of nothing but its header: the call was never answered. */
const shortestSeconds = 0.02;

export interface IncomingRecording {
  recordingId: string;
  content: Readable;
  /** As the bridge announces it; a file that ends earlier is not taken. */
  contentLength: number | null;
}

export type StoredRecording = { kind: 'stored' } | { kind: 'discarded'; because: string };

/** Takes one file. Sending it again is harmless. */
export async function storeRecording(deps: RecordingDeps, incoming: IncomingRecording): Promise<StoredRecording> {
  const { database, storage, clock } = deps;
  const { recordingId, content } = incoming;
  const announced = await readAnnounced(database.sql, recordingId);
  if (!announced) throw recordingUnknown();
  if (announced.state === 'erased') {
    content.resume();
    return discard(deps, announced.callId, recordingId);
  }
  const path = storageKey(recordingId, announced);
  const facts = await write(deps, path, incoming);
  const isEmpty = facts.seconds !== null && facts.seconds < shortestSeconds;
  if (isEmpty) await storage.remove(path);
  const kept = await database.transaction(async (tx) => {
    const change = isEmpty
      ? { state: 'lost' as const, because: 'the file holds no sound', seconds: 0 }
      : { state: 'ready' as const, seconds: facts.seconds };
    // Erased by policy while it was on its way.
    if ((await readAnnounced(tx, recordingId))?.state === 'erased') return false;
    await setRecordingState(tx, deps, recordingId, change);
    if (isEmpty) return true;
    const { bytes, sha256, contentType, seconds, peaks } = facts;
    await writeFile(
      tx,
      { recordingId, path, bytes, sha256, contentType, seconds, peaks: Buffer.from(peaks) },
      clock.now(),
    );
    return true;
  });
  if (kept) return { kind: 'stored' };
  await storage.remove(path);
  return discard(deps, announced.callId, recordingId);
}

/** By day, so that no folder grows without end; of the PBX's name only the ending of a known kind is taken. */
function storageKey(recordingId: string, { startedAt, file }: AnnouncedRecording): string {
  const day = startedAt.toISOString().slice(0, 10).replaceAll('-', '/');
  const ending = /\.(wav|gsm|mp3|ogg)$/i.exec(file)?.[1]?.toLowerCase() ?? 'sound';
  return `recordings/${day}/${recordingId}.${ending}`;
}

async function write({ storage }: RecordingDeps, key: string, incoming: IncomingRecording): Promise<AudioFacts> {
  const { content, contentLength } = incoming;
  const probe = createAudioProbe();
  const through = new PassThrough();
  const reading = pipeline(content, probe.stream, through);
  try {
    const [{ bytes }] = await Promise.all([storage.write(key, through, { maxBytes: maxRecordingBytes }), reading]);
    if (contentLength !== null && bytes !== contentLength) {
      await storage.remove(key);
      throw recordingBroken();
    }
    return probe.facts();
  } catch (error) {
    if (error instanceof StoredFileTooLarge) throw recordingTooLarge();
    throw error;
  }
}

async function discard(deps: RecordingDeps, callId: string, recordingId: string): Promise<StoredRecording> {
  const because = 'the recording policy';
  await deps.database.transaction((tx) =>
    createAudit(deps).record(tx, {
      principal: systemPrincipal,
      action: 'recording.discarded',
      record: callId,
      after: { recordingId, because },
    }),
  );
  return { kind: 'discarded', because };
}
