import type { OrganisationPairs } from '$contract/merges.contract.ts';
import type { Api, MergeKind } from '$lib/api/api.ts';
import { PAGE, PagedList } from '$lib/app/paged-list.svelte.ts';

/** Two people, who are never told for their name alone, or two organisations. */
export type Pair = OrganisationPairs['items'][number];
export const pairKey = ({ first, second }: Pair): string => `${first.id} ${second.id}`;

/** Pairs that are likely the same, page by page. */
export class DuplicateList extends PagedList<Pair> {
  readonly #api: Api;
  readonly #kind: MergeKind;

  constructor(api: Api, kind: MergeKind) {
    super((_query, cursor): Promise<OrganisationPairs> => {
      const query = { limit: PAGE, cursor };
      return kind === 'contact' ? api.merges.pairs(query) : api.merges.organisationPairs(query);
    });
    this.#api = api;
    this.#kind = kind;
  }

  /** The two are two: the pair goes at once, and comes back when the server refuses. */
  async notSame(pair: Pair): Promise<void> {
    const before = this.items;
    this.items = before.filter((one) => one !== pair);
    try {
      await this.#api.merges.notSame(this.#kind, [pair.first.id, pair.second.id]);
    } catch (error) {
      this.items = before;
      throw error;
    }
  }
}
