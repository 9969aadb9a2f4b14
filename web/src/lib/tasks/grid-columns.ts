/** The columns of a calendar: days of a week, or people of a day. Pure. */
import type { CalendarItem } from '$contract/tasks.contract.ts';
import { dayKey } from './calendar-days.ts';
import { taskDay } from './task-groups.ts';

export interface GridColumn {
  key: string;
  /** First moment of the day. */
  day: number;
  label: string;
  /** Left out: whoever's; null: nobody's. */
  agent?: { id: string; name: string } | null;
}

/** The day in which an item stands; of an all-day task that of its zone. */
export function dayOfItem(item: CalendarItem): string {
  if (item.kind === 'callback') return dayKey(item.at);
  // What is being moved has its place already, while its task still has the old one.
  const isMoved = item.at !== (item.task.startAt ?? item.task.dueAt);
  return item.task.allDay && !isMoved ? (taskDay(item.task) ?? dayKey(item.at)) : dayKey(item.at);
}

const agentIdOf = (item: CalendarItem) => (item.kind === 'task' ? item.task.agent : item.agent)?.id ?? null;

/** What stands in a column, in the order of time. */
export function itemsOf(column: Pick<GridColumn, 'day' | 'agent'>, items: readonly CalendarItem[]): CalendarItem[] {
  const key = dayKey(column.day);
  return items.filter(
    (item) => dayOfItem(item) === key && (column.agent === undefined || agentIdOf(item) === (column.agent?.id ?? null)),
  );
}

export interface Person {
  id: string;
  name: string;
}

/** Whoever is led, whoever else has something, and nobody when something is nobody's. */
export function peopleOf(led: readonly Person[], items: readonly CalendarItem[]): (Person | null)[] {
  const known = new Map(led.map(({ id, name }) => [id, { id, name }]));
  for (const item of items) {
    const agent = item.kind === 'task' ? item.task.agent : item.agent;
    if (agent && !known.has(agent.id)) known.set(agent.id, agent);
  }
  const hasNobodys = items.some((item) => agentIdOf(item) === null);
  return [...known.values(), ...(hasNobodys ? [null] : [])];
}
