/**
 * From "a recording began" to "the server has it". After the call the file is found, watched until it is whole, told of, and
 * uploaded until the server takes it; what is missing or empty is told as lost. Nothing of it lies on the way of a call.
 */
import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import type { CallFact } from '../calls/call-fact.ts';
import { type CancelTimer, type Clock, isoTime } from '../clock.ts';
import { errorText, type Logger, RateLimitedLog } from '../logger.ts';
import type { NewFact } from '../publish/new-fact.ts';
import type { RecordingJob, RecordingJobs } from './recording-jobs.ts';
import { findRecording } from './recording-path.ts';
import { type UploadTarget, uploadRecording } from './upload-recording.ts';
import { readWavState, wavHeaderBytes } from './wav-header.ts';

export interface RecordingKeeperOptions {
  readonly jobs: RecordingJobs;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly bridgeId: string;
  /** PBX_RECORDINGS_DIR, or null. */
  readonly folder: string | null;
  readonly target: UploadTarget;
  readonly publish: (facts: readonly NewFact[]) => void;
}

/** From one look to the next: most files are whole within a second, and one that still is not can wait longer. */
const lookAgainMs = (waitedMs: number): number => Math.min(2_000, Math.max(250, waitedMs / 4));
/** An unchanged file whose header never fits (no WAV, or its writer died) is taken as it is after so long. */
const settledAfterMs = 3_000;
/** A file that does not appear (a share that lags) is called missing after so long. */
const missingAfterMs = 30_000;
const firstRetryMs = 1_000;
const longestRetryMs = 60_000;
const maxUploads = 2;

export class RecordingKeeper {
  readonly #options: RecordingKeeperOptions;
  readonly #log: RateLimitedLog;
  readonly #stopping = new AbortController();
  readonly #timers = new Set<CancelTimer>();
  readonly #queue: string[] = [];
  #uploading = 0;

  constructor(options: RecordingKeeperOptions) {
    this.#options = options;
    this.#log = new RateLimitedLog(options.logger, options.clock);
  }

  /** Takes up what an earlier run left. `openCalls`: ids of the calls that still go on. */
  start(openCalls: ReadonlySet<string>): void {
    for (const job of this.#options.jobs.all()) {
      if (job.state === 'uploading') this.#enqueue(job.recordingId);
      else if (job.state === 'closing' || !openCalls.has(job.callId)) this.#close({ ...job, state: 'closing' });
    }
  }

  /** Looks at every call fact, in order. */
  observe(fact: CallFact): void {
    const { jobs } = this.#options;
    const callId = fact.mergedInto ?? fact.callId;
    const ended = fact.type === 'call.ended';
    for (const { id, file } of fact.call.recordings) {
      const job = jobs.get(id);
      if (job === undefined && fact.type !== 'recording.started' && !ended) continue;
      if (job !== undefined && job.state !== 'recording') continue;
      const { endedAt, talkSeconds } = fact.call;
      const isSpoken = talkSeconds > 0;
      const next: RecordingJob = { recordingId: id, callId, file, state: 'recording', endedAt, isSpoken };
      if (ended) this.#close({ ...next, state: 'closing' });
      else if (job === undefined || job.callId !== callId) jobs.save(next);
    }
  }

  stop(): void {
    this.#stopping.abort();
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
  }

  #close(job: RecordingJob): void {
    this.#options.jobs.save(job);
    void this.#look(job, { since: this.#options.clock.now(), size: -1, sizeSince: this.#options.clock.now() });
  }

  /** One look at the file; plans the next one until it is whole, empty or missing for good. */
  async #look(job: RecordingJob, seen: { since: number; size: number; sizeSince: number }): Promise<void> {
    const { clock, folder } = this.#options;
    const now = clock.now();
    const again = (size: number): void => {
      const sizeSince = size === seen.size ? seen.sizeSince : now;
      this.#later(lookAgainMs(now - seen.since), () => void this.#look(job, { since: seen.since, size, sizeSince }));
    };
    try {
      const found = await findRecording(job.file, folder);
      if (this.#stopping.signal.aborted) return;
      if (found.kind === 'refused') return this.#lost(job, found.because);
      if (found.kind === 'missing') {
        if (now - seen.since >= missingAfterMs) return this.#lost(job, 'the file is not there');
        return again(-1);
      }
      const { size, head } = await readHead(found.file);
      if (this.#stopping.signal.aborted) return;
      const state = readWavState(head, size);
      const isStill = size === seen.size;
      const isSettled = isStill && now - seen.sizeSince >= settledAfterMs;
      if (state === 'empty' && isSettled) return this.#lost(job, 'no sound was recorded');
      if ((state === 'complete' && isStill) || (state === 'unknown' && isSettled)) return this.#finished(job, size);
      again(size);
    } catch (error) {
      this.#log.warn(
        'look',
        { recordingId: job.recordingId, error: errorText(error) },
        'a recording cannot be read yet',
      );
      again(seen.size);
    }
  }

  #finished(job: RecordingJob, bytes: number): void {
    const { recordingId, callId, file } = job;
    // Told before it is noted: killed in between, it is told twice with the same id, never not at all.
    this.#publish(job, { type: 'recording.finished', callId, recordingId, file, bytes });
    this.#options.jobs.save({ ...job, state: 'uploading' });
    this.#enqueue(recordingId);
  }

  #lost(job: RecordingJob, because: string): void {
    const { recordingId, callId, file } = job;
    if (job.isSpoken) this.#options.logger.warn({ recordingId, callId, because }, 'a recording is lost');
    else this.#options.logger.debug({ recordingId, callId, because }, 'nobody spoke, nothing was recorded');
    this.#publish(job, { type: 'recording.lost', callId, recordingId, file, because });
    this.#options.jobs.remove(recordingId);
  }

  #publish(
    job: RecordingJob,
    what:
      | { type: 'recording.finished'; callId: string; recordingId: string; file: string; bytes: number }
      | { type: 'recording.lost'; callId: string; recordingId: string; file: string; because: string },
  ): void {
    const { bridgeId, clock, publish } = this.#options;
    const hash = createHash('sha256').update(`${bridgeId}\0${what.type}\0${job.recordingId}`).digest('hex');
    publish([
      { ...what, id: `fact_${hash.slice(0, 32)}`, version: 1, occurredAt: job.endedAt ?? isoTime(clock.now()) },
    ]);
  }

  #enqueue(recordingId: string): void {
    this.#queue.push(recordingId);
    this.#uploadNext();
  }

  #uploadNext(): void {
    if (this.#uploading >= maxUploads || this.#stopping.signal.aborted) return;
    const recordingId = this.#queue.shift();
    if (recordingId === undefined) return;
    this.#uploading++;
    void this.#upload(recordingId, 0).finally(() => {
      this.#uploading--;
      this.#uploadNext();
    });
    this.#uploadNext();
  }

  async #upload(recordingId: string, failures: number): Promise<void> {
    const { jobs, folder, target } = this.#options;
    const job = jobs.get(recordingId);
    if (job === undefined) return;
    let because: string;
    try {
      const found = await findRecording(job.file, folder);
      if (this.#stopping.signal.aborted) return;
      if (found.kind !== 'found') return this.#lost(job, 'the file has gone before it could be handed over');
      const { size: bytes } = await stat(found.file);
      const upload = { recordingId, callId: job.callId, file: found.file, bytes };
      const status = await uploadRecording(target, upload, this.#stopping.signal);
      if (status >= 200 && status < 300) return jobs.remove(recordingId);
      because = `the server answered ${status}`;
    } catch (error) {
      because = errorText(error);
    }
    if (this.#stopping.signal.aborted) return;
    this.#log.warn('upload', { recordingId, because }, 'a recording could not be handed over yet');
    const delayMs = Math.min(longestRetryMs, firstRetryMs * 2 ** failures);
    this.#later(delayMs, () => void this.#upload(recordingId, Math.min(failures + 1, 10)));
  }

  #later(ms: number, run: () => void): void {
    const cancel = this.#options.clock.after(ms, () => {
      this.#timers.delete(cancel);
      if (!this.#stopping.signal.aborted) run();
    });
    this.#timers.add(cancel);
  }
}

const readHead = async (file: string): Promise<{ size: number; head: Buffer }> => {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(wavHeaderBytes), 0, wavHeaderBytes, 0);
    return { size, head: buffer.subarray(0, bytesRead) };
  } finally {
    await handle.close();
  }
};
