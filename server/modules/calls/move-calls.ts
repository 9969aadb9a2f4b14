/** Calls of a person or an organisation that is merged into another one. */
import type { Platform } from '../../platform/platform.ts';
import { columnMover, type MergeMover, type RowsMoved } from '../reversible-actions/movers.ts';
import { tellRelinked } from './relink.ts';

/** Their totals are counted again, and cards that list them are read again. */
export function callsMover({ facts }: Pick<Platform, 'facts'>): MergeMover<RowsMoved> {
  const calls = columnMover({
    name: 'calls',
    record: 'contact',
    table: 'calls',
    column: 'contact_id',
    hasVersion: true,
  });
  return {
    ...calls,
    async move(tx, move) {
      const moved = await calls.move(tx, move);
      // A click whose call has not begun yet names the person by id.
      const today = new Date(move.now.getTime() - 86_400_000);
      await tx`
        update call_requests set contact_id = ${move.to}
        where asked_at > ${today} and contact_id = any(${[...move.from]}::text[])`;
      await tellRelinked(tx, { facts }, move.to, [move.to, ...move.from]);
      return moved;
    },
    async unmove(tx, moved, move) {
      const report = await calls.unmove(tx, moved, move);
      await tellRelinked(tx, { facts }, move.to, [move.to, ...move.from]);
      return report;
    },
  };
}

export const organisationCallsMover = columnMover({
  name: 'calls',
  record: 'organisation',
  table: 'calls',
  column: 'organisation_id',
  hasVersion: true,
});
