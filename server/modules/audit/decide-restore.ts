/** Pure: what putting an old change back means, field by field. */
import { isDeepStrictEqual } from 'node:util';
import type { Values } from './audited-kinds.ts';

export type RestoreDecision =
  /** `fields`: the keys of `values`, the firm's own fields one by one. */
  | { kind: 'restore'; fields: string[]; values: Record<string, unknown> }
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
  const { name, organisationName, ...rest } = value;
  const isReference = name !== undefined && ('contactId' in rest || ('id' in rest && Object.keys(rest).length === 1));
  const kept = isReference || (organisationName !== undefined && 'organisationId' in rest) ? rest : value;
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

/** The firm's own fields one by one (`custom.size`): each has its own history. */
function withOwnFieldsApart({ custom, ...values }: Values): Values {
  if (!isObject(custom)) return custom === undefined ? values : { ...values, custom };
  return { ...values, ...Object.fromEntries(Object.entries(custom).map(([key, value]) => [`custom.${key}`, value])) };
}

function withOwnFieldsTogether(values: Values): Record<string, unknown> {
  const entries = Object.entries(values);
  const own = entries.filter(([key]) => key.startsWith('custom.'));
  const others = Object.fromEntries(entries.filter(([key]) => !key.startsWith('custom.')));
  if (own.length === 0) return others;
  return { ...others, custom: Object.fromEntries(own.map(([key, value]) => [key.slice('custom.'.length), value])) };
}

const isOneOf = (keys: readonly string[], key: string): boolean =>
  keys.includes(key) || (key.startsWith('custom.') && keys.includes('custom'));

/**
 * Keys that a change changed and that can be put back, the firm's own fields one by one.
 * @example restorableChanges({ before: { custom: { size: 1 } }, after: { custom: { size: 2 } } }, ['custom']) // ['custom.size']
 */
export const restorableChanges = (
  { before, after }: { before: Values | null; after: Values | null },
  fields: readonly string[],
): string[] =>
  before === null || after === null
    ? []
    : differingKeys(withOwnFieldsApart(before), withOwnFieldsApart(after)).filter((key) => isOneOf(fields, key));

/**
 * The old values come back when the record still has those that the change gave it. Other fields may have changed since:
 * they stay.
 * @param fields keys that can be put back; `custom` stands for every field of the firm's own
 * @param only of these, those that are asked for; left out: all of them
 * @example decideRestore({ before: { name: 'A' }, after: { name: 'B' }, current: { name: 'B', vip: true }, fields: ['name'] })
 *   // { kind: 'restore', fields: ['name'], values: { name: 'A' } }
 */
export function decideRestore(change: {
  before: Values;
  after: Values;
  current: Values;
  fields: readonly string[];
  only?: readonly string[] | undefined;
}): RestoreDecision {
  const [before, after, current] = [change.before, change.after, change.current].map(withOwnFieldsApart) as [
    Values,
    Values,
    Values,
  ];
  const { fields, only } = change;
  const changed = restorableChanges({ before, after }, fields).filter(
    (key) => only === undefined || isOneOf(only, key),
  );
  if (changed.length === 0) return { kind: 'nothing' };
  const since = changed.filter((key) => !isSame(current[key], after[key]));
  // Everything is as it was before: somebody has put it back already.
  if (changed.every((key) => isSame(current[key], before[key]))) return { kind: 'nothing' };
  if (since.length > 0) return { kind: 'changed-since', fields: since };
  const values = Object.fromEntries(changed.map((key) => [key, before[key] ?? null]));
  return { kind: 'restore', fields: changed, values: withOwnFieldsTogether(values) };
}
