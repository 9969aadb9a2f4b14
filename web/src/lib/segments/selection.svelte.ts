import type { FieldDescription, Filter, FilterRecord } from '$contract/filters.contract.ts';
import type { Segment, Selection } from '$contract/segments.contract.ts';
import type { Console } from '$lib/app/console.svelte.ts';
import { Load } from '$lib/app/load.svelte.ts';
import { m } from '$lib/paraglide/messages.js';
import { ListOrder } from '$lib/ui/list-order.svelte.ts';
import { orderablesOf } from './field-words.ts';
import { emptyDraft, type FilterDraft, fromFilter, sameFilter, toFilter } from './filter-draft.ts';
import { LiveCount } from './live-count.svelte.ts';

/**
 * The filter of one list: what is built, which segment it came from, and how many it finds. Make it while the page starts.
 */
export class ListSelection {
  draft = $state<FilterDraft>(emptyDraft());
  /** The segment that was chosen; the draft may have moved on from it. */
  segment = $state.raw<Segment | null>(null);
  readonly count: LiveCount;
  /** A filter that the builder cannot show: it acts all the same. */
  #shut = $state.raw<Filter | null>(null);
  readonly record: FilterRecord;
  readonly order: ListOrder;
  readonly #console: Console;
  readonly fields: Load<{ items: FieldDescription[] }>;
  readonly segments: Load<{ items: Segment[] }>;
  readonly byKey = $derived.by(() => new Map((this.fields.value?.items ?? []).map((field) => [field.key, field])));
  /** What is finished of the draft; null: everybody. */
  readonly filter = $derived.by(
    (): Filter | null => this.#shut ?? toFilter(this.draft, (key) => this.byKey.get(key)?.type),
  );
  /** What the list can be ordered by; null while the fields are on their way. */
  readonly orderables = $derived.by(() => this.fields.value && orderablesOf(this.fields.value.items));
  readonly isChanged = $derived.by(() => this.segment !== null && !sameFilter(this.segment.filter, this.filter));

  constructor(console: Console, record: FilterRecord, initial: Filter | null) {
    this.#console = console;
    this.record = record;
    this.count = new LiveCount(console.clock);
    $effect(() => () => this.count.stop());
    this.order = new ListOrder(console.preferences, record, { by: 'name', descending: false }, () => this.orderables);
    this.fields = new Load(() => console.api.fields(record));
    this.segments = new Load(() => console.api.segments.list(record));
    void this.fields.again();
    void this.segments.again();
    if (initial) this.take(initial);
    $effect(() =>
      console.live.on('settings.changed', ({ payload: { what } }) => {
        if (what === 'segments') void this.segments.again();
        if (what === 'custom-fields' || what === 'directories') void this.fields.again();
      }),
    );
  }

  /** @param initial of the address: it holds until the fields are known, by which the draft is read */
  shownOr(initial: Filter | null): Filter | null {
    return this.filter ?? (this.fields.value ? null : initial);
  }

  /** People and organisations; the others are deals, tasks and calls. */
  get isOfBase(): boolean {
    return this.record === 'contact' || this.record === 'organisation';
  }

  get isShut(): boolean {
    return this.#shut !== null;
  }

  /** Shows a filter in the builder, or keeps it as it is when it is deeper than that. */
  take(filter: Filter): void {
    const draft = fromFilter(filter);
    this.#shut = draft ? null : filter;
    this.draft = draft ?? emptyDraft();
  }

  choose(segment: Segment | null): void {
    this.segment = segment;
    if (segment) this.take(segment.filter);
    else this.clear();
  }

  clear(): void {
    this.segment = null;
    this.#shut = null;
    this.draft = emptyDraft();
  }

  /** Counts people or organisations as soon as anything is left out. */
  recount(others: Selection): void {
    if (!this.filter && !others.filter && !others.q) this.count.none();
    else this.count.by(() => this.#console.api.segments.count({ record: this.record, ...others }));
  }

  /** Puts the segment that is shown on the state of the draft. */
  async saveChanges(): Promise<void> {
    const { segment, filter } = this;
    if (!segment || !filter) return;
    try {
      this.#saved(await this.#console.api.segments.change(segment.id, { filter, version: segment.version }));
    } catch (error) {
      this.#console.toasts.fail(error);
    }
  }

  /** After a dialogue saved it. */
  saved(segment: Segment): void {
    this.#saved(segment);
  }

  #saved(segment: Segment): void {
    this.segment = segment;
    this.#console.toasts.say(m.seg_saved({ name: segment.name }));
    void this.segments.again();
  }

  async remove(segment: Segment): Promise<void> {
    const { api, toasts } = this.#console;
    try {
      await api.segments.remove(segment.id);
      if (this.segment?.id === segment.id) this.segment = null;
      void this.segments.again();
      toasts.undoable({
        text: m.seg_deleted({ name: segment.name }),
        undo: async () => {
          await api.segments.restore(segment.id);
          void this.segments.again();
        },
      });
    } catch (error) {
      toasts.fail(error);
    }
  }
}
