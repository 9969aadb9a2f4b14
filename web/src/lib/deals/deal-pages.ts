import type { SlippingDeal } from '$contract/deal-scoring.contract.ts';
import type { DealCard } from '$contract/deals.contract.ts';
import type { Api } from '$lib/api/api.ts';
import { PAGE, PagedList } from '$lib/app/paged-list.svelte.ts';
import { type DealFilters, dealQuery, slippingQuery } from './deal-filters.ts';

/** The list: every filter counts. */
export const dealPages = (api: Api): PagedList<DealCard, DealFilters> =>
  new PagedList((filters, cursor) => {
    const { filter, ...query } = { filter: null, ...dealQuery(filters) };
    const page = { limit: PAGE, cursor };
    return filter ? api.deals.search({ ...query, ...page, filter }) : api.deals.list({ ...query, ...page });
  });

/** Those that slip, the largest loss first. */
export const slippingPages = (api: Api): PagedList<SlippingDeal, DealFilters> =>
  new PagedList((filters, cursor) => api.deals.slipping({ ...slippingQuery(filters), limit: PAGE, cursor }));
