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

  open(context: NewTaskContext = {}): void {
    this.context = context;
  }

  close(): void {
    this.context = null;
  }
}

export const newTask = new NewTask();
