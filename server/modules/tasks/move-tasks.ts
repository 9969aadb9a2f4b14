/** Tasks of a person who is merged into another one. */
import type { Platform } from '../../platform/platform.ts';
import { columnMover } from '../reversible-actions/movers.ts';
import { refreshTasksOf } from './tasks.usecases.ts';

export const tasksMover = (platform: Pick<Platform, 'facts'>) =>
  columnMover({
    name: 'tasks',
    record: 'contact',
    table: 'tasks',
    column: 'contact_id',
    hasVersion: true,
    after: (tx, to) => refreshTasksOf(platform, tx, to),
  });
