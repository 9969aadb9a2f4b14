import { SvelteMap } from 'svelte/reactivity';
import type { DealScoreView } from '$contract/deal-scoring.contract.ts';
import type { DealCard } from '$contract/deals.contract.ts';
import type { Console } from '$lib/app/console.svelte.ts';

/** Most ids of one question. */
const BATCH = 100;

/**
 * The scores of the deals on a page, asked for many at once and again when a deal has a newer version. Until they are
 * there a card stands without its class: nothing waits for them, and nothing jumps when they come.
 */
export class DealScores {
  readonly #known = new SvelteMap<string, DealScoreView>();
  readonly #asked = new Map<string, number>();
  readonly #api: Console['api'];

  constructor(api: Console['api']) {
    this.#api = api;
  }

  of(dealId: string): DealScoreView | null {
    return this.#known.get(dealId) ?? null;
  }

  /** Reads the scores of those that are not known as they are now. */
  async follow(deals: readonly Pick<DealCard, 'id' | 'version' | 'state'>[]): Promise<void> {
    const wanted = deals.filter(({ id, version, state }) => state === 'open' && this.#asked.get(id) !== version);
    for (const { id, version } of wanted) this.#asked.set(id, version);
    for (let start = 0; start < wanted.length; start += BATCH) await this.#read(wanted.slice(start, start + BATCH));
  }

  /** Forgets what was asked: after a lost link everything is read again with the next `follow`. */
  forget(): void {
    this.#asked.clear();
  }

  async #read(deals: readonly Pick<DealCard, 'id'>[]): Promise<void> {
    try {
      const { items } = await this.#api.deals.scores(deals.map(({ id }) => id));
      for (const score of items) this.#known.set(score.dealId, score);
    } catch {
      // A board without classes is still a board; the next change asks again.
      for (const { id } of deals) this.#asked.delete(id);
    }
  }
}
