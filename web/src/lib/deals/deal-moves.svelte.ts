import type { Deal } from '$contract/deals.contract.ts';
import type { Stage } from '$contract/pipelines.contract.ts';
import { ApiFailure } from '$lib/api/api-failure.ts';
import type { Console } from '$lib/app/console.svelte.ts';
import { m } from '$lib/paraglide/messages.js';
import { type MissingPart, missingOf } from './missing-words.ts';

type Moving = Pick<Deal, 'id' | 'title'>;

export interface Refused {
  deal: Moving;
  /** `not_complete`, `skips_stages`, `goes_back`, `outside_process`. */
  because: string;
  missing: MissingPart[];
}

const explained = new Set(['not_complete', 'skips_stages', 'goes_back', 'outside_process']);

/** What a page does while a deal is on its way: shows it there at once, or takes it back. */
export interface MoveView {
  show(deal: Moving, to: Stage): void;
  take(deal: Deal): void;
  takeBack(deal: Moving): void;
}

/**
 * Moves of deals from any page: at once on the screen, then on the server; undone by Z; a loss asks for its reason, a
 * refusal says what is missing.
 */
export class DealMoves {
  /** Waits for the reason of its loss. */
  losing = $state.raw<{ deal: Moving; to: Stage } | null>(null);
  refused = $state.raw<Refused | null>(null);
  readonly #console: Console;
  readonly #view: MoveView;

  constructor(console: Console, view: MoveView) {
    this.#console = console;
    this.#view = view;
  }

  async move(deal: Moving, to: Stage, loss?: { lossReasonId: string; lossComment: string }): Promise<void> {
    if (to.kind === 'lost' && !loss) {
      this.losing = { deal, to };
      return;
    }
    this.losing = null;
    this.#view.show(deal, to);
    try {
      this.#view.take(await this.#console.api.deals.move(deal.id, { stageId: to.id, ...loss }));
    } catch (error) {
      this.#view.takeBack(deal);
      this.#tell(error, deal);
      return;
    }
    this.#console.toasts.undoable({
      text: m.deals_moved({ title: deal.title, stage: to.name }),
      undo: async () => this.#view.take(await this.#console.api.deals.undoMove(deal.id)),
    });
  }

  #tell(error: unknown, deal: Moving): void {
    const because = error instanceof ApiFailure ? error.code.replace('deals.', '') : '';
    if (error instanceof ApiFailure && explained.has(because))
      this.refused = { deal, because, missing: missingOf(error.fields) };
    else this.#console.toasts.fail(error);
  }
}
