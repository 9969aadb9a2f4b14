import type { ForecastBy } from '$contract/deal-scoring.contract.ts';
import { useConsole } from '$lib/app/console-context.ts';
import { firmLists } from '$lib/app/firm-lists.svelte.ts';
import { locale } from '$lib/i18n/locale.svelte.ts';
import { m } from '$lib/paraglide/messages.js';
import type { ForecastRow } from './forecast-rows.ts';

/** The short form, under a bar, names the year where one begins. */
export const monthWords = (month: string, language: string, length: 'short' | 'long'): string =>
  new Intl.DateTimeFormat(language, {
    month: length,
    year: length === 'long' ? 'numeric' : month.endsWith('-01') ? '2-digit' : undefined,
    timeZone: 'UTC',
  }).format(new Date(`${month}-01T00:00:00Z`));

/** What a row of a forecast is called; to be called while a component is made. */
export function useForecastWords(): (by: ForecastBy, row: ForecastRow, length?: 'short' | 'long') => string {
  const lists = firmLists(useConsole());
  return (by, { of }, length = 'long') => {
    if (of.kind !== 'item') return of.kind === 'overdue' ? m.forecast_overdue() : m.forecast_undated();
    if (of.key === null) return by === 'type' ? m.forecast_no_type() : m.forecast_no_owner();
    if (by === 'month') return monthWords(of.key, locale.reader.language, length);
    const type = by === 'type' ? lists.entries('deal-type').find(({ id }) => id === of.key) : undefined;
    return type ? lists.label(type) : (of.name ?? '');
  };
}
