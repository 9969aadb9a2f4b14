/** Old and new values of a change, for people. */
import type { AuditEvent } from '$contract/audit.contract.ts';

export interface ChangedField {
  name: string;
  /** Null: nothing stood there. */
  before: string | null;
  after: string | null;
}

export interface ValueWords {
  yes: string;
  no: string;
  time: (iso: string) => string;
  /** The word of a value that the server keeps as an id or a key; null: as it came. */
  meaning?: (field: string, value: string) => string | null;
}

const isTime = (text: string): boolean => /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(text);

/** One value in a line; null when it says nothing. Parts of a list by commas, an object by its name, else by its parts. */
export function valueWords(value: unknown, words: ValueWords): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'string') return isTime(value) ? words.time(value) : value;
  if (Array.isArray(value)) {
    const parts = value.flatMap((part) => valueWords(part, words) ?? []);
    return parts.length === 0 ? null : parts.join(', ');
  }
  if (typeof value !== 'object') return String(value);
  const { name, e164, raw, agent, role, quantity, price, discountPercent } = value as Record<string, unknown>;
  if (typeof price === 'string') return lineWords({ name, quantity, price, discountPercent });
  const named = name ?? (agent as { name?: unknown } | undefined)?.name ?? e164 ?? raw;
  if (typeof named === 'string') return typeof role === 'string' && role !== '' ? `${named} (${role})` : named;
  const parts = Object.entries(value).flatMap(([key, part]) => {
    const text = valueWords(part, words);
    return text === null ? [] : [`${key}: ${text}`];
  });
  return parts.length === 0 ? null : parts.join(', ');
}

/** A line of a deal: `Oak × 2 · 100.00 · −5 %`. */
function lineWords({ name, quantity, price, discountPercent }: Record<string, unknown>): string {
  const discount = Number(discountPercent) > 0 ? ` · −${discountPercent} %` : '';
  return `${name} × ${quantity} · ${price}${discount}`;
}

/** Bookkeeping and what is said by another field: not worth a line. */
const quiet = new Set([
  'id',
  'version',
  'createdAt',
  'updatedAt',
  'effectiveTimeZone',
  'organisationId',
  'contactId',
  'callId',
  'phoneId',
  'activity',
  'pipelineId',
  'stageId',
  'lossReasonId',
  'callIds',
  'totals',
  'because',
  'decidedAt',
  'escalatedAt',
  'reopenedAt',
  'reachedAt',
  'resolvedByCallId',
  'tryingAgentId',
  'tryingSince',
  'tryingCallId',
  'numberKey',
  'ladderId',
  'step',
  'mergedInto',
]);

/** The fields that differ, side by side; those with a value on neither side are left out. */
export function changedFields(
  { before, after }: Pick<AuditEvent, 'before' | 'after'>,
  words: ValueWords,
): ChangedField[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const said = (name: string, value: unknown): string | null => {
    // Ids in a list have a meaning each.
    if (Array.isArray(value)) return value.flatMap((part) => said(name, part) ?? []).join(', ') || null;
    return (typeof value === 'string' ? words.meaning?.(name, value) : null) ?? valueWords(value, words);
  };
  return (
    names
      .filter((name) => !quiet.has(name))
      // The note that closed a missed call is kept with it, and told once.
      .filter((name) => name !== 'note' || after?.closeNote === undefined)
      .map((name) => ({
        name,
        before: said(name, before?.[name]),
        after: said(name, after?.[name]),
      }))
      .filter((field) => field.before !== field.after)
  );
}

/** The page of the record; null: it has none. */
export function recordPath({ kind, id }: AuditEvent['record']): string | null {
  if (id === '') return null;
  if (kind === 'contact') return `/people/${encodeURIComponent(id)}`;
  if (kind === 'deal') return `/deals/${encodeURIComponent(id)}`;
  if (kind === 'call') return `/calls?period=all&call=${encodeURIComponent(id)}`;
  if (kind === 'settings') return '/settings/firm';
  return null;
}
