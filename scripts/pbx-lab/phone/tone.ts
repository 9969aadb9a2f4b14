import { encodeMulaw, MULAW_TO_LINEAR } from './mulaw.ts';

const SAMPLE_RATE = 8000;

/** Samples in one packet: 20 ms. */
export const FRAME_SAMPLES = 160;

/** Seconds in one packet. */
export const FRAME_SECONDS = FRAME_SAMPLES / SAMPLE_RATE;

/**
 * Tones lie on a grid of 50 Hz: 20 ms then hold whole waves, so one frame repeats without a click, and the tones of
 * two phones cannot be mistaken for each other within one frame.
 */
export const TONE_STEP_HZ = 50;
export const LOWEST_TONE_HZ = 300;
export const HIGHEST_TONE_HZ = 3400;

/** Loudness of our own tones, in 16-bit samples; eight of them fit into one conference. */
const AMPLITUDE = 4000;

/** A tone counts when it is at least half as loud as we send it and carries a good part of all that is heard. */
const MIN_AMPLITUDE = AMPLITUDE / 2;
const MIN_SHARE = 0.2;

const GRID = Array.from(
  { length: (HIGHEST_TONE_HZ - LOWEST_TONE_HZ) / TONE_STEP_HZ + 1 },
  (_, index) => LOWEST_TONE_HZ + index * TONE_STEP_HZ,
);
const COEFFICIENTS = Float64Array.from(GRID, (hz) => 2 * Math.cos((2 * Math.PI * hz) / SAMPLE_RATE));

/** 20 ms of a tone in µ-law. @throws RangeError when the frequency is not on the grid. */
export function toneFrame(hz: number): Buffer {
  if (!GRID.includes(hz)) {
    throw new RangeError(
      `Tone ${hz} Hz: multiples of ${TONE_STEP_HZ} from ${LOWEST_TONE_HZ} to ${HIGHEST_TONE_HZ} are allowed`,
    );
  }
  const step = (2 * Math.PI * hz) / SAMPLE_RATE;
  return Buffer.from(Array.from({ length: FRAME_SAMPLES }, (_, n) => encodeMulaw(AMPLITUDE * Math.sin(step * n))));
}

const samples = new Float64Array(FRAME_SAMPLES);

/** Frequencies of the grid that sound in one 20 ms µ-law frame (Goertzel on each). */
export function tonesIn(frame: Uint8Array): number[] {
  if (frame.length !== FRAME_SAMPLES) return [];
  let energy = 0;
  for (let n = 0; n < FRAME_SAMPLES; n++) {
    const sample = MULAW_TO_LINEAR[frame[n]!]!;
    samples[n] = sample;
    energy += sample * sample;
  }
  // Mean square of the quietest tone that counts is half its amplitude squared.
  if (energy / FRAME_SAMPLES < (MIN_AMPLITUDE * MIN_AMPLITUDE) / 2) return [];
  return GRID.filter((_, index) => {
    const power = goertzel(COEFFICIENTS[index]!);
    const amplitude = (2 * Math.sqrt(power)) / FRAME_SAMPLES;
    return amplitude >= MIN_AMPLITUDE && (FRAME_SAMPLES * amplitude * amplitude) / 2 >= MIN_SHARE * energy;
  });
}

function goertzel(coefficient: number): number {
  let before = 0;
  let last = 0;
  for (let n = 0; n < FRAME_SAMPLES; n++) {
    const next = samples[n]! + coefficient * last - before;
    before = last;
    last = next;
  }
  return before * before + last * last - coefficient * before * last;
}
