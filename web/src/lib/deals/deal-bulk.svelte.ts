import type { DealCard } from '$contract/deals.contract.ts';
import type { Stage } from '$contract/pipelines.contract.ts';
import type { Console } from '$lib/app/console.svelte.ts';
import { changeMany } from '$lib/bulk/change-many.ts';
import { m } from '$lib/paraglide/messages.js';
import type { DealMoves } from './deal-moves.svelte.ts';

type Move = { op: 'move'; id: string; to: { stageId: string; lossReasonId?: string; lossComment?: string } };

/** Many deals go to a stage, each by the rule of its mode; a loss asks once for the reason of all of them. */
export class DealsAtOnce implements Pick<DealMoves, 'losing' | 'move'> {
  losing = $state.raw<DealMoves['losing']>(null);
  readonly #console: Console;
  readonly #deals: () => readonly DealCard[];
  readonly #ondone: () => void;

  constructor(console: Console, deals: () => readonly DealCard[], ondone: () => void) {
    this.#console = console;
    this.#deals = deals;
    this.#ondone = ondone;
  }

  /** @param _deal stands for all of them while the reason of a loss is asked */
  async move(_deal: unknown, to: Stage, loss?: { lossReasonId: string; lossComment: string }): Promise<void> {
    const deals = this.#deals();
    if (to.kind === 'lost' && !loss) {
      this.losing = { deal: { id: '', title: m.n_selected({ count: deals.length }) }, to };
      return;
    }
    this.losing = null;
    const moving = deals.filter(({ stageId }) => stageId !== to.id);
    if (moving.length === 0) return;
    await changeMany<Move | { op: 'undo-move'; id: string }>(this.#console, {
      send: (items) => this.#console.api.bulk.deal(items),
      items: moving.map(({ id }) => ({ op: 'move', id, to: { stageId: to.id, ...loss } })),
      back: ({ id }) => ({ op: 'undo-move', id }),
      text: (count) => m.bulk_moved({ count, stage: to.name }),
      ondone: this.#ondone,
    });
  }
}
