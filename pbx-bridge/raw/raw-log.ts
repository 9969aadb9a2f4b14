/**
 * A compressed rolling copy of everything Asterisk says, with numbers as they came, so that a call that was told wrongly can
 * be cut out, made a test and reduced again. It is a copy, not the truth: when the disk cannot follow, blocks are left out,
 * counted and logged, and calls go on. At most a second of it is lost when the process is killed.
 */
import fs from 'node:fs';
import { constants, createGzip, type Gzip } from 'node:zlib';
import { type CancelTimer, type Clock, repeat } from '../clock.ts';
import { errorText, type Logger, RateLimitedLog } from '../logger.ts';
import { listRawSegments, rawSegmentFile, segmentsToRemove } from './raw-segments.ts';
import { traceStamp } from './trace-format.ts';

export interface RawLogOptions {
  readonly folder: string;
  readonly days: number;
  readonly maxMegabytes: number;
  /** Uncompressed bytes after which a file is followed by the next: each is read as a whole. */
  readonly segmentBytes?: number;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Trace text that each file begins with, so that it can be understood without the ones before it. */
  readonly head?: () => string;
}

const flushEveryMs = 1_000;
const segmentMs = 3600_000;
/** An hour of a very busy PBX is more than a program can hold as one text. */
const mostSegmentBytes = 64 * 1024 * 1024;
const bufferBytes = 64 * 1024;
/** Uncompressed bytes that may wait for the compressor and the disk. */
const maxWaitingBytes = 32 * 1024 * 1024;
const dayMs = 24 * 3600_000;

export class RawLog {
  readonly #options: RawLogOptions;
  readonly #log: RateLimitedLog;
  readonly #stopFlushing: CancelTimer;
  #buffer = Buffer.allocUnsafe(bufferBytes);
  #used = 0;
  #stampedAt = -1;
  #stamp = '';
  #gzip: Gzip | null = null;
  #file: fs.WriteStream | null = null;
  #segmentEndsAt = 0;
  #segmentBytes = 0;
  /** Names the file: there is one a millisecond at most. */
  #segmentBeganAt = 0;
  #retryAt = 0;
  #leftOut = 0;
  #unflushed = false;

  /** @throws when the folder cannot be made. */
  constructor(options: RawLogOptions) {
    this.#options = options;
    this.#log = new RateLimitedLog(options.logger, options.clock);
    fs.mkdirSync(options.folder, { recursive: true, mode: 0o700 });
    this.#removeOld();
    this.#stopFlushing = repeat(options.clock, flushEveryMs, () => this.#flush());
  }

  /** Takes one block as the decoder saw it: `end` is the LF of its last line. The bytes are copied. */
  take(bytes: Buffer, start: number, end: number, at: number): void {
    this.#writeStamp(at);
    const length = end - start;
    if (this.#used + length + 3 > this.#buffer.length) this.#handOver();
    if (length + 3 > this.#buffer.length) {
      this.#write(Buffer.concat([bytes.subarray(start, end), Buffer.from('\n\r\n')]));
      return;
    }
    this.#used += bytes.copy(this.#buffer, this.#used, start, end);
    this.#used += this.#buffer.write('\n\r\n', this.#used, 'latin1');
  }

  /** Takes text in trace format: marks of the bridge's own. */
  takeText(text: string): void {
    this.#handOver();
    this.#write(Buffer.from(text));
  }

  async close(): Promise<void> {
    this.#stopFlushing();
    this.#handOver();
    const { gzip, file } = { gzip: this.#gzip, file: this.#file };
    this.#gzip = null;
    if (gzip === null || file === null || file.destroyed) return;
    await new Promise<void>((resolve) => {
      file.on('close', resolve);
      gzip.end();
    });
  }

  #writeStamp(at: number): void {
    if (at !== this.#stampedAt) {
      this.#stampedAt = at;
      this.#stamp = `${traceStamp(at)}\n`;
    }
    if (this.#used + this.#stamp.length > this.#buffer.length) this.#handOver();
    this.#used += this.#buffer.write(this.#stamp, this.#used, 'latin1');
  }

  #handOver(): void {
    if (this.#used === 0) return;
    const bytes = this.#buffer.subarray(0, this.#used);
    this.#buffer = Buffer.allocUnsafe(bufferBytes);
    this.#used = 0;
    this.#write(bytes);
  }

  #write(bytes: Buffer): void {
    const gzip = this.#openSegment();
    if (gzip !== null && gzip.writableLength + (this.#file?.writableLength ?? 0) < maxWaitingBytes) {
      gzip.write(bytes);
      this.#segmentBytes += bytes.length;
      this.#unflushed = true;
      return;
    }
    this.#leftOut += bytes.length;
    this.#log.warn('left out', { bytes: this.#leftOut }, 'the raw copy cannot follow; some of it is left out');
  }

  #flush(): void {
    this.#handOver();
    // A sync flush makes everything so far readable; one with nothing to flush would only make the file grow.
    if (this.#unflushed) this.#gzip?.flush(constants.Z_SYNC_FLUSH);
    this.#unflushed = false;
  }

  #openSegment(): Gzip | null {
    const { clock, folder } = this.#options;
    const now = clock.now();
    const isFull = this.#segmentBytes >= (this.#options.segmentBytes ?? mostSegmentBytes) && now > this.#segmentBeganAt;
    if (this.#gzip !== null && now < this.#segmentEndsAt && !isFull) return this.#gzip;
    if (now < this.#retryAt) return null;
    this.#gzip?.end();
    const file = fs.createWriteStream(rawSegmentFile(folder, now), { flags: 'wx', mode: 0o600 });
    const gzip = createGzip({ level: 1 });
    file.on('error', (error) => this.#failed(gzip, error));
    gzip.on('error', (error) => this.#failed(gzip, error));
    gzip.pipe(file);
    gzip.write(this.#options.head?.() ?? '');
    this.#gzip = gzip;
    this.#file = file;
    this.#segmentBytes = 0;
    this.#segmentBeganAt = now;
    this.#segmentEndsAt = (Math.floor(now / segmentMs) + 1) * segmentMs;
    this.#removeOld();
    return gzip;
  }

  #failed(gzip: Gzip, error: Error): void {
    this.#log.warn('disk', { error: errorText(error) }, 'the raw copy cannot be written; calls go on without it');
    gzip.destroy();
    if (this.#gzip !== gzip) return;
    this.#gzip = null;
    this.#retryAt = this.#options.clock.now() + 10_000;
  }

  #removeOld(): void {
    const { folder, days, maxMegabytes, clock } = this.#options;
    const limits = { keepFrom: clock.now() - days * dayMs, maxBytes: maxMegabytes * 1024 * 1024 };
    try {
      for (const { file } of segmentsToRemove(listRawSegments(folder), limits)) fs.rmSync(file, { force: true });
    } catch (error) {
      this.#log.warn('remove', { error: errorText(error) }, 'old files of the raw copy could not be removed');
    }
  }
}
