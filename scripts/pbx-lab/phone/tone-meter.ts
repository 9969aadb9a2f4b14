import { labClock } from '../lab-clock.ts';
import { FRAME_SECONDS, tonesIn } from './tone.ts';

/** How long one tone was heard, and between which moments (milliseconds since 1970). */
export type ToneHeard = { seconds: number; firstEpochMs: number; lastEpochMs: number };

/** Every second packet is listened to: 40 ms are fine enough, and half the work. */
const EVERY = 2;

/** Whoever waits longer for a sound waits in vain, and is told what came instead. */
const PATIENCE_MS = 60_000;

type Watcher = { hz: number | 'any'; untilSeconds: number; resolve: (heard: boolean) => void };

/** Adds up what a phone hears, tone by tone. Music on hold touches many tones for moments: judge by seconds. */
export class ToneMeter {
  readonly #heard = new Map<number, ToneHeard>();
  readonly #watchers = new Set<Watcher>();
  #packets = 0;
  #closed = false;

  listen(frame: Uint8Array): void {
    this.#packets += 1;
    this.#tell('any', this.#packets * FRAME_SECONDS);
    if (this.#packets % EVERY !== 0) return;
    for (const hz of tonesIn(frame)) {
      const now = labClock.epochMs();
      const entry = this.#heard.get(hz) ?? { seconds: 0, firstEpochMs: now, lastEpochMs: now };
      entry.seconds += FRAME_SECONDS * EVERY;
      entry.lastEpochMs = now;
      this.#heard.set(hz, entry);
      this.#tell(hz, entry.seconds);
    }
  }

  /** What was heard so far, by frequency. */
  heard(): Record<number, ToneHeard> {
    return Object.fromEntries([...this.#heard].map(([hz, entry]) => [hz, { ...entry }]));
  }

  /**
   * Resolves true once `seconds` more of the tone were heard, false when the call ends before.
   * @throws Error when it is not heard for a minute.
   */
  hearMore(hz: number, seconds: number): Promise<boolean> {
    return this.#watch(hz, (this.#heard.get(hz)?.seconds ?? 0) + seconds);
  }

  #watch(hz: Watcher['hz'], untilSeconds: number): Promise<boolean> {
    if (this.#closed) return Promise.resolve(false);
    return new Promise((resolve, reject) => {
      const watcher: Watcher = {
        hz,
        untilSeconds,
        resolve: (heard) => {
          clearTimeout(timer);
          resolve(heard);
        },
      };
      const timer = setTimeout(() => {
        this.#watchers.delete(watcher);
        reject(new Error(`${hz} Hz not heard within ${PATIENCE_MS / 1000} s; heard until now: ${this.#soFar()}`));
      }, PATIENCE_MS);
      timer.unref();
      this.#watchers.add(watcher);
    });
  }

  #soFar(): string {
    const tones = [...this.#heard].map(([hz, { seconds }]) => `${hz} Hz for ${seconds.toFixed(2)} s`);
    return tones.join(', ') || `${this.#packets} packets without a tone`;
  }

  /** Resolves true once `seconds` more of audio came in, whatever it was; false when the call ends before. */
  listenMore(seconds: number): Promise<boolean> {
    return this.#watch('any', this.#packets * FRAME_SECONDS + seconds);
  }

  close(): void {
    this.#closed = true;
    for (const watcher of this.#watchers) watcher.resolve(false);
    this.#watchers.clear();
  }

  #tell(hz: Watcher['hz'], seconds: number): void {
    for (const watcher of this.#watchers) {
      if (watcher.hz !== hz || seconds < watcher.untilSeconds - 1e-9) continue;
      this.#watchers.delete(watcher);
      watcher.resolve(true);
    }
  }
}
