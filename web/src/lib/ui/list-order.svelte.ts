import type { Preferences } from '$lib/app/preferences.ts';

export interface Order {
  by: string;
  descending: boolean;
}

/** What a list can be ordered by; the kind says which words its two directions have. */
export interface Orderable {
  key: string;
  label: string;
  kind: 'text' | 'number' | 'time';
}

/** The order a person chose for one list, kept in this browser under the list's name. */
export class ListOrder {
  #chosen = $state.raw<Order>({ by: '', descending: false });
  readonly #preferences: Preferences;
  readonly #key: string;
  readonly #usual: Order;
  readonly #offered: () => readonly Orderable[] | null;

  /**
   * @param usual the order of whoever has chosen none.
   * @param offered what can be chosen; null while that is not known.
   */
  constructor(preferences: Preferences, list: string, usual: Order, offered: () => readonly Orderable[] | null) {
    this.#preferences = preferences;
    this.#key = `order.${list}`;
    this.#usual = usual;
    this.#offered = offered;
    this.#chosen = preferences.read<Order>(this.#key, usual);
  }

  get offered(): readonly Orderable[] {
    return this.#offered() ?? [];
  }

  /** The chosen order; the usual one when what was chosen is offered no more. */
  get current(): Order {
    const offered = this.#offered();
    const isThere = offered === null || offered.some(({ key }) => key === this.#chosen.by);
    return isThere ? this.#chosen : this.#usual;
  }

  get currentField(): Orderable | null {
    return this.offered.find(({ key }) => key === this.current.by) ?? null;
  }

  isOffered(key: string): boolean {
    return this.offered.some((one) => one.key === key);
  }

  /** By another field: names from A, figures and times from the largest. By the same one: the other way round. */
  choose(key: string): void {
    const { by, descending } = this.current;
    const kind = this.offered.find((one) => one.key === key)?.kind;
    this.turn(key === by ? { by, descending: !descending } : { by: key, descending: kind !== 'text' });
  }

  turn(order: Order): void {
    this.#chosen = order;
    this.#preferences.write(this.#key, order);
  }
}
