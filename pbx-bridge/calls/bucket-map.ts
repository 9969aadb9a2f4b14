/**
 * A map for reducer state: plain JSON data, never changed in place, cheap to change one entry of. Entries lie in a fixed
 * number of buckets, so a change copies the list of buckets and one short bucket instead of everything.
 * Keys are only ever compared, never used as property names: a channel called `__proto__` is an ordinary key.
 */
export interface BucketMap<V> {
  readonly size: number;
  readonly buckets: readonly (readonly BucketEntry<V>[] | null)[];
}

export interface BucketEntry<V> {
  readonly key: string;
  readonly value: V;
}

const BUCKETS = 256;

/** An empty map. */
export function emptyMap<V>(): BucketMap<V> {
  return { size: 0, buckets: new Array<null>(BUCKETS).fill(null) };
}

function bucketOf(key: string): number {
  let hash = 0;
  for (let i = 0; i < key.length; i += 1) hash = (Math.imul(hash, 31) + key.charCodeAt(i)) | 0;
  return hash & (BUCKETS - 1);
}

/** The value kept for `key`, or undefined. */
export function getFrom<V>(map: BucketMap<V>, key: string): V | undefined {
  const bucket = map.buckets[bucketOf(key)];
  if (!bucket) return undefined;
  for (const entry of bucket) if (entry.key === key) return entry.value;
  return undefined;
}

/** The map with every change applied; a change to `undefined` removes the entry. */
export function withChanges<V>(map: BucketMap<V>, changes: ReadonlyMap<string, V | undefined>): BucketMap<V> {
  if (changes.size === 0) return map;
  const buckets = map.buckets.slice();
  let size = map.size;
  for (const [key, value] of changes) {
    const at = bucketOf(key);
    const before = buckets[at] ?? [];
    const after = before.filter((entry) => entry.key !== key);
    size -= before.length - after.length;
    if (value !== undefined) {
      after.push({ key, value });
      size += 1;
    }
    buckets[at] = after.length === 0 ? null : after;
  }
  return { size, buckets };
}

/** Every value, in no particular order. */
export function* valuesOf<V>(map: BucketMap<V>): Generator<V> {
  for (const bucket of map.buckets) if (bucket) for (const entry of bucket) yield entry.value;
}

/** Every entry, in no particular order. */
export function* entriesOf<V>(map: BucketMap<V>): Generator<BucketEntry<V>> {
  for (const bucket of map.buckets) if (bucket) yield* bucket;
}
