import type { Filter } from '$contract/filters.contract.ts';
import type { Task } from '$contract/tasks.contract.ts';
import type { Api } from '$lib/api/api.ts';
import { PagedList } from '$lib/app/paged-list.svelte.ts';

/** todo: still to do · overdue · given: by me to others · done */
export type TaskScope = 'todo' | 'overdue' | 'given' | 'done';
export interface TaskFilters {
  scope: TaskScope;
  /** '' everybody the reader may see. */
  agentId: string;
  kind: string;
  q: string;
  /** What the builder made; null: nothing. */
  filter: Filter | null;
}
/** The filters as the server takes them: only what is set. */
export const taskQuery = ({ scope, agentId, kind, q, filter }: TaskFilters) => ({
  done: scope === 'done' ? ('true' as const) : ('false' as const),
  ...(scope === 'overdue' ? { overdue: 'true' as const } : {}),
  ...(scope === 'given' ? { given: 'true' as const } : {}),
  ...(scope !== 'given' && agentId ? { agentId } : {}),
  ...(kind ? { kind } : {}),
  ...(q.trim() ? { q: q.trim() } : {}),
  ...(filter ? { filter } : {}),
});

/** The tasks page by page. */
export class TaskList extends PagedList<Task, TaskFilters> {
  constructor(api: Api) {
    super((filters, cursor, limit) => {
      const { filter, ...query } = { filter: null, ...taskQuery(filters) };
      const page = { limit, cursor };
      return filter ? api.tasks.search({ ...query, ...page, filter }) : api.tasks.list({ ...query, ...page });
    });
  }
}
