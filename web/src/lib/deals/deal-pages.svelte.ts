import type { SlippingDeal } from '$contract/deal-scoring.contract.ts';
import type { DealCard } from '$contract/deals.contract.ts';
import type { Api } from '$lib/api/api.ts';
import type { DealFilters } from './deal-filters.ts';

const PAGE = 100;

interface PageOf<T> {
  items: readonly T[];
  nextCursor: string | null;
}
type ReadPage<T> = (filters: DealFilters, cursor?: string) => Promise<PageOf<T>>;

/** Deals page by page, in the chosen order. A changed filter begins again; an answer that comes late is dropped. */
export class DealPages<T> {
  items = $state.raw<readonly T[]>([]);
  phase = $state<'loading' | 'ready' | 'failed'>('loading');
  error = $state.raw<unknown>(null);
  #next: string | null = null;
  #turn = 0;
  #isPaging = false;
  #filters: DealFilters | null = null;
  readonly #read: ReadPage<T>;

  constructor(read: ReadPage<T>) {
    this.#read = read;
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
}

/** The list: every filter counts. */
export const dealPages = (api: Api): DealPages<DealCard> =>
  new DealPages(({ pipelineId, q, ownerId, state, order, scope, closedFrom, closedBefore, sourceId }, cursor) =>
    api.deals.list({
      pipelineId: pipelineId || undefined,
      q: q.trim() || undefined,
      ownerId: ownerId || undefined,
      state: state || undefined,
      ...(scope && { [`${scope.kind}Id`]: scope.id }),
      sourceId: sourceId || undefined,
      closedFrom: closedFrom || undefined,
      closedBefore: closedBefore || undefined,
      order,
      limit: PAGE,
      cursor,
    }),
  );

/** Those that slip, the largest loss first. */
export const slippingPages = (api: Api): DealPages<SlippingDeal> =>
  new DealPages(({ pipelineId, ownerId }, cursor) =>
    api.deals.slipping({ pipelineId: pipelineId || undefined, ownerId: ownerId || undefined, limit: PAGE, cursor }),
  );
