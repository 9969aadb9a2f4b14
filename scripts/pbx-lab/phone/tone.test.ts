import { describe, expect, it } from 'vitest';
import { encodeMulaw, MULAW_SILENCE, MULAW_TO_LINEAR } from './mulaw.ts';
import { FRAME_SAMPLES, HIGHEST_TONE_HZ, LOWEST_TONE_HZ, TONE_STEP_HZ, toneFrame, tonesIn } from './tone.ts';

/** Several frames heard together, as a conference mixes them. */
function mix(...frames: Buffer[]): Buffer {
  return Buffer.from(
    Array.from({ length: FRAME_SAMPLES }, (_, n) =>
      encodeMulaw(frames.reduce((sum, frame) => sum + MULAW_TO_LINEAR[frame[n]!]!, 0)),
    ),
  );
}

describe('[OPS-1] tones of the lab phones', () => {
  it('survive µ-law: every code becomes itself', () => {
    for (let code = 0; code < 256; code++) {
      // 0x7f is the negative zero, which nobody sends.
      if (code !== 0x7f) expect(encodeMulaw(MULAW_TO_LINEAR[code]!)).toBe(code);
    }
    expect(MULAW_TO_LINEAR[MULAW_SILENCE]).toBe(0);
  });

  it('are each heard as themselves and as nothing else', () => {
    for (let hz = LOWEST_TONE_HZ; hz <= HIGHEST_TONE_HZ; hz += TONE_STEP_HZ)
      expect(tonesIn(toneFrame(hz))).toEqual([hz]);
  });

  it('are told apart when three sound together', () => {
    expect(tonesIn(mix(toneFrame(400), toneFrame(1250), toneFrame(2900)))).toEqual([400, 1250, 2900]);
  });

  it('are heard wherever a frame is cut out of the stream', () => {
    const twice = Buffer.concat([toneFrame(700), toneFrame(700)]);
    for (let from = 0; from < FRAME_SAMPLES; from += 7)
      expect(tonesIn(twice.subarray(from, from + FRAME_SAMPLES))).toEqual([700]);
  });

  it('are not heard in silence, in a whisper of a tone, or in noise', () => {
    expect(tonesIn(Buffer.alloc(FRAME_SAMPLES, MULAW_SILENCE))).toEqual([]);
    const faint = Buffer.from(Array.from(toneFrame(700), (code) => encodeMulaw(MULAW_TO_LINEAR[code]! / 4)));
    expect(tonesIn(faint)).toEqual([]);
    let seed = 7;
    const noise = Buffer.from(
      Array.from({ length: FRAME_SAMPLES }, () => {
        seed = (seed * 1103515245 + 12345) % 2 ** 31;
        return encodeMulaw((seed / 2 ** 31 - 0.5) * 16_000);
      }),
    );
    expect(tonesIn(noise)).toEqual([]);
  });

  it('refuses a frequency that would not fit into a frame', () => {
    expect(() => toneFrame(425)).toThrow(RangeError);
  });
});
