/** Files of the raw copy: one per hour and start of the bridge, gzip, named by the moment they begin. */
import fs from 'node:fs';
import path from 'node:path';
import { constants, gunzipSync } from 'node:zlib';
import { readTrace, type TraceEntry } from './trace-format.ts';

export interface RawSegment {
  readonly file: string;
  /** Milliseconds since the epoch; nothing in the file is older. */
  readonly startedAt: number;
  readonly bytes: number;
}

const pattern = /^raw-(\d{13})\.ami\.gz$/;

export const rawSegmentFile = (folder: string, startedAt: number): string =>
  path.join(folder, `raw-${String(startedAt).padStart(13, '0')}.ami.gz`);

/** Every segment, oldest first. An absent folder holds none. */
export const listRawSegments = (folder: string): RawSegment[] => {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const startedAt = pattern.exec(name)?.[1];
      if (startedAt === undefined) return [];
      const file = path.join(folder, name);
      return [{ file, startedAt: Number(startedAt), bytes: fs.statSync(file).size }];
    });
};

/** PURE: which segments have to go: those that ended before the oldest day to keep, then the oldest until the rest fits. */
export const segmentsToRemove = (
  segments: readonly RawSegment[],
  limits: { readonly keepFrom: number; readonly maxBytes: number },
): readonly RawSegment[] => {
  let total = segments.reduce((sum, segment) => sum + segment.bytes, 0);
  const remove: RawSegment[] = [];
  for (const [index, segment] of segments.entries()) {
    const endsAt = segments[index + 1]?.startedAt ?? Number.POSITIVE_INFINITY;
    if (endsAt > limits.keepFrom && total <= limits.maxBytes) break;
    if (index === segments.length - 1) break; // the one being written
    remove.push(segment);
    total -= segment.bytes;
  }
  return remove;
};

/** Entries of the raw copy between two moments (milliseconds), in order. A file torn by a crash is read as far as it goes. */
export function* readRawEntries(folder: string, from: number, to: number): Generator<TraceEntry> {
  const segments = listRawSegments(folder);
  for (const [index, segment] of segments.entries()) {
    const endsAt = segments[index + 1]?.startedAt ?? Number.POSITIVE_INFINITY;
    if (endsAt < from || segment.startedAt > to) continue;
    for (const entry of readTrace(unpack(segment.file))) if (entry.at >= from && entry.at <= to) yield entry;
  }
}

const unpack = (file: string): string => {
  const packed = fs.readFileSync(file);
  if (packed.length === 0) return '';
  return gunzipSync(packed, { finishFlush: constants.Z_SYNC_FLUSH }).toString('utf8');
};
