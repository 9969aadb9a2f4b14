import type { DuplicatePairs } from '$contract/merges.contract.ts';
import type { Api } from '$lib/api/api.ts';

export type Pair = DuplicatePairs['items'][number];
export const pairKey = ({ first, second }: Pair): string => `${first.id} ${second.id}`;
const PAGE = 100;

/** Pairs that are likely the same person, page by page. */
export class DuplicateList {
  items = $state.raw<readonly Pair[]>([]);
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
      const page = await this.#api.merges.pairs({ limit: PAGE });
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
      const page = await this.#api.merges.pairs({ limit: PAGE, cursor: this.#next });
      if (turn !== this.#turn) return;
      this.items = [...this.items, ...page.items];
      this.#next = page.nextCursor;
    } catch (error) {
      this.error = error;
    } finally {
      this.#isPaging = false;
    }
  }

  /** The two are two: the pair goes at once, and comes back when the server refuses. */
  async notSame(pair: Pair): Promise<void> {
    const before = this.items;
    this.items = before.filter((one) => one !== pair);
    try {
      await this.#api.merges.notSame([pair.first.id, pair.second.id]);
    } catch (error) {
      this.items = before;
      throw error;
    }
  }
}
