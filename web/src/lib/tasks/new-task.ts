import { AboutDialog } from '$lib/app/about-dialog.svelte.ts';
import type { TaskDraft } from './task-draft.ts';

/** What the new task is about, where it was asked for. */
export interface NewTaskContext
  extends Partial<Pick<TaskDraft, 'title' | 'kind' | 'due' | 'agentId' | 'callId' | 'dealId'>> {
  contact?: { id: string; name: string } | null;
  organisation?: { id: string; name: string } | null;
}

export const newTask = new AboutDialog<NewTaskContext>({});
