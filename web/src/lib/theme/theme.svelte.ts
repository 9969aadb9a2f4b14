/** system: as the browser says. Saved under the key that static/apply-theme.js reads before the first paint. */
export const themes = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof themes)[number];
const KEY = 'trunkline.theme';

class Theme {
  choice = $state<ThemeChoice>('system');
  #root: HTMLElement;
  #storage: Storage;

  constructor(root: HTMLElement, storage: Storage) {
    this.#root = root;
    this.#storage = storage;
    const saved = storage.getItem(KEY);
    if (saved === 'light' || saved === 'dark') this.choice = saved;
  }

  choose(choice: ThemeChoice): void {
    this.choice = choice;
    if (choice === 'system') {
      this.#storage.removeItem(KEY);
      delete this.#root.dataset.theme;
    } else {
      this.#storage.setItem(KEY, choice);
      this.#root.dataset.theme = choice;
    }
  }
}

export const theme = new Theme(document.documentElement, localStorage);
