/** Old and new values of a change, for people. */
import type { AuditEvent } from '$contract/audit.contract.ts';

export interface ChangedField {
  /** Key in the audit; `custom.size` is one of the firm's own fields. */
  name: string;
  /** Null: nothing stood there. */
  before: string | null;
  after: string | null;
  /** What puts the old value back; null: nothing does, or not for this reader. */
  restore: string | null;
}

export interface ValueWords {
  yes: string;
  no: string;
  time: (iso: string) => string;
  /** A day without a clock. Left out: as it came. */
  day?: (date: string) => string;
  /** What a value of this field means; undefined: as it stands. */
  meaning?: (field: string, value: unknown) => string | null | undefined;
  /** Names of records by id. */
  names?: Readonly<Record<string, string>>;
}

const isTime = (text: string): boolean => /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(text);
const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);
/** What the server calls a record by; without a name it tells a person nothing. */
const isId = (text: string): boolean => /^[a-z]{3,5}_[0-9a-z]{12,}$/i.test(text);

function textWords(text: string, words: ValueWords): string | null {
  const name = words.names?.[text];
  if (name !== undefined) return name;
  if (isTime(text)) return words.time(text);
  if (isDay(text)) return words.day?.(text) ?? text;
  return isId(text) ? null : text;
}

/** One value in a line; null when it says nothing. Parts of a list by commas, an object by its name, else by its parts. */
export function valueWords(value: unknown, words: ValueWords): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'string') return textWords(value, words);
  if (Array.isArray(value)) {
    const parts = value.flatMap((part) => valueWords(part, words) ?? []);
    return parts.length === 0 ? null : parts.join(', ');
  }
  if (typeof value !== 'object') return String(value);
  const named = nameOf(value as Record<string, unknown>);
  if (named !== null) return named;
  const parts = Object.entries(value).flatMap(([key, part]) => {
    const text = said(key, part, words);
    return text === null ? [] : [`${words.meaning?.('', key) ?? key}: ${text}`];
  });
  return parts.length === 0 ? null : parts.join(', ');
}

/** A record within a value is told by its name, with the role that it has there. */
function nameOf(value: Record<string, unknown>): string | null {
  const { name, label, title, organisationName, e164, raw, agent, role } = value;
  const named =
    name ?? label ?? title ?? organisationName ?? (agent as { name?: unknown } | undefined)?.name ?? e164 ?? raw;
  if (typeof named !== 'string') return null;
  return typeof role === 'string' && role !== '' ? `${named} (${role})` : named;
}

function said(name: string, value: unknown, words: ValueWords): string | null {
  const meant = words.meaning?.(name, value);
  if (meant !== undefined) return meant;
  // Ids and lines in a list have a meaning each.
  if (Array.isArray(value)) return value.flatMap((part) => said(name, part, words) ?? []).join(', ') || null;
  return valueWords(value, words);
}

/** Bookkeeping and what is said by another field: not worth a line. */
const quiet = new Set([
  'id',
  'version',
  'createdAt',
  'updatedAt',
  'effectiveTimeZone',
  'callId',
  'phoneId',
  'activity',
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
  'step',
  'mergedInto',
  'contactPicked',
  'seriesId',
  'slot',
  'executedAt',
  'stageSince',
  'expectedSum',
  'maxPotential',
]);

/** A name that goes with an id: the name is shown, the id puts it back. */
const idOfName: Readonly<Record<string, string>> = {
  organisationName: 'organisationId',
  contactName: 'contactId',
  stageName: 'stageId',
  lossReason: 'lossReasonId',
  groupName: 'groupId',
};
const namesOfIds = new Map(Object.entries(idOfName).map(([name, id]) => [id, name]));

/** The firm's own fields one by one. */
function apart(side: Readonly<Record<string, unknown>> | null): Record<string, unknown> {
  const { custom, ...values } = side ?? {};
  if (typeof custom !== 'object' || custom === null) return values;
  return { ...values, ...Object.fromEntries(Object.entries(custom).map(([key, value]) => [`custom.${key}`, value])) };
}

type Change = Pick<AuditEvent, 'before' | 'after'> & Partial<Pick<AuditEvent, 'restorable'>>;

/** The fields that differ, side by side; those with a value on neither side are left out. */
export function changedFields(change: Change, words: ValueWords): ChangedField[] {
  const [before, after] = [apart(change.before), apart(change.after)];
  const { restorable = [] } = change;
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const isTold = (name: string) => {
    const told = namesOfIds.get(name);
    return told === undefined || !names.includes(told);
  };
  const restoreOf = (name: string) =>
    [name, idOfName[name]].find((key) => key !== undefined && restorable.includes(key));
  return (
    names
      .filter((name) => !quiet.has(name) && isTold(name))
      // The note that closed a missed call is kept with it, and told once.
      .filter((name) => name !== 'note' || after.closeNote === undefined)
      .map((name) => ({
        name,
        before: said(name, before[name], words),
        after: said(name, after[name], words),
        restore: restoreOf(name) ?? null,
      }))
      .filter((field) => field.before !== field.after)
  );
}

/** The page of the record; null: it has none. */
export function recordPath({ kind, id }: AuditEvent['record']): string | null {
  if (id === '') return null;
  if (kind === 'contact') return `/people/${encodeURIComponent(id)}`;
  if (kind === 'organisation') return `/people/organisations/${encodeURIComponent(id)}`;
  if (kind === 'deal') return `/deals/${encodeURIComponent(id)}`;
  if (kind === 'call') return `/calls?period=all&call=${encodeURIComponent(id)}`;
  if (kind === 'settings') return '/settings/firm';
  return null;
}
