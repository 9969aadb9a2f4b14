import type { KeyBinding } from '$lib/keyboard/keyboard.svelte.ts';
import { m } from '$lib/paraglide/messages.js';

/** What a list does with keys; each is asked when the key is pressed. */
export interface ListActions {
  move: (by: number) => void;
  open: () => void;
  back: () => void;
  toggle: () => void;
  /** True while nothing else has the keyboard: arrows and Enter belong to whatever has it. */
  hasKeyboard: () => boolean;
  canOpen: () => boolean;
  canBack: () => boolean;
  selectable: () => boolean;
}

/** The keys of every list: J K (arrows), Enter, X, Esc. */
export const listKeys = (list: ListActions): KeyBinding[] => [
  { keys: 'j', group: 'list', label: m.key_next_row, run: () => list.move(1) },
  { keys: 'arrowdown', group: 'list', label: m.key_next_row, run: () => list.move(1), when: list.hasKeyboard },
  { keys: 'k', group: 'list', label: m.key_previous_row, run: () => list.move(-1) },
  { keys: 'arrowup', group: 'list', label: m.key_previous_row, run: () => list.move(-1), when: list.hasKeyboard },
  {
    keys: 'enter',
    group: 'list',
    label: m.key_open_row,
    run: list.open,
    when: () => list.hasKeyboard() && list.canOpen(),
  },
  { keys: 'x', group: 'list', label: m.key_select_row, run: list.toggle, when: list.selectable },
  { keys: 'escape', group: 'general', label: m.key_back, run: list.back, when: list.canBack },
];
