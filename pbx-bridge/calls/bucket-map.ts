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
  readonly value: V;
}

const WIDTH = 16;
const NO_ROWS: readonly null[] = new Array<null>(WIDTH).fill(null);

/** An empty map. */
export function emptyMap<V>(): BucketMap<V> {
  return { size: 0, rows: NO_ROWS };
}

/** Ids of Asterisk and ours differ at their ends: the last characters spread them as well as all do, at a third of the cost. */
function bucketOf(key: string): number {
  let hash = key.length;
  for (let i = Math.max(0, key.length - 8); i < key.length; i += 1)
    hash = (Math.imul(hash, 31) + key.charCodeAt(i)) | 0;
  return hash & (WIDTH * WIDTH - 1);
}

/** Most entries that share a bucket end differently; comparing whole texts that are parts of others is slow. */
function isKeyOf(entry: BucketEntry<unknown>, key: string): boolean {
  const { length } = key;
  if (entry.key.length !== length) return false;
  return length === 0 || (entry.key.charCodeAt(length - 1) === key.charCodeAt(length - 1) && entry.key === key);
}

/** The value kept for `key`, or undefined. */
export function getFrom<V>(map: BucketMap<V>, key: string): V | undefined {
  const at = bucketOf(key);
  const bucket = map.rows[at >> 4]?.[at & (WIDTH - 1)];
  if (!bucket) return undefined;
  for (const entry of bucket) if (isKeyOf(entry, key)) return entry.value;
  return undefined;
}

/** The map with every change applied; a change to `undefined` removes the entry. */
export function withChanges<V>(map: BucketMap<V>, changes: ReadonlyMap<string, V | undefined>): BucketMap<V> {
  if (changes.size === 0) return map;
  const rows = map.rows.slice();
  let size = map.size;
  for (const [key, value] of changes) {
    const at = bucketOf(key);
    const row = (rows[at >> 4] ?? NO_ROWS).slice();
    const before = row[at & (WIDTH - 1)] ?? [];
    const after = before.filter((entry) => !isKeyOf(entry, key));
    size -= before.length - after.length;
    if (value !== undefined) {
      after.push({ key, value });
      size += 1;
    }
    row[at & (WIDTH - 1)] = after.length === 0 ? null : after;
    rows[at >> 4] = row;
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
