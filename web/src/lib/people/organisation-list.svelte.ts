import type { Organisation } from '$contract/contacts.contract.ts';
import type { Api } from '$lib/api/api.ts';

const PAGE = 100;

/** The filters as the server takes them: only what is set. */
export const organisationQuery = ({ q = '', lifecycle = '' }: { q?: string; lifecycle?: string }) => ({
  ...(q.trim() ? { q: q.trim() } : {}),
  ...(lifecycle ? { lifecycle } : {}),
});

/** The organisations page by page, by name. A changed search begins again; an answer that comes late is dropped. */
export class OrganisationList {
  items = $state.raw<readonly Organisation[]>([]);
  phase = $state<'loading' | 'ready' | 'failed'>('loading');
  error = $state.raw<unknown>(null);
  #next: string | null = null;
  #turn = 0;
  #isPaging = false;
  #query: { q: string; lifecycle: string } | null = null;
  readonly #api: Pick<Api, 'organisations'>;

  constructor(api: Pick<Api, 'organisations'>) {
    this.#api = api;
  }

  async open(query: { q: string; lifecycle: string }): Promise<void> {
    this.#query = query;
    this.#turn += 1;
    const turn = this.#turn;
    if (this.phase === 'failed') this.phase = 'loading';
    try {
      const page = await this.#read();
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
      const page = await this.#read(this.#next);
      if (turn !== this.#turn) return;
      this.items = [...this.items, ...page.items];
      this.#next = page.nextCursor;
    } catch (error) {
      this.error = error;
    } finally {
      this.#isPaging = false;
    }
  }

  /** A newer state of one that is shown; the order stays. */
  take(organisation: Organisation): void {
    this.items = this.items.map((known) => (known.id === organisation.id ? organisation : known));
  }

  drop(id: string): void {
    this.items = this.items.filter((known) => known.id !== id);
  }

  #read(cursor?: string) {
    return this.#api.organisations.list({ ...organisationQuery(this.#query ?? {}), limit: PAGE, cursor });
  }
}
