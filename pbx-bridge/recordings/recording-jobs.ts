/** Recordings that are not yet with the server, one small file each: they survive any restart of the bridge. */
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { errorText, type Logger } from '../logger.ts';

const jobSchema = z.object({
  recordingId: z.string().regex(/^[A-Za-z0-9_-]{1,100}$/),
  callId: z.string(),
  /** As Asterisk said it. */
  file: z.string(),
  /** recording: the call goes on. closing: it ended, the file is being looked for. uploading: the file is whole. */
  state: z.enum(['recording', 'closing', 'uploading']),
  /** End of the call, ISO 8601; null while it goes on. */
  endedAt: z.string().nullable(),
  /** Somebody spoke: then there must be a recording. */
  isSpoken: z.boolean().default(true),
});
export type RecordingJob = z.infer<typeof jobSchema>;

export class RecordingJobs {
  readonly #folder: string;
  readonly #logger: Logger;
  readonly #jobs = new Map<string, RecordingJob>();

  /** Reads what is there. @throws when the folder cannot be made or read. */
  constructor(folder: string, logger: Logger) {
    this.#folder = folder;
    this.#logger = logger;
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const name of fs.readdirSync(folder)) {
      if (!name.endsWith('.json')) continue;
      const job = readJob(path.join(folder, name));
      if (job !== null) this.#jobs.set(job.recordingId, job);
      else logger.warn({ file: name }, 'a note of a recording cannot be read and is left out');
    }
  }

  get(recordingId: string): RecordingJob | undefined {
    return this.#jobs.get(recordingId);
  }

  all(): readonly RecordingJob[] {
    return [...this.#jobs.values()];
  }

  save(job: RecordingJob): void {
    this.#jobs.set(job.recordingId, job);
    const file = this.#fileOf(job.recordingId);
    try {
      fs.writeFileSync(`${file}.new`, JSON.stringify(job), { mode: 0o600 });
      fs.renameSync(`${file}.new`, file);
    } catch (error) {
      // Goes on in memory; only a restart before the upload would lose sight of it.
      this.#logger.error(
        { recordingId: job.recordingId, error: errorText(error) },
        'a recording could not be noted on disk',
      );
    }
  }

  remove(recordingId: string): void {
    this.#jobs.delete(recordingId);
    fs.rmSync(this.#fileOf(recordingId), { force: true });
  }

  #fileOf(recordingId: string): string {
    return path.join(this.#folder, `${recordingId}.json`);
  }
}

const readJob = (file: string): RecordingJob | null => {
  try {
    const parsed = jobSchema.safeParse(JSON.parse(fs.readFileSync(file, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
};
