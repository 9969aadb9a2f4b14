import type { Preferences } from '$lib/app/preferences.ts';
import { type Column, type ColumnChoice, isChosen } from './columns.ts';

/** The columns a person chose for one list, kept in this browser under the list's name. */
export class ColumnChoices {
  choice = $state.raw<ColumnChoice>({});
  #preferences: Preferences;
  #key: string;

  constructor(preferences: Preferences, list: string) {
    this.#preferences = preferences;
    this.#key = `columns.${list}`;
    this.choice = preferences.read<ColumnChoice>(this.#key, {});
  }

  toggle(column: Column): void {
    this.choice = { ...this.choice, [column.id]: !isChosen(column, this.choice) };
    this.#preferences.write(this.#key, this.choice);
  }

  /** As the list wants it. */
  reset(): void {
    this.choice = {};
    this.#preferences.remove(this.#key);
  }
}
