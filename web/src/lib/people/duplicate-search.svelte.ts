import type { z } from 'zod';
import type { duplicatesSchema } from '$contract/contacts.contract.ts';
import type { Api } from '$lib/api/api.ts';
import type { Clock } from '$lib/clock/clock.ts';

export type Duplicate = z.output<typeof duplicatesSchema>['items'][number];
const WAIT_MS = 250;

/** Who may be the person that is being typed. Asks a moment after the last key; answers that come late are dropped. */
export class DuplicateSearch {
  found = $state.raw<readonly Duplicate[]>([]);
  #turn = 0;
  #cancel: () => void = () => undefined;
  readonly #api: Api;
  readonly #clock: Clock;

  constructor(api: Api, clock: Clock) {
    this.#api = api;
    this.#clock = clock;
  }

  look(typed: { name: string; phone: string; email?: string }): void {
    this.#cancel();
    this.#turn += 1;
    const turn = this.#turn;
    const name = typed.name.trim();
    const phone = typed.phone.trim();
    const email = typed.email?.trim() ?? '';
    if (name.length < 3 && phone.length < 4 && !email.includes('@')) {
      this.found = [];
      return;
    }
    this.#cancel = this.#clock.after(WAIT_MS, () => void this.#ask({ name, phone, email }, turn));
  }

  stop(): void {
    this.#cancel();
    this.#turn += 1;
    this.found = [];
  }

  async #ask({ name, phone, email }: { name: string; phone: string; email: string }, turn: number): Promise<void> {
    const query = {
      name: name.length >= 3 ? name : undefined,
      phone: phone.length >= 4 ? phone : undefined,
      email: email.includes('@') ? email : undefined,
    };
    // A hint only: without an answer the person is made all the same.
    const items = await this.#api.contacts.duplicates(query).then(
      (answer) => answer.items,
      () => [],
    );
    if (turn === this.#turn) this.found = items;
  }
}
