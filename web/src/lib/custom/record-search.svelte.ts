import type { Api } from '$lib/api/api.ts';
import type { Clock } from '$lib/clock/clock.ts';

export interface FoundRecord {
  value: string;
  label: string;
  hint?: string;
}
const WAIT_MS = 150;

/** People or organisations that fit what is typed. Asks a moment after the last key; answers that come late are dropped. */
export class RecordSearch {
  found = $state.raw<readonly FoundRecord[]>([]);
  #turn = 0;
  #cancel: () => void = () => undefined;
  readonly #api: Pick<Api, 'search'>;
  readonly #clock: Clock;
  readonly #kind: 'contact' | 'organisation';

  constructor(api: Pick<Api, 'search'>, clock: Clock, kind: 'contact' | 'organisation') {
    this.#api = api;
    this.#clock = clock;
    this.#kind = kind;
  }

  look(text: string): void {
    this.#cancel();
    this.#turn += 1;
    const turn = this.#turn;
    if (text.trim() === '') return;
    this.#cancel = this.#clock.after(WAIT_MS, () => void this.#ask(text.trim(), turn));
  }

  async #ask(text: string, turn: number): Promise<void> {
    const items = await this.#api.search(text).then(
      (answer) => answer.items,
      () => [],
    );
    if (turn !== this.#turn) return;
    this.found = items
      .filter(({ kind }) => kind === this.#kind)
      .map(({ id, title, subtitle }) => ({ value: id, label: title, hint: subtitle }));
  }
}
