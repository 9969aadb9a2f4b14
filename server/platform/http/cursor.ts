/**
 * Pages of a list by key, not by offset: a cursor is the sort key of the last row, so rows that come or go in between
 * neither repeat nor hide others.
 */
import { invalid } from '../errors/domain-error.ts';

/** The sort key a cursor stands for, or null without a cursor. Refuses what is not a cursor of `parts` parts. */
export function cursorOf(cursor: string | undefined, parts: number): string[] | null {
  if (cursor === undefined) return null;
  const refused = invalid('request.invalid_cursor', 'The cursor is not one of this list.', { cursor: 'unknown' });
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  if (text.includes('\0') || text.includes('\ufffd')) throw refused;
  const key = text.split('\n');
  if (key.length !== parts || key.some((part) => part.length === 0)) throw refused;
  return key;
}

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/**
 * A page of `limit` rows out of `limit + 1` that were read: the extra row says that there are more.
 * @param keyOf the sort key, as text that the query casts back
 */
export function pageOf<Row, T>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => readonly string[],
  toItem: (row: Row) => T,
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return {
    items: shown.map(toItem),
    nextCursor: hasMore ? Buffer.from(keyOf(last).join('\n')).toString('base64url') : null,
  };
}
