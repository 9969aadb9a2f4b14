import type { Import } from '$contract/imports.contract.ts';
import type { Api } from '$lib/api/api.ts';
import { PAGE, PagedList } from '$lib/app/paged-list.svelte.ts';

/** The imports page by page, newest first. */
export class ImportList extends PagedList<Import> {
  readonly #api: Api;

  constructor(api: Api) {
    super((_query, cursor) => api.imports.list({ limit: PAGE, cursor }));
    this.#api = api;
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
