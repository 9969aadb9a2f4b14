/** Entries and attempts of people who are merged into others. */
import type { Tx } from '../../platform/database/database.ts';
import { columnMover, groupIds, type MergeMover, type Move, type RowsMoved } from '../reversible-actions/movers.ts';

const entries = columnMover({
  name: 'entries',
  record: 'contact',
  table: 'entries',
  column: 'contact_id',
  hasVersion: true,
});

/**
 * Where the person who stays is in the same list already, the other entry stays behind, and is finished when its turn comes: one
 * person is called once. Of two who go the one that was called more often moves.
 */
export const entriesMover: MergeMover<RowsMoved> = {
  ...entries,
  async move(tx: Tx, { from, to }: Move) {
    const rows = await tx<{ id: string; was: string }[]>`
      with moved as (
        select distinct on (e.call_list_id) e.id, e.contact_id as was from entries e
        where e.contact_id = any(${[...from]}::text[])
          and not exists (select from entries x where x.call_list_id = e.call_list_id and x.contact_id = ${to})
        order by e.call_list_id, e.attempts desc, e.id
      )
      update entries e set contact_id = ${to}, version = e.version + 1 from moved where e.id = moved.id
      returning e.id, moved.was`;
    return groupIds(rows);
  },
};

/** Every call counts for the person who stays: limits look at them. */
export const attemptsMover = columnMover({
  name: 'attempts',
  record: 'contact',
  table: 'attempts',
  column: 'contact_id',
  hasVersion: true,
});
