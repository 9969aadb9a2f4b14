import type { Contact } from '$contract/contacts.contract.ts';
import type { Filter } from '$contract/filters.contract.ts';
import type { Api } from '$lib/api/api.ts';
import { selectionOf } from './people-filters.ts';

export interface PeopleFilters {
  q: string;
  /** Key of a life-cycle; empty: any. */
  lifecycle: string;
  ownerId: string;
  /** What the builder made; null: nothing. */
  filter: Filter | null;
}
const PAGE = 100;

/** The people page by page, by name. A changed search begins again; an answer that comes late is dropped. */
export class PeopleList {
  items = $state.raw<readonly Contact[]>([]);
  phase = $state<'loading' | 'ready' | 'failed'>('loading');
  error = $state.raw<unknown>(null);
  #next: string | null = null;
  #turn = 0;
  #isPaging = false;
  #filters: PeopleFilters | null = null;
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** Reads the first page; what is shown stays until the answer is there. */
  async open(filters: PeopleFilters): Promise<void> {
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

  /** Reads the next page when there is one; harmless when one is on its way. */
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

  /** A newer state of a person who is shown; the order stays as it is, so that nothing jumps under the eyes. */
  take(contact: Contact): void {
    this.items = this.items.map((known) =>
      known.id === contact.id && known.version <= contact.version ? contact : known,
    );
  }

  drop(contactId: string): void {
    this.items = this.items.filter(({ id }) => id !== contactId);
  }

  #read(filters: PeopleFilters, cursor?: string) {
    return this.#api.contacts.search({ ...selectionOf(filters), limit: PAGE, cursor });
  }
}
