import type { Import } from '$contract/imports.contract.ts';
import type { Api } from '$lib/api/api.ts';

const PAGE = 100;

/** The imports page by page, newest first. */
export class ImportList {
  items = $state.raw<readonly Import[]>([]);
  phase = $state<'loading' | 'ready' | 'failed'>('loading');
  error = $state.raw<unknown>(null);
  #next: string | null = null;
  #turn = 0;
  #isPaging = false;
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  async open(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    if (this.phase === 'failed') this.phase = 'loading';
    try {
      const page = await this.#api.imports.list({ limit: PAGE });
      if (turn !== this.#turn) return;
      this.items = page.items;
      this.#next = page.nextCursor;
      this.phase = 'ready';
    } catch (error) {
      if (turn !== this.#turn) return;
      this.error = error;
      this.phase = 'failed';
    }
  }

  /** Reads the next page when there is one; harmless when one is on its way. */
  async more(): Promise<void> {
    if (!this.#next || this.#isPaging) return;
    const turn = this.#turn;
    this.#isPaging = true;
    try {
      const page = await this.#api.imports.list({ limit: PAGE, cursor: this.#next });
      if (turn !== this.#turn) return;
      this.items = [...this.items, ...page.items];
      this.#next = page.nextCursor;
    } catch (error) {
      this.error = error;
    } finally {
      this.#isPaging = false;
    }
  }

  /** News of one: read again when it is shown, else the list begins anew, since it is a new one. */
  async follow(importId: string): Promise<void> {
    if (!this.items.some(({ id }) => id === importId)) return this.open();
    try {
      const value = await this.#api.imports.read(importId);
      this.items = this.items.map((known) => (known.id === importId ? value : known));
    } catch (error) {
      this.error = error;
    }
  }
}
