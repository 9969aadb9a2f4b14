import { createSubscriber } from 'svelte/reactivity';
import type { Clock } from './clock.ts';

/**
 * The server's time, ticking once a second for whoever reads `now` in a component. Timers of calls count from times that
 * the server gave, so a browser clock that is minutes wrong must not show: the difference is learned from every snapshot.
 */
export class ServerTime {
  #clock: Clock;
  #offsetMs = 0;
  #subscribe: () => void;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#subscribe = createSubscriber((update) => {
      let cancel: () => void = () => undefined;
      const tick = () => {
        update();
        cancel = clock.after(1000 - (this.peek() % 1000) + 5, tick);
      };
      cancel = clock.after(1000 - (this.peek() % 1000) + 5, tick);
      return () => cancel();
    });
  }

  /** Milliseconds since 1970; read in a component it is read again every second. */
  get now(): number {
    this.#subscribe();
    return this.peek();
  }

  /**
   * Every other second: what rings is dimmed in it. With the timers beside it, in the same frame: an animation of the browser
   * makes sixty frames a second for as long as a telephone rings, and the card of the next caller has to wait for one.
   */
  get isOffBeat(): boolean {
    return Math.floor(this.now / 1000) % 2 === 1;
  }

  /** `now` without asking to be told again. */
  peek(): number {
    return this.#clock.now() + this.#offsetMs;
  }

  /** Learns the difference from a message the server stamped just before it arrived. */
  learn(serverTime: string): void {
    const at = Date.parse(serverTime);
    if (Number.isNaN(at)) return;
    const offset = at - this.#clock.now();
    // A few hundred milliseconds are the way the message took, not a wrong clock.
    this.#offsetMs = Math.abs(offset) < 750 ? 0 : offset;
  }
}
