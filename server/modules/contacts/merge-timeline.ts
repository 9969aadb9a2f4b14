/** Time-lines of any record: several sources, each newest first, merged into one page. */
import { cursorOf, type Page, pageOf } from '../../platform/http/cursor.ts';

export interface TimelinePage {
  /** Only what lies before this moment (and id, among items of one moment). */
  before: { at: string; id: string } | null;
  /** At most so many, newest first. */
  limit: number;
}

export interface TimelineEntry<Item extends { at: string }> {
  id: string;
  item: Item;
}

export type ReadEntries<Item extends { at: string }> = (page: TimelinePage) => Promise<TimelineEntry<Item>[]>;

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * One page, newest first. Each source is asked for a whole page and one more, so that whatever stands on the page is among
 * the answers. A cursor that is none of a time-line gives an empty page.
 */
export async function mergeTimeline<Item extends { at: string }>(
  sources: readonly ReadEntries<Item>[],
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<Page<Item>> {
  const key = cursorOf(cursor, 2);
  const before = key ? { at: key[0] ?? '', id: key[1] ?? '' } : null;
  if (before && Number.isNaN(Date.parse(before.at))) return { items: [], nextCursor: null };
  const found: TimelineEntry<Item>[] = [];
  for (const read of sources) found.push(...(await read({ before, limit: limit + 1 })));
  found.sort((a, b) => compare(b.item.at, a.item.at) || compare(b.id, a.id));
  return pageOf(
    found,
    limit,
    ({ id, item }) => [item.at, id],
    ({ item }) => item,
  );
}
