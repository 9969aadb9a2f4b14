import type { Task } from '$contract/calls.contract.ts';
import type { Console } from '$lib/app/console.svelte.ts';
import { m } from '$lib/paraglide/messages.js';

/** Marks a task done at once; the toast and Z take it back. */
export async function completeTask(console: Console, task: Task): Promise<void> {
  const { api, live, toasts } = console;
  const put = async (done: boolean) => {
    const changed = await api.tasks.change(task.id, { done });
    live.take({ name: 'task.changed', payload: { task: changed } });
    return changed;
  };
  if (!(await console.attempt(() => put(true)))) return;
  toasts.undoable({ text: m.desk_task_done_toast({ title: task.title }), undo: async () => void (await put(false)) });
}
