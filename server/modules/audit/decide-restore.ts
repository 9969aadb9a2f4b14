/** Pure: what putting an old change back means, field by field. */
import { isDeepStrictEqual } from 'node:util';
import type { Values } from './audited-kinds.ts';

export type RestoreDecision =
  | { kind: 'restore'; values: Record<string, unknown> }
  /** Somebody has changed these fields since: putting the old values back would undo their work, too. */
  | { kind: 'changed-since'; fields: string[] }
  /** Nothing that can be put back differs. */
  | { kind: 'nothing' };

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Somebody whose name has changed since is still the same: a reference is compared by its id. */
function withoutNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNames);
  if (!isObject(value)) return value ?? null;
  const { name, ...rest } = value;
  const isReference = name !== undefined && ('contactId' in rest || ('id' in rest && Object.keys(rest).length === 1));
  const kept = isReference ? rest : value;
  return Object.fromEntries(Object.entries(kept).map(([key, part]) => [key, withoutNames(part)]));
}

const isSame = (one: unknown, other: unknown): boolean => isDeepStrictEqual(withoutNames(one), withoutNames(other));

/** Keys whose values differ; a key that only one side has differs. */
export function differingKeys(before: Values, after: Values): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => !isDeepStrictEqual(before[key] ?? null, after[key] ?? null));
}

/** Of both sides only what differs, for showing them side by side. */
export function onlyDiffering(
  before: Values | null,
  after: Values | null,
): { before: Values | null; after: Values | null } {
  if (before === null || after === null) return { before, after };
  const keys = differingKeys(before, after);
  const pick = (from: Values) => Object.fromEntries(keys.flatMap((key) => (key in from ? [[key, from[key]]] : [])));
  return { before: pick(before), after: pick(after) };
}

/**
 * The old values come back when the record still has those that the change gave it. Other fields may have changed since:
 * they stay.
 * @param fields keys that can be put back
 * @example decideRestore({ before: { name: 'A' }, after: { name: 'B' }, current: { name: 'B', vip: true }, fields: ['name'] })
 *   // { kind: 'restore', values: { name: 'A' } }
 */
export function decideRestore(change: {
  before: Values;
  after: Values;
  current: Values;
  fields: readonly string[];
}): RestoreDecision {
  const { before, after, current, fields } = change;
  const changed = differingKeys(before, after).filter((key) => fields.includes(key));
  if (changed.length === 0) return { kind: 'nothing' };
  const since = changed.filter((key) => !isSame(current[key], after[key]));
  // Everything is as it was before: somebody has put it back already.
  if (changed.every((key) => isSame(current[key], before[key]))) return { kind: 'nothing' };
  if (since.length > 0) return { kind: 'changed-since', fields: since };
  return { kind: 'restore', values: Object.fromEntries(changed.map((key) => [key, before[key] ?? null])) };
}
