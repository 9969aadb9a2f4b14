import type { Task } from '$contract/tasks.contract.ts';
import type { Api } from '$lib/api/api.ts';

/** todo: still to do · overdue · given: by me to others · done */
export type TaskScope = 'todo' | 'overdue' | 'given' | 'done';
export interface TaskFilters {
  scope: TaskScope;
  /** '' everybody the reader may see. */
  agentId: string;
  kind: string;
  q: string;
}
/** The filters as the server takes them: only what is set. */
export const taskQuery = ({ scope, agentId, kind, q }: TaskFilters) => ({
  done: scope === 'done' ? ('true' as const) : ('false' as const),
  ...(scope === 'overdue' ? { overdue: 'true' as const } : {}),
  ...(scope === 'given' ? { given: 'true' as const } : {}),
  ...(scope !== 'given' && agentId ? { agentId } : {}),
  ...(kind ? { kind } : {}),
  ...(q.trim() ? { q: q.trim() } : {}),
});

const PAGE = 100;
const MOST = 200;

/** The tasks page by page. Changed filters begin again; an answer that comes late is dropped. */
export class TaskList {
  items = $state.raw<readonly Task[]>([]);
  phase = $state<'loading' | 'ready' | 'failed'>('loading');
  error = $state.raw<unknown>(null);
  #next: string | null = null;
  #turn = 0;
  #isPaging = false;
  #filters: TaskFilters | null = null;
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  async open(filters: TaskFilters): Promise<void> {
    const isOther = JSON.stringify(filters) !== JSON.stringify(this.#filters);
    this.#filters = filters;
    this.#turn += 1;
    const turn = this.#turn;
    if (this.phase === 'failed') this.phase = 'loading';
    try {
      // Reading the same again must not shorten what was scrolled to.
      const limit = isOther ? PAGE : Math.min(MOST, Math.max(PAGE, this.items.length));
      const page = await this.#read(filters, limit);
      if (turn !== this.#turn) return;
      this.items = page.items;
      this.#next = page.nextCursor;
      this.phase = 'ready';
    } catch (error) {
      if (turn !== this.#turn) return;
      this.error = error;
      this.phase = 'failed';
    }
  }

  /** Reads what is shown once more. */
  async again(): Promise<void> {
    if (this.#filters) await this.open(this.#filters);
  }

  /** Reads the next page when there is one; harmless when one is on its way. */
  async more(): Promise<void> {
    if (!this.#next || this.#isPaging || !this.#filters) return;
    const turn = this.#turn;
    this.#isPaging = true;
    try {
      const page = await this.#read(this.#filters, PAGE, this.#next);
      if (turn !== this.#turn) return;
      this.items = [...this.items, ...page.items];
      this.#next = page.nextCursor;
    } catch (error) {
      this.error = error;
    } finally {
      this.#isPaging = false;
    }
  }

  #read(filters: TaskFilters, limit: number, cursor?: string) {
    return this.#api.tasks.list({ ...taskQuery(filters), limit, cursor });
  }
}
