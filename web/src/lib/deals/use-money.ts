import { useConsole } from '$lib/app/console-context.ts';
import { firmSettings } from '$lib/app/firm-settings.svelte.ts';
import { locale } from '$lib/i18n/locale.svelte.ts';
import { formatMoney } from './money.ts';

/** Writes amounts in the firm's currency and the reader's language; to be called while a component is made. */
export function useMoney(): (amount: string) => string {
  const settings = firmSettings(useConsole());
  return (amount) => {
    const currency = settings.value?.deals.currency;
    return currency ? formatMoney(amount, currency, locale.reader.language) : amount;
  };
}
