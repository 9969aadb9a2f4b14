/**
 * A stream that lets a sound file through untouched and learns of it on the way: checksum, size, kind, length, waveform.
 * Memory is bounded whatever the length.
 */
import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';
import { type AudioKind, audioKind } from './audio-kind.ts';
import { readWavHeader, type WavFormat } from './wav-header.ts';
import { createWaveform, type WaveformBuilder } from './waveform.ts';

export interface AudioFacts extends AudioKind {
  bytes: number;
  sha256: string;
  /** Null when it is no WAV. */
  seconds: number | null;
  /** 0..255, about 800; empty when the encoding is not understood. */
  peaks: Uint8Array;
}

/** A WAV header with more in front of its samples than this is not looked into. */
const longestHeader = 64 * 1024;

export interface AudioProbe {
  stream: Transform;
  /** To be called once the stream has ended. */
  facts(): AudioFacts;
}

export function createAudioProbe(): AudioProbe {
  const hash = createHash('sha256');
  let bytes = 0;
  let head: Buffer | null = Buffer.alloc(0);
  let kind: AudioKind = audioKind(Buffer.alloc(0));
  let format: WavFormat | null = null;
  let waveform: WaveformBuilder | null = null;

  const readHead = (chunk: Buffer) => {
    const all = Buffer.concat([head ?? Buffer.alloc(0), chunk]);
    kind = audioKind(all);
    const header = readWavHeader(all);
    if (header.kind === 'more' && all.length < longestHeader) {
      head = all;
      return;
    }
    head = null;
    if (header.kind !== 'wav') return;
    format = header.format;
    waveform = createWaveform(format);
    waveform.push(all.subarray(format.dataOffset));
  };

  return {
    stream: new Transform({
      transform(chunk: Buffer, _encoding, done) {
        bytes += chunk.length;
        hash.update(chunk);
        if (head !== null) readHead(chunk);
        else waveform?.push(chunk);
        done(null, chunk);
      },
    }),
    facts: () => ({
      ...kind,
      bytes,
      sha256: hash.digest('hex'),
      seconds: format ? Math.round((Math.max(0, bytes - format.dataOffset) / format.byteRate) * 1_000) / 1_000 : null,
      peaks: waveform?.finish() ?? new Uint8Array(),
    }),
  };
}
