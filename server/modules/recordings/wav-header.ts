/** Pure: what a WAV file says of itself, read from its first bytes. */

export interface WavFormat {
  /** 1 PCM · 6 A-law · 7 µ-law; others (GSM 49) are kept and played, but have no waveform. */
  encoding: number;
  channels: number;
  sampleRate: number;
  bitsPerSample: number;
  byteRate: number;
  /** Offset of the first sample. */
  dataOffset: number;
  /** Bytes of samples by the header; Asterisk leaves 0 or a wrong value when it was killed: the file's length wins. */
  dataBytes: number;
}

export type WavHeader = { kind: 'wav'; format: WavFormat } | { kind: 'more' } | { kind: 'no-wav'; because: string };

const text = (bytes: Buffer, at: number) => bytes.toString('latin1', at, at + 4);

/**
 * Looks for the format in the bytes at hand: `more` when the header goes on behind them.
 * @example readWavHeader(first64KB)
 */
export function readWavHeader(bytes: Buffer): WavHeader {
  if (bytes.length < 12) return { kind: 'more' };
  if (text(bytes, 0) !== 'RIFF' || text(bytes, 8) !== 'WAVE') return { kind: 'no-wav', because: 'no RIFF/WAVE header' };
  let format: Omit<WavFormat, 'dataOffset' | 'dataBytes'> | null = null;
  let at = 12;
  while (at + 8 <= bytes.length) {
    const name = text(bytes, at);
    const size = bytes.readUInt32LE(at + 4);
    if (name === 'data') {
      if (!format) return { kind: 'no-wav', because: 'samples before their format' };
      return { kind: 'wav', format: { ...format, dataOffset: at + 8, dataBytes: size } };
    }
    if (name === 'fmt ') {
      if (at + 24 > bytes.length) return { kind: 'more' };
      const read = readFormat(bytes, at + 8);
      if (typeof read === 'string') return { kind: 'no-wav', because: read };
      format = read;
    }
    at += 8 + size + (size % 2);
  }
  return { kind: 'more' };
}

function readFormat(bytes: Buffer, at: number): Omit<WavFormat, 'dataOffset' | 'dataBytes'> | string {
  const format = {
    encoding: bytes.readUInt16LE(at),
    channels: bytes.readUInt16LE(at + 2),
    sampleRate: bytes.readUInt32LE(at + 4),
    byteRate: bytes.readUInt32LE(at + 8),
    bitsPerSample: bytes.readUInt16LE(at + 14),
  };
  if (format.channels < 1 || format.channels > 8) return `${format.channels} channels`;
  if (format.sampleRate < 1_000 || format.sampleRate > 384_000) return `a sample rate of ${format.sampleRate}`;
  if (format.byteRate < 1) return 'a byte rate of 0';
  return format;
}
