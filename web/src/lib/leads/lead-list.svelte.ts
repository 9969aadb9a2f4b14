import type { Lead } from '$contract/leads.contract.ts';
import type { Api } from '$lib/api/api.ts';

const PAGE = 100;

/** Open leads, the newest first, page by page. */
export class LeadList {
  items = $state.raw<readonly Lead[]>([]);
  phase = $state<'loading' | 'ready' | 'failed'>('loading');
  error = $state.raw<unknown>(null);
  #next: string | null = null;
  #turn = 0;
  #isPaging = false;
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** Reads from the top, as many as are shown now. Old rows stay until the new ones are here. */
  async open(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    if (this.phase === 'failed') this.phase = 'loading';
    try {
      const page = await this.#api.leads.list({ limit: Math.min(200, Math.max(PAGE, this.items.length)) });
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
      const page = await this.#api.leads.list({ limit: PAGE, cursor: this.#next });
      if (turn !== this.#turn) return;
      this.items = [...this.items, ...page.items];
      this.#next = page.nextCursor;
    } catch (error) {
      this.error = error;
    } finally {
      this.#isPaging = false;
    }
  }
}
