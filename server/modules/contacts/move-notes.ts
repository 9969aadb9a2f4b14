/** Notes on a person who is merged into another one. */
import { columnMover } from '../reversible-actions/movers.ts';

export const contactNotesMover = columnMover({
  name: 'notes',
  record: 'contact',
  table: 'contact_notes',
  column: 'contact_id',
});
