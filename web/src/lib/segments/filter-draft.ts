/** A filter as the builder holds it: conditions, and groups of conditions one level below. */
import {
  type Filter,
  type FilterCondition,
  type FilterFieldType,
  type FilterOperator,
  type FilterValue,
  valueKindOf,
} from '$contract/filters.contract.ts';

export interface ConditionDraft {
  kind: 'condition';
  id: number;
  field: string;
  is: FilterOperator | '';
  value: FilterValue | null;
}
export interface GroupDraft {
  kind: 'group';
  id: number;
  join: 'all' | 'any';
  parts: ConditionDraft[];
}
export interface FilterDraft {
  join: 'all' | 'any';
  parts: (ConditionDraft | GroupDraft)[];
}
/** Types by the key of the field; a field that is not there has none. */
export type TypeOf = (field: string) => FilterFieldType | undefined;

let lastId = 0;
const nextId = () => ++lastId;

export const emptyDraft = (): FilterDraft => ({ join: 'all', parts: [] });
export const newCondition = (field = '', is: FilterOperator | '' = ''): ConditionDraft => ({
  kind: 'condition',
  id: nextId(),
  field,
  is,
  value: null,
});
export const newGroup = (join: 'all' | 'any'): GroupDraft => ({
  kind: 'group',
  id: nextId(),
  join,
  parts: [newCondition()],
});

/** A condition on another field: its most usual question, and nothing of the value, which was another's. */
export function onField(draft: ConditionDraft, field: string, operators: readonly FilterOperator[]): ConditionDraft {
  return { ...draft, field, is: operators[0] ?? '', value: null };
}

/** Another question about the same field; the value stays where it fits. */
export function withOperator(draft: ConditionDraft, is: FilterOperator, type: FilterFieldType): ConditionDraft {
  const fits = draft.is !== '' && valueKindOf(type, draft.is) === valueKindOf(type, is);
  const isList = is === 'country' || draft.is === 'country';
  return { ...draft, is, value: fits && !isList ? draft.value : null };
}

const isFilled = (value: FilterValue | null): value is FilterValue => {
  if (value === null || value === '') return false;
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object' && 'from' in value) return value.from !== '' && value.to !== '';
  return true;
};

function conditionOf(draft: ConditionDraft, typeOf: TypeOf): FilterCondition | null {
  const type = typeOf(draft.field);
  if (!type || draft.is === '') return null;
  const base = { field: draft.field, is: draft.is };
  if (valueKindOf(type, draft.is) === 'none') return base;
  return isFilled(draft.value) ? { ...base, value: draft.value } : null;
}

const present = <T>(values: readonly (T | null)[]): T[] => values.filter((value) => value !== null);

/** What of the draft is finished, as the server takes it; null: nothing is. Half a condition leaves nobody out. */
export function toFilter({ join, parts }: FilterDraft, typeOf: TypeOf): Filter | null {
  const finished = present(
    parts.map((part): Filter | null => {
      if (part.kind === 'condition') return conditionOf(part, typeOf);
      const inner = present(part.parts.map((one) => conditionOf(one, typeOf)));
      return inner.length === 0 ? null : part.join === 'all' ? { all: inner } : { any: inner };
    }),
  );
  if (finished.length === 0) return null;
  return join === 'all' ? { all: finished } : { any: finished };
}

const isCondition = (filter: Filter): filter is FilterCondition => 'field' in filter;
const toDraft = ({ field, is, value }: FilterCondition): ConditionDraft => ({
  kind: 'condition',
  id: nextId(),
  field,
  is,
  value: value ?? null,
});
const groupOf = (filter: Filter): { join: 'all' | 'any'; parts: readonly Filter[] } | null => {
  if ('all' in filter) return { join: 'all', parts: filter.all };
  return 'any' in filter ? { join: 'any', parts: filter.any } : null;
};

/** The draft of a saved filter; null: it is deeper than the builder shows, or has a `not` (a program made it). */
export function fromFilter(filter: Filter): FilterDraft | null {
  if (isCondition(filter)) return { join: 'all', parts: [toDraft(filter)] };
  const outer = groupOf(filter);
  if (!outer) return null;
  const parts = outer.parts.map((part): ConditionDraft | GroupDraft | null => {
    if (isCondition(part)) return toDraft(part);
    const inner = groupOf(part);
    if (!inner?.parts.every(isCondition)) return null;
    return { kind: 'group', id: nextId(), join: inner.join, parts: inner.parts.map(toDraft) };
  });
  const known = present(parts);
  return known.length === parts.length ? { join: outer.join, parts: known } : null;
}

/** The filter of an address; null when it is none. The server says what is wrong with it, the builder only shows it. */
export function readFilterText(text: string | null): Filter | null {
  if (!text || text.length > 8_000) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Filter) : null;
  } catch (error) {
    // An address that somebody cut short: as if there were no filter.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** "Not called for so many days, or never": whom to call so that nobody is forgotten. */
export const restedFor = (days: number): Filter => ({
  all: [{ field: 'calls.last', is: 'not-in-last-days', value: days }],
});
export const restDays = [30, 90, 180] as const;

/** A group of one is that one; keys in one order, whoever wrote them down. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const group = 'all' in value ? value.all : 'any' in value ? value.any : null;
  if (Array.isArray(group) && group.length === 1) return plain(group[0]);
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, plain(part)]),
  );
}

/** They find the same, however they were written down. */
export const sameFilter = (a: Filter | null, b: Filter | null): boolean =>
  JSON.stringify(plain(a)) === JSON.stringify(plain(b));
