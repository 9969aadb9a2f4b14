/** Pure: what an own role holds back of the fields of a record. One call for reading, one for writing; any kind of record. */
import type { FieldRight } from '../../contract/access.contract.ts';
import { recordFields } from '../../contract/record-fields.ts';
import { fieldsHeldBack } from './access.errors.ts';
import { canDo } from './permissions.ts';
import type { Principal } from './principal.ts';

type Held = Pick<Principal, 'rights'>;

/** Null: the reader may see and change it. */
export const fieldRightOf = ({ rights }: Held, kind: string, field: string): FieldRight | null =>
  rights?.fields[kind]?.[field] ?? null;

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

/** Keys of a record as it is sent that this reader does not get. */
export function hiddenKeys(reader: Held, kind: string): ReadonlySet<string> {
  const fields = Object.entries(recordFields[kind] ?? {});
  return new Set(fields.flatMap(([field, { shows }]) => (isHidden(reader, kind, field) ? shows : [])));
}

function withoutKeys(data: unknown, hidden: ReadonlySet<string>): unknown {
  if (Array.isArray(data)) return data.map((part) => withoutKeys(part, hidden));
  if (typeof data !== 'object' || data === null) return data;
  const kept = Object.entries(data).filter(([key]) => !hidden.has(key));
  return Object.fromEntries(kept.map(([key, part]) => [key, withoutKeys(part, hidden)]));
}

/**
 * Data of a record without its contract (old and new values of a change), without what is hidden from this reader, however
 * deep it lies: the prices of a deal are those of its lines.
 */
export function withoutHidden<T>(reader: Held, kind: string, data: T): T {
  const hidden = hiddenKeys(reader, kind);
  return hidden.size === 0 ? data : (withoutKeys(data, hidden) as T);
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
  if (principal.rights === undefined) return;
  const refused = Object.entries(recordFields[kind] ?? {})
    .filter(([field]) => fieldRightOf(principal, kind, field) !== null)
    // A new record cannot be without its name and its life-cycle.
    .filter(([, { canHide }]) => !isNew || canHide)
    .flatMap(([, { writes }]) => writes)
    .filter((key) => (isNew ? !isEmpty(patch[key]) : patch[key] !== undefined));
  if (refused.length > 0) throw fieldsHeldBack(refused);
}
