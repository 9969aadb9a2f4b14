/**
 * A map for reducer state: plain JSON data, never changed in place, cheap to change one entry of. Entries lie in 16 rows of
 * 16 buckets, so a change copies the list of rows, one row and one short bucket instead of everything.
 * Keys are only ever compared, never used as property names: a channel called `__proto__` is an ordinary key.
 */
export interface BucketMap<V> {
  readonly size: number;
  readonly rows: readonly (Row<V> | null)[];
}

type Row<V> = readonly (readonly BucketEntry<V>[] | null)[];

export interface BucketEntry<V> {
  readonly key: string;
  /** Of the key: entries that cannot be meant are passed over without looking at their texts. */
  readonly hash: number;
  readonly value: V;
}

const WIDTH = 16;
const NO_ROWS: readonly null[] = new Array<null>(WIDTH).fill(null);
const NO_ENTRIES: readonly never[] = [];

/** An empty map. */
export function emptyMap<V>(): BucketMap<V> {
  return { size: 0, rows: NO_ROWS };
}

/** Ids of Asterisk and ours differ at their ends: the last characters spread them as well as all do, at a third of the cost. */
function hashOf(key: string): number {
  const { length } = key;
  let hash = length;
  for (let i = length > 8 ? length - 8 : 0; i < length; i += 1) hash = (Math.imul(hash, 31) + key.charCodeAt(i)) | 0;
  return hash;
}

const rowOf = (hash: number): number => (hash >> 4) & (WIDTH - 1);
const columnOf = (hash: number): number => hash & (WIDTH - 1);

/** The value kept for `key`, or undefined. */
export function getFrom<V>(map: BucketMap<V>, key: string): V | undefined {
  const hash = hashOf(key);
  const bucket = map.rows[rowOf(hash)]?.[columnOf(hash)];
  if (!bucket) return undefined;
  for (const entry of bucket) if (entry.hash === hash && entry.key === key) return entry.value;
  return undefined;
}

/** The map with every change applied; a change to `undefined` removes the entry. */
export function withChanges<V>(map: BucketMap<V>, changes: ReadonlyMap<string, V | undefined>): BucketMap<V> {
  if (changes.size === 0) return map;
  const rows = map.rows.slice();
  let size = map.size;
  for (const [key, value] of changes) {
    const hash = hashOf(key);
    const row = (rows[rowOf(hash)] ?? NO_ROWS).slice();
    const before = row[columnOf(hash)] ?? NO_ENTRIES;
    const after: BucketEntry<V>[] = [];
    for (const entry of before) if (entry.hash !== hash || entry.key !== key) after.push(entry);
    if (value !== undefined) after.push({ key, hash, value });
    size += after.length - before.length;
    row[columnOf(hash)] = after.length === 0 ? null : after;
    rows[rowOf(hash)] = row;
  }
  return { size, rows };
}

/** Every value, in no particular order. */
export function* valuesOf<V>(map: BucketMap<V>): Generator<V> {
  for (const { value } of entriesOf(map)) yield value;
}

/** Every entry, in no particular order. */
export function* entriesOf<V>(map: BucketMap<V>): Generator<BucketEntry<V>> {
  for (const row of map.rows) {
    if (!row) continue;
    for (const bucket of row) if (bucket) yield* bucket;
  }
}
