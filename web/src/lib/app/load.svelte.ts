import { untrack } from 'svelte';

export type Loaded<T> = { kind: 'loading' } | { kind: 'ready'; value: T } | { kind: 'failed'; error: unknown };

/**
 * Something read from the server, with its three faces. Reads again when what `read` depends on changes, and drops
 * answers that come late. Old data stays on the screen while newer is read, so nothing jumps.
 * @example const people = new Load(() => api.contacts.list({ q }), () => q)
 */
export class Load<T> {
  state = $state.raw<Loaded<T>>({ kind: 'loading' });
  #turn = 0;
  #read: () => Promise<T>;

  /** With `dependsOn` (called in an effect) it loads by itself; without it call `again()`. */
  constructor(read: () => Promise<T>, dependsOn?: () => unknown) {
    this.#read = read;
    if (dependsOn) {
      $effect(() => {
        dependsOn();
        untrack(() => void this.again());
      });
    }
  }

  get value(): T | null {
    return this.state.kind === 'ready' ? this.state.value : null;
  }

  async again(options: { fresh?: boolean } = {}): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    if (options.fresh || this.state.kind === 'failed') this.state = { kind: 'loading' };
    try {
      const value = await this.#read();
      if (turn === this.#turn) this.state = { kind: 'ready', value };
    } catch (error) {
      if (turn === this.#turn) this.state = { kind: 'failed', error };
    }
  }

  /** Puts a known value in without asking, after a change that answered with the new object. */
  set(value: T): void {
    this.#turn += 1;
    this.state = { kind: 'ready', value };
  }
}
