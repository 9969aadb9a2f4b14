import type { ApiClient } from './api-client.ts';
import { type DemoTask, demoTasks } from './demo-tasks.ts';

type Created = { id: string };
type Person = Created & { name: string; owner: Created | null };
type List<T> = { items: T[] };

/** By the clock of the machine that the demonstration runs on. */
function timeOf({ day, hour }: DemoTask): string {
  const at = new Date();
  at.setDate(at.getDate() + day);
  at.setHours(hour, 0, 0, 0);
  return at.toISOString();
}

/** Tasks of whoever owns the person they are about, through the API. What is there already is left alone. */
export async function seedDemoTasks(api: ApiClient): Promise<void> {
  const people = new Map((await api.get<List<Person>>('contacts?limit=200')).items.map((one) => [one.name, one]));
  const lists = await Promise.all(
    ['false', 'true'].map((done) => api.get<List<{ title: string }>>(`tasks?limit=200&done=${done}`)),
  );
  const known = new Set(lists.flatMap(({ items }) => items.map(({ title }) => title)));
  for (const task of demoTasks) {
    if (known.has(task.title)) continue;
    const { title, kind, minutes, priority = 'normal', isDone } = task;
    const person = people.get(task.person);
    const made = await api.post<Created>('tasks', {
      ...{ title, kind, priority, durationMinutes: minutes, dueAt: timeOf(task) },
      contactId: person?.id ?? null,
      agentId: person?.owner?.id ?? null,
    });
    if (isDone) await api.patch(`tasks/${made.id}`, { done: true });
  }
}
