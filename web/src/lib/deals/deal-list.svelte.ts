import type { DealCard } from '$contract/deals.contract.ts';
import type { Api } from '$lib/api/api.ts';
import { type DealFilters, dealQuery } from './deal-filters.ts';

const PAGE = 100;

/** Deals page by page, in the chosen order. A changed filter begins again; an answer that comes late is dropped. */
export class DealList {
  items = $state.raw<readonly DealCard[]>([]);
  phase = $state<'loading' | 'ready' | 'failed'>('loading');
  error = $state.raw<unknown>(null);
  #next: string | null = null;
  #turn = 0;
  #isPaging = false;
  #filters: DealFilters | null = null;
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  async open(filters: DealFilters): Promise<void> {
    this.#filters = filters;
    this.#turn += 1;
    const turn = this.#turn;
    if (this.phase === 'failed') this.phase = 'loading';
    try {
      const page = await this.#read(filters);
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

  async more(): Promise<void> {
    if (!this.#next || this.#isPaging || !this.#filters) return;
    const turn = this.#turn;
    this.#isPaging = true;
    try {
      const page = await this.#read(this.#filters, this.#next);
      if (turn !== this.#turn) return;
      this.items = [...this.items, ...page.items];
      this.#next = page.nextCursor;
    } catch (error) {
      this.error = error;
    } finally {
      this.#isPaging = false;
    }
  }

  #read(filters: DealFilters, cursor?: string) {
    return this.#api.deals.list({ ...dealQuery(filters), limit: PAGE, cursor });
  }
}
