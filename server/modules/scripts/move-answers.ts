/** What people answered goes with them when they are merged. */
import { columnMover } from '../reversible-actions/movers.ts';

export const scriptMovers = [
  columnMover({ name: 'scriptRuns', record: 'contact', table: 'script_runs', column: 'contact_id' }),
  columnMover({ name: 'scriptAnswers', record: 'contact', table: 'script_answers', column: 'contact_id' }),
].map(({ count: _, ...mover }) => mover);
