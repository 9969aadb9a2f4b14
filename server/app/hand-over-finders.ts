/** Lists whose filters say what is handed over: they find what they show to whoever asks. */
import type { Finder } from '../modules/hand-overs/found-records.ts';
import { searchDeals, searchTasks } from '../modules/segments/search-lists.usecases.ts';
import { idsOfSelection } from '../modules/segments/select-records.usecases.ts';
import type { Page } from '../platform/http/cursor.ts';
import type { Platform } from '../platform/platform.ts';
import { withFields } from './field-sources.ts';

const atOnce = 200;

async function* idsOfPages(read: (cursor: string | undefined) => Promise<Page<{ id: string }>>) {
  for (let cursor: string | undefined; ; ) {
    const { items, nextCursor } = await read(cursor);
    if (items.length > 0) yield items.map(({ id }) => id);
    if (nextCursor === null) return;
    cursor = nextCursor;
  }
}

export const handOverFinders = (platform: Platform): Finder[] => {
  const fielded = withFields(platform);
  return [
    {
      of: 'contacts',
      kinds: ['contacts'],
      find: (reader, { contacts }) =>
        contacts === undefined ? null : idsOfSelection(fielded, reader, { record: 'contact', ...contacts }),
    },
    {
      of: 'organisations',
      kinds: ['organisations'],
      find: (reader, { organisations }) =>
        organisations === undefined
          ? null
          : idsOfSelection(fielded, reader, { record: 'organisation', ...organisations }),
    },
    {
      of: 'deals',
      kinds: ['deals', 'managedDeals'],
      find: (reader, { deals }, fromAgentId) => {
        if (deals === undefined) return null;
        // What they have no part in is not theirs to hand over, and need not be read.
        const whose = fromAgentId === null ? { owner: 'none' as const } : { agentId: fromAgentId };
        return idsOfPages((cursor) =>
          searchDeals(fielded, reader, { ...whose, ...deals, order: 'newest', limit: atOnce, cursor }),
        );
      },
    },
    {
      of: 'tasks',
      kinds: ['tasks'],
      find: (reader, { tasks }, fromAgentId) => {
        if (tasks === undefined) return null;
        const whose = fromAgentId === null ? {} : { agentId: fromAgentId };
        return idsOfPages((cursor) => searchTasks(fielded, reader, { ...whose, ...tasks, limit: atOnce, cursor }));
      },
    },
  ];
};
