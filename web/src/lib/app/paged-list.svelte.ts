import { untrack } from 'svelte';

/** How many rows of a list are asked for at once. */
export const PAGE = 100;
/** How many the server gives at most. */
const MOST = 200;

interface PageOf<Item> {
  items: readonly Item[];
  nextCursor: string | null;
}

/**
 * A list read page by page. What is asked for anew begins again while the old rows stay on the screen; an answer that comes
 * late is dropped.
 * @example const people = new PagedList((q: string, cursor) => api.contacts.list({ q, limit: PAGE, cursor }))
 */
export class PagedList<Item, Query = void> {
  items = $state.raw<readonly Item[]>([]);
  phase = $state<'loading' | 'ready' | 'failed'>('loading');
  error = $state.raw<unknown>(null);
  #next: string | null = null;
  #turn = 0;
  #isPaging = false;
  #asked: { query: Query } | null = null;
  readonly #read: (query: Query, cursor: string | undefined, limit: number) => Promise<PageOf<Item>>;

  constructor(read: (query: Query, cursor: string | undefined, limit: number) => Promise<PageOf<Item>>) {
    this.#read = read;
  }

  /** Reads the first page; the same question again as much as was scrolled to, as far as one page can hold it. */
  async open(query: Query): Promise<void> {
    const isSame = this.#asked !== null && JSON.stringify(this.#asked.query) === JSON.stringify(query);
    // Untracked: an effect that opens a list must not open it again because of what came.
    const limit = isSame
      ? Math.min(
          MOST,
          Math.max(
            PAGE,
            untrack(() => this.items.length),
          ),
        )
      : PAGE;
    this.#asked = { query };
    this.#turn += 1;
    const turn = this.#turn;
    if (untrack(() => this.phase) === 'failed') this.phase = 'loading';
    try {
      const page = await this.#read(query, undefined, limit);
      if (turn !== this.#turn) return;
      this.items = page.items;
      this.opened?.(page);
      this.#next = page.nextCursor;
      this.hasMore = page.nextCursor !== null;
      this.phase = 'ready';
    } catch (error) {
      if (turn !== this.#turn) return;
      this.error = error;
      this.phase = 'failed';
    }
  }

  /** There is more than what was read. */
  hasMore = $state(false);

  /** For lists whose first page tells more than its rows. */
  protected opened?(page: PageOf<Item>): void;

  /** Reads what is shown once more. */
  async again(): Promise<void> {
    if (this.#asked) await this.open(this.#asked.query);
  }

  /** Reads the next page when there is one; harmless when one is on its way. */
  async more(): Promise<void> {
    if (!this.#next || this.#isPaging || !this.#asked) return;
    const turn = this.#turn;
    this.#isPaging = true;
    try {
      const page = await this.#read(this.#asked.query, this.#next, PAGE);
      if (turn !== this.#turn) return;
      this.items = [...this.items, ...page.items];
      this.#next = page.nextCursor;
      this.hasMore = page.nextCursor !== null;
    } catch (error) {
      this.error = error;
    } finally {
      this.#isPaging = false;
    }
  }
}

/** A paged list of records that change while they are shown. */
export class RecordList<Item extends { id: string; version: number }, Query = void> extends PagedList<Item, Query> {
  /** A newer state of one that is shown; the order stays as it is, so that nothing jumps under the eyes. */
  take(item: Item): void {
    this.items = this.items.map((known) => (known.id === item.id && known.version <= item.version ? item : known));
  }

  drop(id: string): void {
    this.items = this.items.filter((known) => known.id !== id);
  }
}
