/** The segment files of a journal folder: their names, and what a start finds in them. */
import fs from 'node:fs';
import path from 'node:path';
import { type JournalGroup, readRecords } from './journal-record.ts';

export interface Segment {
  readonly file: string;
  readonly firstGroup: number;
  lastGroup: number;
  /** Sequence of the segment's first fact that counts; grows by one with each fact. */
  firstSequence: number;
  factCount: number;
  /** Facts at its start that were acknowledged before this start of the bridge and have no sequence any more. */
  readonly settledFacts: number;
  /** Bytes of whole records. */
  bytes: number;
}

const pattern = /^groups-(\d{15})-\d{3}\.journal$/;

/** Where a new segment goes: a file of its own, never behind what a failing disk left in another. */
export const newSegmentFile = (folder: string, firstGroup: number): string => {
  for (let attempt = 0; ; attempt++) {
    const name = `groups-${String(firstGroup).padStart(15, '0')}-${String(attempt).padStart(3, '0')}.journal`;
    const file = path.join(folder, name);
    if ((fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0) return file;
  }
};

export const checkpointFile = (folder: string): string => path.join(folder, 'checkpoint.json');

/**
 * Reads every segment once: counts its facts, cuts a torn tail off. `settledGroup` is the last group whose facts the server
 * is known to have. Returns the segments in order and how many bytes were torn.
 */
export const scanSegments = (folder: string, settledGroup: number): { segments: Segment[]; tornBytes: number } => {
  const segments: Segment[] = [];
  let tornBytes = 0;
  let sequence = 1;
  for (const name of fs.readdirSync(folder).sort()) {
    const firstGroup = Number(pattern.exec(name)?.[1] ?? Number.NaN);
    if (Number.isNaN(firstGroup)) continue;
    const file = path.join(folder, name);
    const bytes = fs.readFileSync(file);
    const found = { lastGroup: firstGroup - 1, factCount: 0, settledFacts: 0, bytes: 0 };
    for (const record of readRecords(bytes)) {
      found.lastGroup = record.group;
      found.bytes = record.end;
      if (record.group <= settledGroup) found.settledFacts += record.factCount;
      else found.factCount += record.factCount;
    }
    if (found.bytes < bytes.length) {
      tornBytes += bytes.length - found.bytes;
      fs.truncateSync(file, found.bytes);
    }
    segments.push({ file, firstGroup, firstSequence: sequence, ...found });
    sequence += found.factCount;
  }
  return { segments, tornBytes };
};

/** Groups of one segment after `group`. */
export function* groupsAfter(segment: Segment, group: number): Generator<JournalGroup> {
  if (segment.lastGroup <= group) return;
  for (const record of readRecords(fs.readFileSync(segment.file).subarray(0, segment.bytes))) {
    if (record.group > group) yield record.read();
  }
}

/** JSON of every fact of a segment that has a sequence, in order. */
export const factsOf = (segment: Segment): string[] => {
  const facts: string[] = [];
  for (const record of readRecords(fs.readFileSync(segment.file).subarray(0, segment.bytes))) {
    if (record.factCount > 0) facts.push(...record.read().facts);
  }
  return facts.slice(segment.settledFacts);
};
