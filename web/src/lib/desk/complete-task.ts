import type { Task } from '$contract/tasks.contract.ts';
import type { Console } from '$lib/app/console.svelte.ts';
import { m } from '$lib/paraglide/messages.js';

/** Marks a task done: it leaves the lists at once and comes back when the server refuses; the toast and Z take it back. */
export async function completeTask(console: Console, task: Task): Promise<void> {
  const { api, live, toasts } = console;
  const show = (changed: Task) => live.take({ name: 'task.changed', payload: { task: changed } });
  const put = async (done: boolean) => show(await api.tasks.change(task.id, { done }));
  show({ ...task, done: true });
  try {
    await put(true);
  } catch (error) {
    show(task);
    toasts.fail(error);
    return;
  }
  toasts.undoable({ text: m.desk_task_done_toast({ title: task.title }), undo: () => put(false) });
}
