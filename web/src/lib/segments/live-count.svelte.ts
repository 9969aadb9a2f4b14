import type { Count } from '$contract/segments.contract.ts';
import type { Clock } from '$lib/clock/clock.ts';

/** After the last key of whoever builds a filter. */
const CALM_MS = 300;
/** Counting costs the server more than a page of the list: records that change meanwhile are counted together. */
const LIVE_MS = 5_000;

export type CountState = { kind: 'none' | 'counting' | 'failed' } | { kind: 'ready'; count: Count };

/** How many a list holds, while it is asked for something else and while its records come and go. */
export class LiveCount {
  state = $state.raw<CountState>({ kind: 'none' });
  #ask: (() => Promise<Count>) | null = null;
  #cancel: (() => void) | null = null;
  #turn = 0;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Another question: counted after a moment of calm; the answer to the one before is dropped. */
  by(ask: () => Promise<Count>): void {
    this.stop();
    this.#ask = ask;
    this.#cancel = this.#clock.after(CALM_MS, () => this.#count(ask));
  }

  /** Something has changed: the same question again, a few seconds later. */
  again(): void {
    const ask = this.#ask;
    if (ask === null || this.#cancel !== null) return;
    this.#cancel = this.#clock.after(LIVE_MS, () => this.#count(ask));
  }

  /** Nothing is counted. */
  none(): void {
    this.stop();
    this.#ask = null;
    this.state = { kind: 'none' };
  }

  stop(): void {
    this.#turn += 1;
    this.#cancel?.();
    this.#cancel = null;
  }

  #count(ask: () => Promise<Count>): void {
    this.#cancel = null;
    this.#turn += 1;
    const turn = this.#turn;
    const show = (state: CountState) => {
      if (turn === this.#turn) this.state = state;
    };
    if (this.state.kind !== 'ready') this.state = { kind: 'counting' };
    ask().then(
      (count) => show({ kind: 'ready', count }),
      () => show({ kind: 'failed' }),
    );
  }
}
