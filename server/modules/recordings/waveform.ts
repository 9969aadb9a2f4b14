/**
 * Pure: the loudness of a recording in about 800 steps, fed chunk by chunk. Memory does not grow with the length: peaks
 * are taken over short windows, and whenever there are twice as many as wanted, neighbours are put together.
 */
import type { WavFormat } from './wav-header.ts';

export interface WaveformBuilder {
  /** Bytes of samples, in any chunking. */
  push(bytes: Buffer): void;
  /** Peaks 0..255, at most `wanted`; empty when the encoding is not understood or nothing came. */
  finish(): Uint8Array;
}

/** Linear value of a µ-law byte (ITU-T G.711). */
function fromMuLaw(byte: number): number {
  const inverted = ~byte & 0xff;
  const magnitude = (((inverted & 0x0f) << 3) + 0x84) << ((inverted & 0x70) >> 4);
  return magnitude - 0x84;
}

/** Linear magnitude of an A-law byte (ITU-T G.711). */
function fromALaw(byte: number): number {
  const value = byte ^ 0x55;
  const segment = (value & 0x70) >> 4;
  const base = ((value & 0x0f) << 4) + 8;
  return segment === 0 ? base : (base + 0x100) << (segment - 1);
}

type ReadSample = { bytes: 1 | 2; magnitude(bytes: Buffer, at: number): number };

function sampleReader({ encoding, bitsPerSample }: WavFormat): ReadSample | null {
  if (encoding === 1 && bitsPerSample === 16) return { bytes: 2, magnitude: (b, at) => Math.abs(b.readInt16LE(at)) };
  if (encoding === 1 && bitsPerSample === 8) return { bytes: 1, magnitude: (b, at) => Math.abs(b[at]! - 128) << 8 };
  if (encoding === 7) return { bytes: 1, magnitude: (b, at) => fromMuLaw(b[at]!) };
  if (encoding === 6) return { bytes: 1, magnitude: (b, at) => fromALaw(b[at]!) };
  return null;
}

function halve(peaks: Uint16Array): void {
  for (let i = 0; i < peaks.length / 2; i += 1) peaks[i] = Math.max(peaks[2 * i]!, peaks[2 * i + 1]!);
}

export function createWaveform(format: WavFormat, wanted = 800): WaveformBuilder {
  const sample = sampleReader(format);
  const peaks = new Uint16Array(wanted * 2);
  let filled = 0;
  // Ten milliseconds of all channels to begin with; doubles as the recording goes on.
  let window = Math.max(1, Math.round(format.sampleRate / 100)) * format.channels;
  let inWindow = 0;
  let peak = 0;
  let carried: number | null = null;

  const closeWindow = () => {
    peaks[filled] = peak;
    filled += 1;
    peak = 0;
    inWindow = 0;
    if (filled < peaks.length) return;
    halve(peaks);
    filled /= 2;
    window *= 2;
  };
  const take = (magnitude: number) => {
    if (magnitude > peak) peak = magnitude;
    inWindow += 1;
    if (inWindow === window) closeWindow();
  };
  return {
    push(bytes) {
      if (!sample) return;
      let at = 0;
      if (carried !== null && bytes.length > 0) {
        take(sample.magnitude(Buffer.from([carried, bytes[0]!]), 0));
        carried = null;
        at = 1;
      }
      for (; at + sample.bytes <= bytes.length; at += sample.bytes) take(sample.magnitude(bytes, at));
      if (at < bytes.length) carried = bytes[at]!;
    },
    finish() {
      if (inWindow > 0 && filled < peaks.length) {
        peaks[filled] = peak;
        filled += 1;
      }
      const fold = Math.max(1, Math.ceil(filled / wanted));
      const out = new Uint8Array(Math.ceil(filled / fold));
      for (let i = 0; i < filled; i += 1) {
        const at = Math.floor(i / fold);
        out[at] = Math.max(out[at]!, Math.min(255, Math.round(peaks[i]! / 128.5)));
      }
      return out;
    },
  };
}
