import type { TaskDraft } from './task-draft.ts';

/** What the new task is about, where it was asked for. */
export interface NewTaskContext
  extends Partial<Pick<TaskDraft, 'title' | 'kind' | 'due' | 'agentId' | 'callId' | 'dealId'>> {
  contact?: { id: string; name: string } | null;
  organisation?: { id: string; name: string } | null;
}

/** The one dialogue for a new task, which any page opens with what it knows. */
class NewTask {
  context = $state.raw<NewTaskContext | null>(null);
  #about: readonly (() => NewTaskContext | null)[] = [];

  open(context: NewTaskContext = {}): void {
    this.context = context;
  }

  /** What the page in front is about: the key takes it along. The answer takes the offer back. */
  offer(about: () => NewTaskContext | null): () => void {
    this.#about = [...this.#about, about];
    return () => {
      this.#about = this.#about.filter((each) => each !== about);
    };
  }

  /** By the key: about what the page in front is about, if anything. */
  openHere(): void {
    const known = [...this.#about].reverse().map((about) => about());
    this.open(known.find((context) => context !== null) ?? {});
  }

  close(): void {
    this.context = null;
  }
}

export const newTask = new NewTask();
