import { untrack } from 'svelte';
import type { Clock } from '$lib/clock/clock.ts';
import { type KeyPress, keyName } from './match-key.ts';

export type KeyGroup = 'call' | 'go' | 'list' | 'general';

export interface KeyBinding {
  /** `a`, `1`, `ctrl+k`, or two after each other: `g d`. */
  keys: string;
  group: KeyGroup;
  /** Said in the overview; in the reader's language when it is called. */
  label: () => string;
  run: () => void;
  /** Left out: always. A binding that is not possible now lets the next one have the key. */
  when?: () => boolean;
  /** Works while a field has the keyboard too (only for keys that print nothing). */
  inFields?: boolean;
}

const SECOND_KEY_WITHIN_MS = 1_500;

/**
 * The one registry of keys. Whoever registered last and is possible now gets the key. Single keys never act while a
 * field, menu or dialogue has the keyboard, and can be switched off as a whole (WCAG 2.1.4).
 */
export class Keyboard {
  bindings = $state.raw<readonly KeyBinding[]>([]);
  singleKeys = $state(true);
  #first: string | null = null;
  #cancel: () => void = () => undefined;
  #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Adds bindings; the returned function takes them away again. */
  register(...added: KeyBinding[]): () => void {
    // Registered from effects: reading the list there must not make the effect depend on it.
    const change = (to: (now: readonly KeyBinding[]) => readonly KeyBinding[]) => {
      this.bindings = to(untrack(() => this.bindings));
    };
    change((now) => [...now, ...added]);
    return () => change((now) => now.filter((binding) => !added.includes(binding)));
  }

  /**
   * Finds and runs the binding of a key press. Answers true when the key was used, so that the browser must not see it.
   * @param inField true when a field, menu or dialogue has the keyboard.
   */
  press(press: KeyPress, inField: boolean): boolean {
    const name = keyName(press);
    if (name === null) return false;
    const first = this.#first;
    this.#forget();
    const binding = (first ? this.#find(`${first} ${name}`, inField) : undefined) ?? this.#find(name, inField);
    if (binding) {
      binding.run();
      return true;
    }
    if (!inField && this.singleKeys && this.bindings.some(({ keys }) => keys.startsWith(`${name} `))) {
      this.#first = name;
      this.#cancel = this.#clock.after(SECOND_KEY_WITHIN_MS, () => this.#forget());
      return true;
    }
    return false;
  }

  #find(keys: string, inField: boolean): KeyBinding | undefined {
    const isSingle = !keys.includes('+') && keys !== 'escape';
    return this.bindings.findLast((binding) => {
      if (binding.keys !== keys) return false;
      if (inField && !binding.inFields) return false;
      if (isSingle && !this.singleKeys && keys !== '?') return false;
      return binding.when?.() ?? true;
    });
  }

  #forget(): void {
    this.#first = null;
    this.#cancel();
  }
}
