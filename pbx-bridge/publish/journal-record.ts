/**
 * PURE: how one group lies in a journal segment. A group is everything that one chunk of AMI traffic caused: the inputs that
 * changed the reducers' state and the facts that came of them, in one checksummed record. So a torn record loses both or
 * neither, and state and facts can never tell different stories.
 *
 *     u32 payload length · u32 crc32 of payload · payload
 *     payload = u48 group · u32 number of facts · u32 bytes of facts · facts, one JSON per line · inputs, as trace text
 */
import { crc32 } from 'node:zlib';

export interface JournalGroup {
  /** Number of the group, growing by one for as long as this folder exists. */
  readonly group: number;
  /** JSON of each fact, without `sequence`. Holds no line break. */
  readonly facts: readonly string[];
  /** Inputs of the reducers in the text form of raw/trace-format.ts; '' when there were none. */
  readonly inputs: string;
}

const headerBytes = 8;
const prefixBytes = 14;
/** A length beyond this is no length but rubbish on the disk. */
const maxRecordBytes = 256 * 1024 * 1024;

export const encodeGroup = ({ group, facts, inputs }: JournalGroup): Buffer => {
  const factsText = facts.join('\n');
  const factsBytes = Buffer.byteLength(factsText);
  const payloadBytes = prefixBytes + factsBytes + Buffer.byteLength(inputs);
  const record = Buffer.allocUnsafe(headerBytes + payloadBytes);
  record.writeUInt32LE(payloadBytes, 0);
  record.writeUIntLE(group, headerBytes, 6);
  record.writeUInt32LE(facts.length, headerBytes + 6);
  record.writeUInt32LE(factsBytes, headerBytes + 10);
  record.write(factsText, headerBytes + prefixBytes);
  record.write(inputs, headerBytes + prefixBytes + factsBytes);
  record.writeUInt32LE(crc32(record.subarray(headerBytes)), 4);
  return record;
};

export interface FoundRecord {
  readonly group: number;
  readonly factCount: number;
  /** Offset of the record after this one. */
  readonly end: number;
  read(): JournalGroup;
}

/** Records of a segment in order; ends at the first one that is torn or damaged. */
export function* readRecords(bytes: Buffer, from = 0): Generator<FoundRecord> {
  let at = from;
  for (;;) {
    if (at + headerBytes + prefixBytes > bytes.length) return;
    const payloadBytes = bytes.readUInt32LE(at);
    const start = at + headerBytes;
    const end = start + payloadBytes;
    if (payloadBytes < prefixBytes || payloadBytes > maxRecordBytes || end > bytes.length) return;
    if (crc32(bytes.subarray(start, end)) !== bytes.readUInt32LE(at + 4)) return;
    const group = bytes.readUIntLE(start, 6);
    const factCount = bytes.readUInt32LE(start + 6);
    const inputsFrom = start + prefixBytes + bytes.readUInt32LE(start + 10);
    if (inputsFrom > end) return;
    const read = (): JournalGroup => {
      const facts = bytes.toString('utf8', start + prefixBytes, inputsFrom);
      return {
        group,
        facts: factCount === 0 ? [] : facts.split('\n'),
        inputs: bytes.toString('utf8', inputsFrom, end),
      };
    };
    yield { group, factCount, end, read };
    at = end;
  }
}
