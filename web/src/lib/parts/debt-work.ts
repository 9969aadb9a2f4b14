import type { AttemptOutcomeName, MissedCall } from '$contract/missed-calls.contract.ts';
import type { Api } from '$lib/api/api.ts';
import type { Console } from '$lib/app/console.svelte.ts';
import { formatWhen } from '$lib/i18n/format-time.ts';
import { locale } from '$lib/i18n/locale.svelte.ts';
import { m } from '$lib/paraglide/messages.js';
import type { Toasts } from '$lib/ui/toasts.ts';
import { attemptOutcomeWords } from '$lib/words/debt-words.ts';

/** What the work needs of the console; tests hand in their own. */
export interface DebtParts {
  api: Pick<Api['missedCalls'], 'attempt' | 'resolve' | 'archive' | 'assign' | 'reopen'>;
  toasts: Pick<Toasts, 'say' | 'fail' | 'undoable'>;
  /** Hands a debt to the live state. */
  take: (debt: MissedCall) => void;
  /** Takes a debt out of the live state before the server has said so. */
  drop: (debt: MissedCall) => void;
  when: (at: string) => string;
}

type Agent = { id: string; name: string };

/**
 * What a person does with missed calls beside calling: tell how a try went, settle, put away, give to somebody. Settling
 * and putting away show at once and can be taken back; several at a time go one after the other, and one that is refused
 * does not stop the others.
 */
export class DebtWork {
  #parts: DebtParts;

  constructor(parts: DebtParts) {
    this.#parts = parts;
  }

  /** True when the server took it. */
  async tell(debt: MissedCall, outcome: AttemptOutcomeName): Promise<boolean> {
    const { api, toasts, when } = this.#parts;
    const changed = await this.#attempt(() => api.attempt(debt.id, { outcome }));
    if (!changed) return false;
    const words = { outcome: attemptOutcomeWords[outcome]() };
    toasts.say(
      changed.nextAttemptAt ? m.due_noted({ ...words, when: when(changed.nextAttemptAt) }) : m.due_noted_closed(words),
    );
    return true;
  }

  async close(debts: readonly MissedCall[], how: 'resolve' | 'archive'): Promise<void> {
    const { api, take, drop, toasts } = this.#parts;
    for (const debt of debts) drop(debt);
    const closed: string[] = [];
    for (const debt of debts) {
      if (await this.#attempt(() => api[how](debt.id))) closed.push(debt.id);
      else take(debt);
    }
    if (closed.length === 0) return;
    const one = how === 'resolve' ? m.due_resolved() : m.due_archived();
    const many = { count: closed.length };
    const text = closed.length === 1 ? one : how === 'resolve' ? m.due_n_settled(many) : m.due_n_archived(many);
    toasts.undoable({ text, undo: () => this.reopen(closed) });
  }

  async reopen(ids: readonly string[]): Promise<void> {
    for (const id of ids) await this.#attempt(() => this.#parts.api.reopen(id));
  }

  /** @param to null: anybody's again. */
  async assign(debts: readonly MissedCall[], to: Agent | null): Promise<void> {
    const { api, toasts } = this.#parts;
    const moved: MissedCall[] = [];
    for (const debt of debts) {
      if (debt.assignee?.id === to?.id) continue;
      if (await this.#attempt(() => api.assign(debt.id, to?.id ?? null))) moved.push(debt);
    }
    if (moved.length === 0) return;
    const count = moved.length;
    const words = !to
      ? m.due_n_given_back({ count })
      : count === 1
        ? m.due_assigned({ name: to.name })
        : m.due_n_given({ name: to.name, count });
    toasts.undoable({
      text: words,
      undo: async () => {
        for (const { id, assignee } of moved) await this.#attempt(() => api.assign(id, assignee?.id ?? null));
      },
    });
  }

  async #attempt(run: () => Promise<MissedCall>): Promise<MissedCall | null> {
    try {
      const changed = await run();
      this.#parts.take(changed);
      return changed;
    } catch (error) {
      this.#parts.toasts.fail(error);
      return null;
    }
  }
}

export function debtWork(console: Console): DebtWork {
  const { api, live, time, toasts } = console;
  return new DebtWork({
    api: api.missedCalls,
    toasts,
    take: (missedCall) => live.take({ name: 'missed-call.changed', payload: { missedCall } }),
    drop: ({ id, version }) => live.take({ name: 'missed-call.removed', payload: { missedCallId: id, version } }),
    when: (at) => formatWhen(at, time.peek(), locale.reader),
  });
}
