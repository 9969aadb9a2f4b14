/**
 * What must survive: facts until the server has committed them, and the inputs from which the reducers' state is rebuilt.
 *
 * Rules that hold together (docs/decisions tells why):
 * - a group is handed to the operating system (write) before its facts go to the server, so `kill -9` loses neither;
 *   it is forced to the disk (fsync) a few milliseconds later, many groups at once: nobody waits for that;
 * - every start of the bridge is a new journal id and counts its unacknowledged facts from 1. Sequences are positions, not
 *   identities: after a power cut that took the unsynced tail no sequence can mean two different facts. Facts sent
 *   twice have the same id, and the server takes each id once;
 * - state = checkpoint + inputs of the groups after it. A segment goes when its facts are acknowledged and a checkpoint
 *   lies behind it;
 * - when the disk fails, groups wait in memory (bounded), are sent all the same, and are written once it works again; over
 *   the bound `onBehind` asks the shell to hold the PBX back. Nothing is dropped in silence.
 */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { type CancelTimer, type Clock, isoTime } from '../clock.ts';
import { errorText, type Logger, RateLimitedLog } from '../logger.ts';
import { type JournalDisk, nodeDisk } from './journal-disk.ts';
import { encodeGroup, type JournalGroup } from './journal-record.ts';
import {
  checkpointFile,
  factsOf,
  groupsAfter,
  newSegmentFile,
  type Segment,
  scanSegments,
} from './journal-segments.ts';
import type { NewFact } from './new-fact.ts';

export interface StoredFact {
  readonly sequence: number;
  /** The whole event of the contract as JSON. */
  readonly json: string;
}

export interface JournalOptions {
  readonly folder: string;
  readonly bridgeId: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly disk?: JournalDisk;
  readonly segmentBytes?: number;
  /** Facts kept in memory so that sending need not read the disk. */
  readonly tailBytes?: number;
  /** What may wait in memory for a disk that fails. */
  readonly waitingBytes?: number;
  /** True: the disk is too far behind, hold the PBX back. False: it has caught up. */
  readonly onBehind?: (behind: boolean) => void;
}

interface Checkpoint {
  readonly version: 1;
  readonly group: number;
  readonly settledGroup: number;
  readonly state: unknown;
}

const syncEveryMs = 20;
const retryEveryMs = 1_000;

export class Journal {
  journalId: string = randomUUID();
  readonly #options: JournalOptions;
  readonly #disk: JournalDisk;
  readonly #log: RateLimitedLog;
  readonly #segments: Segment[];
  #fd: number | null = null;
  #nextGroup: number;
  #nextSequence: number;
  #acked = 0;
  #checkpoint: Checkpoint | null;
  #checkpointing: Promise<void> | null = null;
  #tail: { sequence: number; json: string; group: number }[] = [];
  #tailBytes = 0;
  #waiting: { group: number; factCount: number; bytes: Buffer }[] = [];
  #waitingBytes = 0;
  #behind = false;
  #cancelRetry: CancelTimer | null = null;
  #unsynced = false;
  #syncPlanned = false;
  #syncing: Promise<void> = Promise.resolve();
  #loaded: { segment: Segment; bytes: number; facts: string[] } | null = null;
  #closed = false;

  /** Opens the folder (made when missing). @throws what the file system says when it cannot be read or written. */
  constructor(options: JournalOptions) {
    this.#options = options;
    this.#disk = options.disk ?? nodeDisk;
    this.#log = new RateLimitedLog(options.logger, options.clock);
    fs.mkdirSync(options.folder, { recursive: true, mode: 0o700 });
    this.#checkpoint = readCheckpoint(options.folder, options.logger);
    const { segments, tornBytes } = scanSegments(options.folder, this.#checkpoint?.settledGroup ?? 0);
    if (tornBytes > 0) options.logger.warn({ tornBytes }, 'the last record of the journal was torn and is left out');
    this.#segments = segments;
    this.#nextGroup = Math.max(segments.at(-1)?.lastGroup ?? 0, this.#checkpoint?.group ?? 0) + 1;
    this.#nextSequence = segments.reduce((sum, segment) => sum + segment.factCount, 1);
    this.#openSegment();
  }

  get lastSequence(): number {
    return this.#nextSequence - 1;
  }

  /** The oldest sequence that can still be read. */
  get firstSequence(): number {
    return this.#segments[0]?.firstSequence ?? this.#nextSequence;
  }

  get ackedSequence(): number {
    return this.#acked;
  }

  /** State of the last checkpoint (null: none) and, in order, the groups whose inputs must be applied to it. */
  recover(): { state: unknown; groups: () => Generator<JournalGroup> } {
    const after = this.#checkpoint?.group ?? 0;
    const segments = [...this.#segments];
    function* groups(): Generator<JournalGroup> {
      for (const segment of segments) yield* groupsAfter(segment, after);
    }
    return { state: this.#checkpoint?.state ?? null, groups };
  }

  /** Writes a group down and gives its facts their sequences. Never throws: a failing disk is waited for. */
  append(facts: readonly NewFact[], inputs: string): readonly StoredFact[] {
    const recordedAt = isoTime(this.#options.clock.now());
    const jsons = facts.map((fact) => JSON.stringify({ ...fact, bridgeId: this.#options.bridgeId, recordedAt }));
    const group = this.#nextGroup++;
    this.#store({ group, factCount: jsons.length, bytes: encodeGroup({ group, facts: jsons, inputs }) });
    const stored = jsons.map((json) => this.#withSequence(this.#nextSequence++, json));
    for (const fact of stored) {
      this.#tail.push({ ...fact, group });
      this.#tailBytes += fact.json.length;
    }
    this.#trimTail();
    return stored;
  }

  /** Facts from `sequence` on, at most `count` and about `bytes`; reads the disk when they are no longer in memory. */
  read(sequence: number, count: number, bytes: number): StoredFact[] {
    const found: StoredFact[] = [];
    let size = 0;
    for (let next = sequence; found.length < count && size < bytes; next++) {
      const fact = this.#factAt(next);
      if (fact === null) break;
      found.push(fact);
      size += fact.json.length;
    }
    return found;
  }

  /** The server has committed everything up to `sequence`. */
  acknowledge(sequence: number): void {
    if (sequence <= this.#acked) return;
    this.#acked = Math.min(sequence, this.lastSequence);
    this.#trimTail();
    void this.#removeSettled();
  }

  /**
   * The server's count does not fit this journal (it was restored from a backup, or has another idea of the past): count
   * anew under a new id. Everything still on disk is sent again; the ids of the facts tell the server what it has.
   */
  renumber(): void {
    this.journalId = randomUUID();
    const shift = (this.#segments[0]?.firstSequence ?? this.#nextSequence) - 1;
    for (const segment of this.#segments) segment.firstSequence -= shift;
    this.#nextSequence -= shift;
    this.#tail = this.#tail.map((fact) => ({
      ...this.#withSequence(fact.sequence - shift, fact.json),
      group: fact.group,
    }));
    this.#loaded = null;
    this.#acked = 0;
  }

  /** Writes `state`, as of everything appended so far, so that older groups need not be replayed. */
  async checkpoint(state: unknown): Promise<void> {
    // Before waiting for the one under way: groups that come meanwhile are not in `state`.
    const content: Checkpoint = { version: 1, group: this.#nextGroup - 1, settledGroup: this.#settledGroup(), state };
    await this.#checkpointing;
    const text = JSON.stringify(content);
    this.#checkpointing = this.#disk
      .replace(checkpointFile(this.#options.folder), text)
      .then(() => {
        this.#checkpoint = { ...content, state: null };
        return this.#removeSettled();
      })
      .catch((error) =>
        this.#log.warn('checkpoint', { error: errorText(error) }, 'the checkpoint could not be written'),
      );
    await this.#checkpointing;
  }

  /** Writes what waits, forces everything to the disk and closes. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancelRetry?.();
    this.#writeWaiting();
    if (this.#waiting.length > 0) {
      const facts = this.#waiting.reduce((sum, record) => sum + record.factCount, 0);
      this.#options.logger.error({ facts }, 'the bridge stops with facts that could not be written to the journal');
    }
    await this.#checkpointing;
    await this.#syncing;
    if (this.#fd !== null) {
      await this.#syncNow();
      this.#disk.close(this.#fd);
      this.#fd = null;
    }
  }

  #withSequence(sequence: number, json: string): StoredFact {
    const bare = json.startsWith('{"sequence":') ? json.slice(json.indexOf(',') + 1) : json.slice(1);
    return { sequence, json: `{"sequence":${sequence},${bare}` };
  }

  #store(record: { group: number; factCount: number; bytes: Buffer }): void {
    this.#waiting.push(record);
    this.#waitingBytes += record.bytes.length;
    // While the disk fails only the timer tries again: each failed try costs time that the PBX has not.
    if (this.#cancelRetry === null) this.#writeWaiting();
    this.#tellBehind();
  }

  #writeWaiting(): void {
    this.#cancelRetry = null;
    try {
      for (let record = this.#waiting[0]; record !== undefined; record = this.#waiting[0]) {
        this.#write(record);
        this.#waiting.shift();
        this.#waitingBytes -= record.bytes.length;
      }
      this.#planSync();
    } catch (error) {
      this.#report(error);
      if (!this.#closed) this.#cancelRetry = this.#options.clock.after(retryEveryMs, () => this.#writeWaiting());
    }
    this.#tellBehind();
  }

  #write(record: { group: number; factCount: number; bytes: Buffer }): void {
    let segment = this.#segments.at(-1);
    if (
      this.#fd === null ||
      segment === undefined ||
      segment.bytes >= (this.#options.segmentBytes ?? 8 * 1024 * 1024)
    ) {
      this.#openSegment(record.group);
      segment = this.#segments.at(-1);
    }
    if (this.#fd === null || segment === undefined) throw new Error('no segment of the journal is open');
    try {
      this.#disk.write(this.#fd, record.bytes);
    } catch (error) {
      // Half a record may be there: cut it off, or what follows could never be read.
      this.#abandonPartial(segment);
      throw error;
    }
    segment.bytes += record.bytes.length;
    segment.lastGroup = record.group;
    segment.factCount += record.factCount;
  }

  #abandonPartial(segment: Segment): void {
    if (this.#fd === null) return;
    try {
      this.#disk.truncate(this.#fd, segment.bytes);
    } catch (error) {
      this.#report(error);
      // The torn end stays; a new segment goes on behind it, and the next start cuts it off.
      this.#closeLater(this.#fd);
      this.#fd = null;
    }
  }

  #openSegment(firstGroup = this.#nextGroup): void {
    const file = newSegmentFile(this.#options.folder, firstGroup);
    const last = this.#segments.at(-1);
    const fd = this.#disk.openForAppend(file);
    if (this.#fd !== null) this.#closeLater(this.#fd);
    this.#fd = fd;
    if (last?.file === file) return;
    const firstSequence = last === undefined ? 1 : last.firstSequence + last.factCount;
    const empty = { lastGroup: firstGroup - 1, factCount: 0, settledFacts: 0, bytes: 0 };
    this.#segments.push({ file, firstGroup, firstSequence, ...empty });
  }

  #factAt(sequence: number): StoredFact | null {
    const first = this.#tail[0];
    if (first !== undefined && sequence >= first.sequence) return this.#tail[sequence - first.sequence] ?? null;
    const segment = this.#segments.find(
      (one) => sequence >= one.firstSequence && sequence < one.firstSequence + one.factCount,
    );
    if (segment === undefined) return null;
    if (this.#loaded?.segment !== segment || this.#loaded.bytes !== segment.bytes) {
      this.#loaded = { segment, bytes: segment.bytes, facts: factsOf(segment) };
    }
    const json = this.#loaded.facts[sequence - segment.firstSequence];
    return json === undefined ? null : this.#withSequence(sequence, json);
  }

  /** Memory keeps what is not on disk yet, and of the rest the youngest that the server has not acknowledged. */
  #trimTail(): void {
    const firstWaiting = this.#waiting[0]?.group ?? Number.POSITIVE_INFINITY;
    const most = this.#options.tailBytes ?? 16 * 1024 * 1024;
    let drop = 0;
    for (const fact of this.#tail) {
      const mayGo = fact.sequence <= this.#acked || this.#tailBytes > most;
      if (!mayGo || fact.group >= firstWaiting) break;
      this.#tailBytes -= fact.json.length;
      drop++;
    }
    if (drop > 0) this.#tail.splice(0, drop);
  }

  #tellBehind(): void {
    const most = this.#options.waitingBytes ?? 64 * 1024 * 1024;
    const behind = this.#behind ? this.#waitingBytes > 0 : this.#waitingBytes > most;
    if (behind === this.#behind) return;
    this.#behind = behind;
    this.#options.onBehind?.(behind);
  }

  #planSync(): void {
    this.#unsynced = true;
    if (this.#syncPlanned || this.#closed) return;
    this.#syncPlanned = true;
    this.#options.clock.after(syncEveryMs, () => {
      this.#syncing = this.#syncing.then(async () => {
        this.#syncPlanned = false;
        await this.#syncNow();
      });
    });
  }

  async #syncNow(): Promise<void> {
    const fd = this.#fd;
    if (fd === null || !this.#unsynced) return;
    this.#unsynced = false;
    await this.#disk.sync(fd).catch((error) => this.#report(error));
  }

  /** A full segment is closed behind whatever sync is under way, after a last one of its own. */
  #closeLater(fd: number): void {
    this.#syncing = this.#syncing.then(async () => {
      await this.#disk.sync(fd).catch((error) => this.#report(error));
      this.#disk.close(fd);
    });
  }

  /** Last group all facts of which the server has. */
  #settledGroup(): number {
    let settled = this.#checkpoint?.settledGroup ?? 0;
    for (const segment of this.#segments) {
      if (segment.firstSequence + segment.factCount - 1 > this.#acked) break;
      settled = Math.max(settled, segment.lastGroup);
    }
    return settled;
  }

  async #removeSettled(): Promise<void> {
    const behind = this.#checkpoint?.group ?? 0;
    for (let first = this.#segments[0]; first !== undefined && this.#segments.length > 1; first = this.#segments[0]) {
      if (first.lastGroup > behind || first.firstSequence + first.factCount - 1 > this.#acked) return;
      this.#segments.shift();
      if (this.#loaded?.segment === first) this.#loaded = null;
      await this.#disk.remove(first.file).catch((error) => this.#report(error));
    }
  }

  #report(error: unknown): void {
    const data = { folder: this.#options.folder, error: errorText(error), waitingBytes: this.#waitingBytes };
    this.#log.warn('disk', data, 'the journal cannot be written; facts wait in memory and are still sent');
  }
}

const readCheckpoint = (folder: string, logger: Logger): Checkpoint | null => {
  let text: string;
  try {
    text = fs.readFileSync(checkpointFile(folder), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    const found = JSON.parse(text) as Checkpoint;
    if (found.version === 1 && Number.isInteger(found.group)) return found;
    logger.warn({}, 'the checkpoint is of another version and is left out');
  } catch (error) {
    logger.warn({ error: errorText(error) }, 'the checkpoint cannot be read and is left out');
  }
  return null;
};
