/** Pure: what an own role holds back of the fields of a record. One call for reading, one for writing; any kind of record. */
import type { FieldRight } from '../../contract/access.contract.ts';
import { recordFields } from '../../contract/record-fields.ts';
import { fieldsHeldBack, maskedNumberUnclear } from './access.errors.ts';
import { unmaskWithin } from './mask-number.ts';
import { canDo } from './permissions.ts';
import type { Principal } from './principal.ts';
import { strictestOf } from './role-rights.ts';

type Held = Pick<Principal, 'rights' | 'ownFields'>;

const ownPrefix = 'custom.';

/**
 * Null: the reader may see and change it.
 * @param field as record-fields.ts names it, or one of the firm's own: `custom.budget`
 */
export function fieldRightOf({ rights, ownFields }: Held, kind: string, field: string): FieldRight | null {
  const fields = rights?.fields[kind];
  if (!field.startsWith(ownPrefix)) return fields?.[field] ?? null;
  const key = field.slice(ownPrefix.length);
  const own = ownFields?.[kind] ?? {};
  // Keys come from people: `constructor` is one too.
  return strictestOf(fields?.custom, Object.hasOwn(own, key) ? own[key] : null);
}

export const isHidden = (reader: Held, kind: string, field: string): boolean =>
  fieldRightOf(reader, kind, field) === 'hidden';

/**
 * True when a list is asked for a value of a field that is hidden from the reader, who would know it by what comes. One's own
 * records may be asked for by their owner: whose they are is known.
 * @param values by field; what is undefined is not asked
 */
export const isAsking = (
  reader: Held & Pick<Principal, 'agentId'>,
  kind: string,
  values: Readonly<Record<string, string | undefined>>,
): boolean =>
  Object.entries(values).some(
    ([field, value]) => value !== undefined && value !== reader.agentId && isHidden(reader, kind, field),
  );

/** False: telephone numbers are masked for this reader. */
export const seesNumbers = (reader: Pick<Principal, 'role' | 'rights'>): boolean =>
  canDo(reader, 'numbers.see') && !isHidden(reader, 'contact', 'phones');

/**
 * A change as its writer means it: in texts that were shown to them with masked numbers, the numbers are put back where the
 * stars were left alone; else stars would take the place of a number that they never saw. Refuses, by name, a text of which
 * that cannot be told.
 * @param before the texts as they are stored, by the keys of the change
 * @example withNumbersBack(principal, patch, { note: call.note })
 */
export function withNumbersBack<Patch extends object>(
  writer: Pick<Principal, 'role' | 'rights' | 'ownFields'>,
  patch: Patch,
  before: { [Key in keyof Patch]?: string },
): Patch {
  if (seesNumbers(writer)) return patch;
  const result: Record<string, unknown> = { ...(patch as Record<string, unknown>) };
  const unclear: string[] = [];
  for (const [key, stored] of Object.entries(before)) {
    const written = result[key];
    if (typeof written !== 'string' || typeof stored !== 'string') continue;
    const meant = unmaskWithin(written, stored);
    if (meant === null) unclear.push(key);
    else result[key] = meant;
  }
  if (unclear.length > 0) throw maskedNumberUnclear(unclear);
  return result as Patch;
}

/** True for every name of a hidden field: its own, the keys that show it and those that write it. */
export const isHiddenName = (reader: Held, kind: string, name: string): boolean =>
  isHidden(reader, kind, name) ||
  Object.entries(recordFields[kind] ?? {}).some(
    ([field, { shows, writes }]) =>
      isHidden(reader, kind, field) && (field === name || shows.includes(name) || writes.includes(name)),
  );

/** Keys of a record as it is sent that this reader does not get. */
export function hiddenKeys(reader: Held, kind: string): ReadonlySet<string> {
  const fields = Object.entries(recordFields[kind] ?? {});
  return new Set(fields.flatMap(([field, { shows }]) => (isHidden(reader, kind, field) ? shows : [])));
}

/** Keys of the firm's own fields whose values this reader does not get. */
export function hiddenOwnKeys({ ownFields }: Held, kind: string): ReadonlySet<string> {
  const held = Object.entries(ownFields?.[kind] ?? {});
  return new Set(held.flatMap(([key, right]) => (right === 'hidden' ? [key] : [])));
}

interface HiddenParts {
  keys: ReadonlySet<string>;
  ownKeys: ReadonlySet<string>;
}

function withoutKeys(data: unknown, hidden: HiddenParts): unknown {
  if (Array.isArray(data)) return data.map((part) => withoutKeys(part, hidden));
  if (typeof data !== 'object' || data === null) return data;
  const kept = Object.entries(data).filter(([key]) => !hidden.keys.has(key));
  return Object.fromEntries(
    kept.map(([key, part]) => [key, key === 'custom' ? withoutOwn(part, hidden.ownKeys) : withoutKeys(part, hidden)]),
  );
}

/** Values of the firm's own fields without those that are hidden. */
export function withoutOwn(values: unknown, hidden: ReadonlySet<string>): unknown {
  if (hidden.size === 0 || typeof values !== 'object' || values === null) return values;
  return Object.fromEntries(Object.entries(values).filter(([key]) => !hidden.has(key)));
}

/**
 * Data of a record without its contract (old and new values of a change), without what is hidden from this reader, however
 * deep it lies: the prices of a deal are those of its lines.
 */
export function withoutHidden<T>(reader: Held, kind: string, data: T): T {
  const hidden = { keys: hiddenKeys(reader, kind), ownKeys: hiddenOwnKeys(reader, kind) };
  return hidden.keys.size + hidden.ownKeys.size === 0 ? data : (withoutKeys(data, hidden) as T);
}

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === false ||
  (Array.isArray(value) && value.length === 0);

/**
 * Refuses a change of what is hidden or read-only, naming the keys; call it first in the use case that writes the record.
 * @param isNew true: what is empty in a new record was not filled in by anybody and is let through
 * @example refuseHeldBack(principal, 'contact', patch)
 */
export function refuseHeldBack(
  principal: Held,
  kind: string,
  patch: Readonly<Record<string, unknown>>,
  { isNew = false }: { isNew?: boolean } = {},
): void {
  if (principal.rights === undefined && principal.ownFields === undefined) return;
  const refused = Object.entries(recordFields[kind] ?? {})
    .filter(([field]) => fieldRightOf(principal, kind, field) !== null)
    // A new record cannot be without its name and its life-cycle.
    .filter(([, { canHide }]) => !isNew || canHide)
    .flatMap(([, { writes }]) => writes)
    .filter((key) => (isNew ? !isEmpty(patch[key]) : patch[key] !== undefined));
  const given = Object.entries(patch.custom ?? {}).map(([key, value]) => [`${ownPrefix}${key}`, value] as const);
  // Choices of a merge name them flat.
  const flat = Object.entries(patch).filter(([key]) => key.startsWith(ownPrefix));
  const refusedOwn = [...given, ...flat].flatMap(([key, value]) =>
    fieldRightOf(principal, kind, key) === null || (isNew && isEmpty(value)) ? [] : [key],
  );
  if (refused.length + refusedOwn.length > 0) throw fieldsHeldBack([...refused, ...refusedOwn]);
}
