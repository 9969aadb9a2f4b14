/** What values in the audit mean, in the reader's words: money, keys, ids, numbers, and the firm's own fields. */

import type { Address, Phone } from '$contract/contacts.contract.ts';
import type { CustomField, CustomRecord, CustomValue } from '$contract/custom-fields.contract.ts';
import type { Directory } from '$contract/directories.contract.ts';
import type { Recurrence } from '$contract/tasks.contract.ts';
import type { Console } from '$lib/app/console.svelte.ts';
import { firmLists } from '$lib/app/firm-lists.svelte.ts';
import { firmSettings } from '$lib/app/firm-settings.svelte.ts';
import { valueText } from '$lib/custom/custom-draft.ts';
import { formatMoney } from '$lib/deals/money.ts';
import { calendarDay } from '$lib/i18n/calendar-day.ts';
import { formatPhone } from '$lib/i18n/format-phone.ts';
import { formatFull } from '$lib/i18n/format-time.ts';
import { locale } from '$lib/i18n/locale.svelte.ts';
import { m } from '$lib/paraglide/messages.js';
import { recurrenceText } from '$lib/tasks/recurrence-text.ts';
import { reminderWord } from '$lib/tasks/reminder-choices.ts';
import { fieldWord } from '$lib/words/field-words.ts';
import { keyWord } from './event-keys.ts';
import type { ValueWords } from './event-values.ts';

const money = new Set(['potential', 'price', 'total', 'beforeDiscount', 'discount', 'expectedSum', 'maxPotential']);
const directories: Readonly<Record<string, Directory>> = { sourceId: 'source', typeId: 'deal-type', skillIds: 'skill' };

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A line of a deal: `Oak × 2 · €100 · −5 %`. */
function lineText(
  { name, quantity, price, discountPercent }: Record<string, unknown>,
  amount: (text: string) => string,
) {
  const discount = Number(discountPercent) > 0 ? ` · −${String(discountPercent)} %` : '';
  return `${String(name)} × ${String(quantity)} · ${amount(String(price))}${discount}`;
}

const addressText = ({ text, city }: Address): string =>
  city === '' || text.includes(city) ? text : `${text}, ${city}`;

/** A field of the firm's own, those switched off too. @param name `custom.size` */
export const ownFieldOf = (console: Console, kind: string, name: string): CustomField | undefined =>
  name.startsWith('custom.') ? firmLists(console).field(kind as CustomRecord, name.slice('custom.'.length)) : undefined;

/** The word of a field of a record of this kind; of one of the firm's own its label. */
export const changedFieldWord = (console: Console, kind: string, name: string): string =>
  ownFieldOf(console, kind, name)?.label ?? fieldWord(name.replace(/^custom\./, ''));

/** @param names of records whose ids stand in the values */
export function eventValueWords(
  console: Console,
  kind: string,
  names: Readonly<Record<string, string>> = {},
): ValueWords {
  const lists = firmLists(console);
  const settings = firmSettings(console);
  const { language } = locale.reader;
  const yesNo = { yes: m.events_yes(), no: m.events_no() };
  const amount = (text: string) => {
    const currency = settings.value?.deals.currency;
    return currency ? formatMoney(text, currency, language) : text;
  };
  const phone = ({ raw, e164 }: Pick<Phone, 'raw' | 'e164'>) =>
    formatPhone({ raw, e164 }, console.session.defaultRegion);
  const entryOf = (directory: Directory, id: string) => {
    const entry = lists.entries(directory).find((one) => one.id === id);
    return entry ? lists.label(entry) : undefined;
  };
  const ownText = (field: CustomField, value: unknown) => {
    if (field.type === 'person' && typeof value === 'string') return names[value] ?? null;
    if (field.type === 'money' && typeof value === 'string') return amount(value);
    return valueText(field, value as CustomValue, { ...yesNo, date: (date) => calendarDay(date) }) || null;
  };
  const ofObject = (field: string, value: Record<string, unknown>): string | null | undefined => {
    if (typeof value.price === 'string' && value.quantity !== undefined) return lineText(value, amount);
    if (field === 'phones') return phone(value as unknown as Phone);
    if (field === 'addresses') return addressText(value as unknown as Address);
    if (field === 'recurrence') return recurrenceText(value as unknown as Recurrence, language);
    if (field === 'nextStep') {
      const due = typeof value.dueAt === 'string' ? ` (${formatFull(value.dueAt, locale.reader)})` : '';
      return `${String(value.text)}${due}`;
    }
    return undefined;
  };
  const ofText = (field: string, value: string): string | null | undefined => {
    if (money.has(field)) return value === '' ? null : amount(value);
    if (field === 'numberE164') return phone({ e164: value, raw: value });
    if (field === 'lifecycle') return lists.lifecycle(value);
    if (field === 'assigneeAgentId') return names[value] ?? console.live.state?.presence[value]?.name ?? null;
    const directory = directories[field];
    return (directory && entryOf(directory, value)) ?? keyWord(kind, field, value);
  };
  return {
    ...yesNo,
    names,
    time: (iso) => formatFull(iso, locale.reader),
    day: (date) => calendarDay(date),
    meaning(field, value) {
      // A key within a value: the name of a part of it.
      if (field === '') return fieldWord(String(value));
      const own = ownFieldOf(console, kind, field);
      if (own && value !== null && value !== undefined) return ownText(own, value);
      if (isObject(value)) return ofObject(field, value);
      if (typeof value === 'string') return ofText(field, value);
      if (typeof value !== 'number') return undefined;
      if (field === 'reminders') return reminderWord(value);
      if (field === 'durationMinutes') return minutes(value, language);
      if (field === 'probability') return `${value} %`;
      return new Intl.NumberFormat(language).format(value);
    },
  };
}

const minutes = (count: number, language: string): string =>
  new Intl.NumberFormat(language, { style: 'unit', unit: 'minute', unitDisplay: 'short' }).format(count);
