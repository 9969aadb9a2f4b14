/** Four short sounds, told apart without looking: made from sine tones, so nothing is loaded. Times in seconds, tones in Hz. */
export interface Tone {
  at: number;
  seconds: number;
  hz: number;
  /** 0..1 before the volume. */
  gain: number;
}
export const soundNames = ['ring', 'second', 'reminder', 'alert'] as const;
export type SoundName = (typeof soundNames)[number];

export const recipes: Record<SoundName, readonly Tone[]> = {
  // A soft double chime, rising: somebody is calling.
  ring: [
    { at: 0, seconds: 0.28, hz: 659.3, gain: 0.5 },
    { at: 0.14, seconds: 0.42, hz: 880, gain: 0.5 },
    { at: 0.5, seconds: 0.28, hz: 659.3, gain: 0.4 },
    { at: 0.64, seconds: 0.5, hz: 880, gain: 0.4 },
  ],
  // One low tick, quiet enough to stay under a voice.
  second: [{ at: 0, seconds: 0.09, hz: 440, gain: 0.16 }],
  // Two even notes, falling: something is due.
  reminder: [
    { at: 0, seconds: 0.3, hz: 784, gain: 0.35 },
    { at: 0.22, seconds: 0.4, hz: 587.3, gain: 0.35 },
  ],
  // Three quick notes on one height: look here.
  alert: [
    { at: 0, seconds: 0.12, hz: 987.8, gain: 0.4 },
    { at: 0.17, seconds: 0.12, hz: 987.8, gain: 0.4 },
    { at: 0.34, seconds: 0.2, hz: 987.8, gain: 0.4 },
  ],
};

export interface SoundMoment {
  /** Calls that ring at this agent now. */
  ringing: number;
  /** True while the agent talks or holds. */
  talking: boolean;
}

/** What to play now: while talking nothing but the soft tick of a second call; else the ring, again and again. */
export function decideRing(moment: SoundMoment): { play: 'ring' | 'second' | null; everyMs: number } {
  if (moment.ringing === 0) return { play: null, everyMs: 0 };
  return moment.talking ? { play: 'second', everyMs: 4_000 } : { play: 'ring', everyMs: 3_000 };
}
