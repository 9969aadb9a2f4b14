/** Pure: which columns of the surviving record go back when a merge is undone, and which people have changed since. */
import type { FieldRule } from './merge-rules.ts';
import { canonical, type Row, sameJson } from './plan-merge.ts';

export interface UnmergePlan {
  columns: Record<string, unknown>;
  /** Fields that were changed after the merge: they stay. */
  kept: string[];
}

const isObject = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What the merge added goes; what was added or removed since stays as it is. */
function withoutAdded(before: readonly unknown[], after: readonly unknown[], now: readonly unknown[]): unknown[] {
  const had = new Set(before.map(canonical));
  const added = new Set(after.map(canonical).filter((one) => !had.has(one)));
  return now.filter((one) => !added.has(canonical(one)));
}

function planObject(column: string, before: Row, after: Row, now: Row) {
  const value: Record<string, unknown> = { ...now };
  const kept: string[] = [];
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (sameJson(before[key], after[key])) continue;
    if (!sameJson(now[key], after[key])) kept.push(`${column}.${key}`);
    else if (before[key] === undefined) delete value[key];
    else value[key] = before[key];
  }
  return { value, kept };
}

/**
 * @param before columns that the merge changed, as they were
 * @param after the same columns as the merge left them
 * @param now the record as it is
 */
export function planUnmerge(before: Row, after: Row, now: Row, rules: readonly FieldRule[]): UnmergePlan {
  const fieldOf = new Map(rules.flatMap(({ field, column, along = [] }) => [column, ...along].map((c) => [c, field])));
  const columns: Record<string, unknown> = {};
  const kept = new Set<string>();
  for (const [column, was] of Object.entries(before)) {
    const field = fieldOf.get(column) ?? column;
    const left = after[column];
    if (sameJson(now[column], left)) columns[column] = was;
    else if (Array.isArray(was) && Array.isArray(left) && Array.isArray(now[column]))
      columns[column] = withoutAdded(was, left, now[column]);
    else if (isObject(was) && isObject(left) && isObject(now[column])) {
      const planned = planObject(field, was, left, now[column]);
      columns[column] = planned.value;
      for (const one of planned.kept) kept.add(one);
    } else kept.add(field);
  }
  // An owner that stays keeps the team, and the other way round.
  for (const { column, along = [] } of rules)
    if (along.some((other) => other in before) && column in before && !(column in columns))
      for (const other of along) delete columns[other];
  return { columns, kept: [...kept] };
}
