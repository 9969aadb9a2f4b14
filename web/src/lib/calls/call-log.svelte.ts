import type { Call } from '$contract/calls.contract.ts';
import type { Filter } from '$contract/filters.contract.ts';
import type { Api } from '$lib/api/api.ts';
import { PAGE, PagedList } from '$lib/app/paged-list.svelte.ts';
import { type CallFilters, queryOf } from './call-filters.ts';

interface Asked {
  filters: CallFilters;
  /** From when the periods of the filters count. */
  now: number;
  /** What the builder made; null: nothing. */
  filter: Filter | null;
}

/** The call log page by page, newest first. */
export class CallLog extends PagedList<Call, Asked> {
  constructor(api: Api) {
    super(({ filters, now, filter }, cursor) => {
      const query = { ...queryOf(filters, now), limit: PAGE, cursor };
      return filter ? api.calls.search({ ...query, filter }) : api.calls.list(query);
    });
  }

  /** A newer version of a call that is shown; new calls of an unfiltered log come in at the top. */
  take(call: Call, mayAdd: boolean): void {
    const at = this.items.findIndex(({ id }) => id === call.id);
    if (at >= 0)
      this.items = this.items.map((known) => (known.id === call.id && known.version <= call.version ? call : known));
    else if (mayAdd) this.items = [call, ...this.items];
  }
}
