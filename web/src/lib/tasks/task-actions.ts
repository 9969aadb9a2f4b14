import type { Task } from '$contract/tasks.contract.ts';
import type { Console } from '$lib/app/console.svelte.ts';
import { m } from '$lib/paraglide/messages.js';

export interface TaskChange {
  done?: boolean;
  startAt?: string | null;
  dueAt?: string | null;
  durationMinutes?: number | null;
  agentId?: string | null;
}

/** What puts a task back to how it was. */
function back(task: Task, change: TaskChange): TaskChange {
  const old: TaskChange = {};
  if (change.done !== undefined) old.done = task.done;
  if (change.startAt !== undefined) old.startAt = task.startAt;
  if (change.dueAt !== undefined) old.dueAt = task.dueAt;
  if (change.durationMinutes !== undefined) old.durationMinutes = task.durationMinutes;
  if (change.agentId !== undefined) old.agentId = task.agent?.id ?? null;
  return old;
}

/**
 * Changes tasks in one request and offers to take it all back. Answers whether something changed.
 * @param changeOf what becomes of each
 */
export async function changeTasks(
  { api, live, toasts }: Pick<Console, 'api' | 'live' | 'toasts'>,
  tasks: readonly Task[],
  changeOf: (task: Task) => TaskChange,
  text: string,
): Promise<boolean> {
  const show = (items: readonly Task[]) => {
    for (const task of items) live.take({ name: 'task.changed', payload: { task } });
  };
  try {
    const changes = tasks.map((task) => ({ id: task.id, version: task.version, ...changeOf(task) }));
    const { items, refused } = await api.tasks.changeMany({ changes });
    show(items);
    if (refused.length > 0) toasts.say(m.tasks_refused({ count: refused.length }));
    if (items.length === 0) return false;
    const versions = new Map(items.map(({ id, version }) => [id, version]));
    const changed = tasks.filter(({ id }) => versions.has(id));
    const undo = async () => {
      const old = changed.map((task) => ({
        id: task.id,
        version: versions.get(task.id),
        ...back(task, changeOf(task)),
      }));
      const undone = await api.tasks.changeMany({ changes: old });
      show(undone.items);
      if (undone.refused.length > 0) toasts.say(m.tasks_refused({ count: undone.refused.length }));
    };
    toasts.undoable({ text, undo });
    return true;
  } catch (error) {
    toasts.fail(error);
    return false;
  }
}

export const completeTasks = (console: Console, tasks: readonly Task[]) =>
  changeTasks(
    console,
    tasks,
    () => ({ done: true }),
    tasks.length === 1
      ? m.desk_task_done_toast({ title: tasks[0]?.title ?? '' })
      : m.tasks_done_many({ count: tasks.length }),
  );
