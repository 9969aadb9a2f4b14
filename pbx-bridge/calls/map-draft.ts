/** Changes to a `BucketMap` while one step goes on: reads see them, the map itself is made anew once, at the end. */
import { type BucketMap, getFrom, withChanges } from './bucket-map.ts';

export class MapDraft<V> {
  readonly base: BucketMap<V>;
  /** Made with the first change: in most steps most maps stay as they are, and a `Map` costs more than the rest of such a step. */
  private changes: Map<string, V | undefined> | null = null;

  constructor(base: BucketMap<V>) {
    this.base = base;
  }

  /** The value as changed in this step, else as it was before. */
  get(key: string): V | undefined {
    const { changes } = this;
    if (changes !== null) {
      const changed = changes.get(key);
      if (changed !== undefined || changes.has(key)) return changed;
    }
    return getFrom(this.base, key);
  }

  /** The value set in this step; undefined when none was, or when it was removed. */
  changed(key: string): V | undefined {
    return this.changes?.get(key);
  }

  /** Whether this step set or removed the entry. */
  isChanged(key: string): boolean {
    return this.changes?.has(key) ?? false;
  }

  /** Sets, or with undefined removes, the entry. */
  set(key: string, value: V | undefined): void {
    this.changes ??= new Map();
    this.changes.set(key, value);
  }

  /** Values set in this step, removed ones as undefined. */
  changedValues(): Iterable<V | undefined> {
    return this.changes?.values() ?? [];
  }

  get isUntouched(): boolean {
    return this.changes === null;
  }

  /** The map with all changes; the very same one when there were none. */
  finish(): BucketMap<V> {
    return this.changes === null ? this.base : withChanges(this.base, this.changes);
  }
}
