import type { ForecastBy } from '$contract/deal-scoring.contract.ts';
import { m } from '$lib/paraglide/messages.js';
import type { Column } from '$lib/ui/columns.ts';

export type ForecastColumnId = 'name' | 'deals' | 'potential' | 'expected' | 'offered' | 'won';

const nameWords: Record<ForecastBy, () => string> = {
  month: m.forecast_column_month,
  manager: m.deals_owner,
  pipeline: m.deals_pipeline,
  type: m.forecast_column_type,
};

/** The columns of a forecast. */
export const forecastColumns = (by: ForecastBy): readonly Column<ForecastColumnId>[] => [
  { id: 'name', label: nameWords[by], min: 130, grow: 1, rank: 0 },
  { id: 'deals', label: m.abc_deals, min: 56, rank: 5, end: true },
  { id: 'potential', label: m.deals_potential, min: 108, rank: 4, end: true },
  { id: 'expected', label: m.deals_expected, min: 108, rank: 1, end: true },
  { id: 'offered', label: m.forecast_offered, min: 108, rank: 2, end: true },
  { id: 'won', label: m.forecast_won, min: 120, rank: 3, end: true },
];
