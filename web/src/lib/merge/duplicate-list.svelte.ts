import type { DuplicatePairs } from '$contract/merges.contract.ts';
import type { Api } from '$lib/api/api.ts';
import { PAGE, PagedList } from '$lib/app/paged-list.svelte.ts';

export type Pair = DuplicatePairs['items'][number];
export const pairKey = ({ first, second }: Pair): string => `${first.id} ${second.id}`;

/** Pairs that are likely the same person, page by page. */
export class DuplicateList extends PagedList<Pair> {
  readonly #api: Api;

  constructor(api: Api) {
    super((_query, cursor) => api.merges.pairs({ limit: PAGE, cursor }));
    this.#api = api;
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
