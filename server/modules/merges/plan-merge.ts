/** Pure: what a merged record looks like, and why. */
import type { FieldRule, MergeRule } from './merge-rules.ts';

/** A row of the table as JSON. */
export type Row = Readonly<Record<string, unknown>>;

export interface MergeRecord {
  id: string;
  row: Row;
}

/** The record whose value is wanted, by field; an own field of the firm is `custom.<key>`. */
export type MergeChoices = Readonly<Record<string, string>>;

export interface PlannedField {
  field: string;
  value: unknown;
  /** Whose value it is; null: made of several, or nobody has one. */
  from: string | null;
  /** Two of them say different things, and only one of these can stay. */
  conflict: boolean;
  because: 'chosen' | 'same' | 'only-one' | MergeRule;
}

export interface MergePlan {
  fields: PlannedField[];
  /** Columns of the record that stays which the merge changes. */
  columns: Record<string, unknown>;
  /** Choices that name no field or no record of this merge. */
  unknown: string[];
}

export const sameJson = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b);

/** JSON with sorted keys, so that equal values are equal texts. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join(',')}}`;
}

const isEmpty = (value: unknown, rule: MergeRule) =>
  value === null ||
  value === undefined ||
  value === '' ||
  (rule === 'any' && value === false) ||
  (Array.isArray(value) && value.length === 0);

export const uniteLists = (lists: readonly unknown[]): unknown[] => {
  const seen = new Map<string, unknown>();
  for (const one of lists.flatMap((list) => (Array.isArray(list) ? list : []))) {
    // Two addresses are the same when they read the same, whichever of them is the primary one.
    const key = canonical(typeof one === 'object' && one !== null ? { ...one, primary: null } : one);
    if (!seen.has(key)) seen.set(key, one);
  }
  return [...seen.values()];
};

/** One primary at most: that of the record that stays comes first. */
function onePrimary(list: unknown[]): unknown[] {
  const isPrimary = (one: unknown) => typeof one === 'object' && one !== null && (one as Row).primary === true;
  const first = list.findIndex(isPrimary);
  return list.map((one, index) => (isPrimary(one) && index !== first ? { ...(one as Row), primary: false } : one));
}

function joinTexts(texts: readonly unknown[]): string {
  const kept: string[] = [];
  for (const text of texts.map((one) => String(one ?? '').trim()))
    if (text !== '' && !kept.some((known) => known.includes(text))) kept.push(text);
  return kept.join('\n\n');
}

interface Held {
  id: string;
  value: unknown;
  row: Row;
}

const time = (row: Row, column: string) => Date.parse(String(row[column] ?? '')) || 0;
const length = ({ value }: Held) => String(value).length;
const best = (held: readonly Held[], isBetter: (a: Held, b: Held) => boolean): Held | undefined =>
  held.reduce<Held | undefined>((known, one) => (known === undefined || isBetter(one, known) ? one : known), undefined);

/** Whose value stays, of those who have one. */
function winnerOf(rule: MergeRule, held: readonly Held[]): Held | undefined {
  switch (rule) {
    case 'longest':
      return best(held, (a, b) => length(a) > length(b));
    case 'earliest':
      return best(held, (a, b) => time(a.row, 'created_at') < time(b.row, 'created_at'));
    case 'latest':
      return best(held, (a, b) => time(a.row, 'updated_at') > time(b.row, 'updated_at'));
    default:
      return held[0];
  }
}

function planOne(field: string, rule: MergeRule, all: readonly Held[], chosen: string | undefined): PlannedField {
  const values = all.map(({ value }) => value);
  const picked = all.find(({ id }) => id === chosen);
  const held = all.filter(({ value }) => !isEmpty(value, rule));
  const distinct = new Set(held.map(({ value }) => canonical(value))).size;
  if (picked) return { field, value: picked.value, from: picked.id, conflict: distinct > 1, because: 'chosen' };
  if (rule === 'united' || rule === 'joined') {
    const value = rule === 'united' ? onePrimary(uniteLists(values)) : joinTexts(values);
    const from = all.find((one) => sameJson(one.value, value))?.id ?? null;
    return { field, value, from, conflict: false, because: distinct > 1 ? rule : distinct === 1 ? 'same' : 'only-one' };
  }
  const winner = winnerOf(rule, held) ?? all[0]!;
  const because = distinct > 1 ? rule : held.length > 1 ? 'same' : 'only-one';
  return { field, value: winner.value, from: winner.id, conflict: distinct > 1, because };
}

const customOf = (row: Row, column: string) => (row[column] ?? {}) as Row;

/**
 * What the first of these records looks like after the others have gone into it.
 * @param records the one that stays first
 * @example planMerge([{ id: 'a', row: { vip: false } }, { id: 'b', row: { vip: true } }], contactRules, {}).columns // { vip: true }
 */
export function planMerge(
  records: readonly MergeRecord[],
  rules: readonly FieldRule[],
  choices: MergeChoices,
): MergePlan {
  const [survivor] = records;
  if (!survivor) throw new Error('nothing to merge');
  const ids = new Set(records.map(({ id }) => id));
  const fields: PlannedField[] = [];
  const columns: Record<string, unknown> = {};
  const set = (column: string, value: unknown) => {
    if (!sameJson(survivor.row[column], value)) columns[column] = value;
  };
  for (const { field, column, rule, along = [] } of rules) {
    if (!(column in survivor.row)) continue;
    if (rule === 'custom') {
      const planned = planCustom(records, column, choices);
      fields.push(...planned);
      const entries = planned.map((one) => [one.field.slice('custom.'.length), one.value] as const);
      set(column, Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== null)));
      continue;
    }
    const held = records.map(({ id, row }) => ({ id, row, value: row[column] }));
    // Nobody may become their own parent, nor that of a record that went into them.
    const outside = field === 'parentId' ? held.map((one) => ({ ...one, value: withoutMerged(one.value, ids) })) : held;
    const planned = planOne(field, rule, outside, choices[field]);
    fields.push(planned);
    set(column, planned.value);
    const source = records.find(({ id }) => id === planned.from);
    for (const other of along) if (source) set(other, source.row[other]);
  }
  const known = new Set(fields.map(({ field }) => field));
  const unknown = Object.entries(choices).filter(([field, id]) => !known.has(field) || !ids.has(id));
  return { fields, columns, unknown: unknown.map(([field]) => field) };
}

const withoutMerged = (value: unknown, ids: ReadonlySet<string>) => (ids.has(String(value)) ? null : value);

function planCustom(records: readonly MergeRecord[], column: string, choices: MergeChoices): PlannedField[] {
  const keys = [...new Set(records.flatMap(({ row }) => Object.keys(customOf(row, column))))].sort();
  return keys.map((key) => {
    const held = records.map(({ id, row }) => ({ id, row, value: customOf(row, column)[key] }));
    const isList = held.some(({ value }) => Array.isArray(value));
    return planOne(`custom.${key}`, isList ? 'united' : 'first', held, choices[`custom.${key}`]);
  });
}

/** Which record should stay: the one with more history, of two alike the older. */
export function suggestSurvivor(records: readonly { id: string; history: number; createdAt: string }[]): string {
  const [first] = [...records].sort(
    (a, b) => b.history - a.history || (a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0),
  );
  return first?.id ?? '';
}
