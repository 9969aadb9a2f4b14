import type { Call } from '$contract/calls.contract.ts';
import type { Api } from '$lib/api/api.ts';
import { type CallFilters, queryOf } from './call-filters.ts';

/** The call log page by page, newest first. A changed filter begins again; an answer that comes late is dropped. */
export class CallLog {
  items = $state.raw<readonly Call[]>([]);
  phase = $state<'loading' | 'ready' | 'failed'>('loading');
  error = $state.raw<unknown>(null);
  #next: string | null = null;
  #turn = 0;
  #isPaging = false;
  #filters: CallFilters | null = null;
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** Reads the first page; what is shown stays until the answer is there. */
  async open(filters: CallFilters, now: number): Promise<void> {
    this.#filters = filters;
    this.#turn += 1;
    const turn = this.#turn;
    if (this.phase === 'failed') this.phase = 'loading';
    try {
      const page = await this.#api.calls.list({ ...queryOf(filters, now), limit: 100 });
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
  async more(now: number): Promise<void> {
    if (!this.#next || this.#isPaging || !this.#filters) return;
    const turn = this.#turn;
    this.#isPaging = true;
    try {
      const page = await this.#api.calls.list({ ...queryOf(this.#filters, now), limit: 100, cursor: this.#next });
      if (turn !== this.#turn) return;
      this.items = [...this.items, ...page.items];
      this.#next = page.nextCursor;
    } catch (error) {
      this.error = error;
    } finally {
      this.#isPaging = false;
    }
  }

  /** A newer version of a call that is shown; new calls of an unfiltered log come in at the top. */
  take(call: Call, mayAdd: boolean): void {
    const at = this.items.findIndex(({ id }) => id === call.id);
    if (at >= 0)
      this.items = this.items.map((known) => (known.id === call.id && known.version <= call.version ? call : known));
    else if (mayAdd) this.items = [call, ...this.items];
  }
}
