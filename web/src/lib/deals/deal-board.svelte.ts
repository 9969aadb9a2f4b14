import type { Board, Deal } from '$contract/deals.contract.ts';
import type { Stage } from '$contract/pipelines.contract.ts';
import type { Console } from '$lib/app/console.svelte.ts';
import { addPage, dropCard, findCard, moveCard, takeCard } from './board-state.ts';
import type { DealFilters } from './deal-filters.ts';
import type { MoveView } from './deal-moves.svelte.ts';

const PAGE = 30;

const filterQuery = ({ q, ownerId, agentId }: DealFilters) => ({
  q: q.trim() || undefined,
  ownerId: ownerId || undefined,
  agentId: agentId || undefined,
});
/** The board as the server is asked for it. */
export const boardQuery = (filters: DealFilters) => ({
  ...filterQuery(filters),
  pipelineId: filters.pipelineId || undefined,
});

/** The board of a pipeline, column by column. An answer that comes late is dropped; a failed move goes back. */
export class DealBoard implements MoveView {
  board = $state.raw<Board | null>(null);
  phase = $state<'loading' | 'ready' | 'failed'>('loading');
  error = $state.raw<unknown>(null);
  #before: Board | null = null;
  #filters: DealFilters | null = null;
  #turn = 0;
  readonly #paging = new Set<string>();
  readonly #console: Console;

  constructor(console: Console) {
    this.#console = console;
  }

  async open(filters: DealFilters): Promise<void> {
    this.#filters = filters;
    this.#turn += 1;
    const turn = this.#turn;
    if (this.phase === 'failed') this.phase = 'loading';
    try {
      const board = await this.#console.api.deals.board({ ...boardQuery(filters), limit: PAGE });
      if (turn !== this.#turn) return;
      this.board = board;
      this.phase = 'ready';
    } catch (error) {
      if (turn !== this.#turn) return;
      this.error = error;
      this.phase = 'failed';
    }
  }

  /** The next cards of a column; harmless when they are on their way. */
  async more(stageId: string): Promise<void> {
    const cursor = this.board?.columns.find((column) => column.stageId === stageId)?.nextCursor;
    if (!cursor || !this.#filters || this.#paging.has(stageId)) return;
    const turn = this.#turn;
    const filters = this.#filters;
    this.#paging.add(stageId);
    const page = await this.#console.attempt(() =>
      this.#console.api.deals.column({ ...filterQuery(filters), stageId, cursor, limit: PAGE }),
    );
    this.#paging.delete(stageId);
    if (page && this.board && turn === this.#turn) this.board = addPage(this.board, stageId, page);
  }

  /** Something of a deal changed, here or elsewhere: its card follows; totals of what is not loaded come with the board. */
  async follow(dealId: string, version: number | null): Promise<void> {
    const known = this.board && findCard(this.board, dealId);
    if (known && version !== null && known.version >= version) return;
    await this.again();
  }

  async again(): Promise<void> {
    if (this.#filters) await this.open(this.#filters);
  }

  show({ id }: { id: string }, to: Stage): void {
    this.#before = this.board;
    if (this.board) this.board = moveCard(this.board, id, to, new Date(this.#console.time.peek()).toISOString());
  }

  take(deal: Deal): void {
    if (!this.board) return;
    const isHere = this.board.columns.some(({ stageId }) => stageId === deal.stageId);
    this.board = isHere ? takeCard(this.board, deal) : dropCard(this.board, deal.id);
  }

  /** As it was before, at once; then as the server has it. */
  takeBack(): void {
    if (this.#before) this.board = this.#before;
    void this.again();
  }
}
