/**
 * Pure: other records that the values of an event name beside the one it is about (the person and the firm of a deal).
 * Whoever may see the deal may not know of them; then neither their id nor their name is told.
 */
import type { Values } from './audited-kinds.ts';

/** Keys that are told or left out together with the id. */
const byId: Readonly<Record<string, string>> = { contactId: 'contactName', organisationId: 'organisationName' };
/** Values that are another record, or a list of them. */
const records = new Set(['partner', 'parent', 'contacts', 'children', 'otherRoles']);

const isObject = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function idOf(value: unknown): string | null {
  if (!isObject(value)) return null;
  const id = value.contactId ?? value.organisationId ?? value.id;
  return typeof id === 'string' ? id : null;
}

const isId = (text: string): boolean => /^[a-z]{3,5}_[0-9A-Za-z_-]+$/.test(text);

/** Everything in the values that looks like the id of a record, however deep. @example idsWithin({ a: ['ctc_1'] }) // ['ctc_1'] */
export function idsWithin(values: unknown): string[] {
  if (typeof values === 'string') return isId(values) ? [values] : [];
  if (typeof values !== 'object' || values === null) return [];
  return Object.values(values).flatMap(idsWithin);
}

/** The values without the records that this reader may not see. @param sees true for the id of one they may */
export function withoutUnseen(values: Values | null, sees: (id: string) => boolean): Values | null {
  if (values === null) return null;
  const isSeen = (id: unknown) => typeof id === 'string' && sees(id);
  const names = new Map(Object.entries(byId).map(([id, name]) => [name, id]));
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => {
      const id = key in byId ? value : names.has(key) ? values[names.get(key) ?? ''] : undefined;
      if (key in byId || names.has(key)) return value === null || isSeen(id) ? [[key, value]] : [];
      if (!records.has(key)) return [[key, value]];
      if (Array.isArray(value)) return [[key, value.filter((one) => idOf(one) === null || isSeen(idOf(one)))]];
      return idOf(value) === null || isSeen(idOf(value)) ? [[key, value]] : [];
    }),
  );
}
