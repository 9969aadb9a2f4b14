import { ApiFailure } from '$lib/api/api-failure.ts';
import { m } from '$lib/paraglide/messages.js';
import type { Console } from './console.svelte.ts';

/** A form on its way to the server: busy once, the wrong fields by name, everything else told in a toast. */
export class Saving {
  busy = $state(false);
  #fields = $state.raw<Record<string, string>>({});
  readonly #console: Console;

  constructor(console: Console) {
    this.#console = console;
  }

  /** What to say beside a field; `path` is its name in the contract, a field below it counts as well. */
  error(path: string): string | undefined {
    const key = Object.keys(this.#fields).find((name) => name === path || name.startsWith(`${path}.`));
    return key === undefined ? undefined : m.settings_field_wrong({ why: this.#fields[key] ?? '' });
  }

  /** Runs it unless something is under way. Answers what it gave, or null when it failed. */
  async run<T>(work: () => Promise<T>): Promise<T | null> {
    if (this.busy) return null;
    this.busy = true;
    this.#fields = {};
    try {
      return await work();
    } catch (error) {
      if (error instanceof ApiFailure) this.#fields = error.fields;
      this.#console.toasts.fail(error);
      return null;
    } finally {
      this.busy = false;
    }
  }
}
