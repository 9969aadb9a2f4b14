/** Pure: a filter as somebody sent it, checked for its shape and its bounds against the fields there are. */
import {
  deepestFilter,
  type Filter,
  type FilterOperator,
  filterOperators,
  mostConditions,
  operatorsOfType,
} from '../../contract/filters.contract.ts';
import { checkValue } from './check-value.ts';
import type { CheckedCondition, FilterField } from './filter-field.ts';

/** The tree with every condition bound to its field and its value checked. */
export type CheckedFilter =
  | { kind: 'all' | 'any'; parts: readonly CheckedFilter[] }
  | { kind: 'not'; part: CheckedFilter }
  | { kind: 'condition'; field: FilterField; condition: CheckedCondition };

export type ReadFilter = { ok: true; filter: CheckedFilter } | { ok: false; fields: Record<string, string> };

export const operatorsOf = (field: Pick<FilterField, 'type' | 'operators'>): readonly FilterOperator[] =>
  field.operators ?? operatorsOfType[field.type];

const shape = 'must be { all: [...] }, { any: [...] }, { not: ... } or { field, is, value }';

/**
 * Every fault is named by its place in the tree (`filter.all.0.value`), all at once, so that a builder can show each
 * beside its condition.
 */
export function readFilter(given: unknown, fields: ReadonlyMap<string, FilterField>, place = 'filter'): ReadFilter {
  const faults: Record<string, string> = {};
  const seen = { conditions: 0 };
  const filter = readNode(given, { place, depth: 1, fields, faults, seen });
  if (seen.conditions > mostConditions)
    faults[place] ??= `holds ${seen.conditions} conditions; ${mostConditions} are allowed`;
  return filter && Object.keys(faults).length === 0 ? { ok: true, filter } : { ok: false, fields: faults };
}

interface Reading {
  place: string;
  depth: number;
  fields: ReadonlyMap<string, FilterField>;
  faults: Record<string, string>;
  seen: { conditions: number };
}

function readNode(given: unknown, reading: Reading): CheckedFilter | null {
  const { place, depth, faults } = reading;
  const fail = (sentence: string) => {
    faults[place] ??= sentence;
    return null;
  };
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return fail(shape);
  const node = given as Record<string, unknown>;
  const keys = Object.keys(node);
  if (Object.hasOwn(node, 'field')) return readCondition(node, reading);
  const [key] = keys;
  if (keys.length !== 1 || (key !== 'all' && key !== 'any' && key !== 'not')) return fail(shape);
  if (depth >= deepestFilter + 1) return fail(`is nested deeper than ${deepestFilter} levels`);
  const inside = (part: unknown, at: string) =>
    readNode(part, { ...reading, place: `${place}.${at}`, depth: depth + 1 });
  if (key === 'not') {
    const part = inside(node.not, 'not');
    return part && { kind: 'not', part };
  }
  const list = node[key];
  if (!Array.isArray(list)) return fail(`${key} must be a list of filters`);
  if (list.length > mostConditions) return fail(`holds ${list.length} parts; ${mostConditions} are allowed`);
  const parts = list.map((part, index) => inside(part, `${key}.${index}`));
  return { kind: key, parts: parts.filter((part) => part !== null) };
}

function readCondition(node: Record<string, unknown>, { place, fields, faults, seen }: Reading): CheckedFilter | null {
  seen.conditions += 1;
  const strange = Object.keys(node).find((key) => key !== 'field' && key !== 'is' && key !== 'value');
  if (strange !== undefined) faults[`${place}.${strange.slice(0, 40)}`] = 'is no part of a condition';
  const field = typeof node.field === 'string' ? fields.get(node.field) : undefined;
  if (!field) {
    faults[`${place}.field`] = 'is no field that you can filter by; GET /api/fields lists them';
    return null;
  }
  const allowed = operatorsOf(field);
  const operator = filterOperators.find((one) => one === node.is);
  if (!operator || !allowed.includes(operator)) {
    faults[`${place}.is`] = `must be one of: ${allowed.join(', ')}`;
    return null;
  }
  const checked = checkValue(field, operator, node.value);
  if (!checked.ok) {
    faults[`${place}.value`] = checked.sentence;
    return null;
  }
  return { kind: 'condition', field, condition: checked.condition };
}

/** The fields that a filter asks about, each once. */
export function fieldsAsked(filter: Filter): string[] {
  const found = new Set<string>();
  const walk = (node: Filter): void => {
    if ('field' in node) found.add(node.field);
    else if ('not' in node) walk(node.not);
    else for (const part of 'all' in node ? node.all : node.any) walk(part);
  };
  walk(filter);
  return [...found];
}
