/** Tasks of people and organisations that are merged into others. */
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

export const organisationTasksMover = columnMover({
  name: 'tasks',
  record: 'organisation',
  table: 'tasks',
  column: 'organisation_id',
  hasVersion: true,
});
