/** RFC 3261 17.1: first wait before a message is sent again, the longest one, and when to give up. Milliseconds. */
export const T1_MS = 500;
export const T2_MS = 4000;
export const GIVE_UP_MS = 64 * T1_MS;

/** A message that is sent again and again, each time later, until stopped; `onGiveUp` runs when nothing stopped it. */
export class Resender {
  #timer: NodeJS.Timeout | undefined;
  #waitMs = T1_MS;
  #passedMs = 0;
  readonly #send: () => void;
  readonly #onGiveUp: () => void;

  constructor(send: () => void, onGiveUp: () => void) {
    this.#send = send;
    this.#onGiveUp = onGiveUp;
    send();
    this.#schedule();
  }

  #schedule(): void {
    this.#timer = setTimeout(() => {
      this.#passedMs += this.#waitMs;
      if (this.#passedMs >= GIVE_UP_MS) {
        this.#onGiveUp();
        return;
      }
      this.#send();
      this.#waitMs = Math.min(this.#waitMs * 2, T2_MS);
      this.#schedule();
    }, this.#waitMs);
    // A phone that waits for an answer must not keep the process alive.
    this.#timer.unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
