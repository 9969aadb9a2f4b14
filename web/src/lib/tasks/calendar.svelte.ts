import type { CalendarItem, Task } from '$contract/tasks.contract.ts';
import type { Console } from '$lib/app/console.svelte.ts';
import { formatWhen } from '$lib/i18n/format-time.ts';
import { locale } from '$lib/i18n/locale.svelte.ts';
import { m } from '$lib/paraglide/messages.js';
import { type CalendarView, clockMinutes, dayStart, daysBetween, daysOf, shifted } from './calendar-days.ts';
import { changeTasks, type TaskChange } from './task-actions.ts';

export type TaskItem = Extract<CalendarItem, { kind: 'task' }>;
/** Where an item was dropped. */
export interface Place {
  at: string;
  /** Left out: it stays whose it is. */
  agent?: { id: string; name: string } | null;
}

const KEYS_PAUSE_MS = 600;

export const idOf = (item: CalendarItem): string => (item.kind === 'task' ? item.task.id : item.id);
export const agentOf = (item: CalendarItem) => (item.kind === 'task' ? item.task.agent : item.agent);

/** What changes when the item at `from` goes to `to`: start and due time keep their distance, by the clock on the wall. */
export function changeOfMove(task: Task, from: string, { at, agent }: Place): TaskChange {
  const days = daysBetween(Date.parse(from), Date.parse(at));
  const minutes = task.allDay ? 0 : clockMinutes(at) - clockMinutes(from);
  return {
    ...(task.startAt === null ? {} : { startAt: shifted(task.startAt, days, minutes) }),
    ...(task.dueAt === null ? {} : { dueAt: shifted(task.dueAt, days, minutes) }),
    ...(agent === undefined ? {} : { agentId: agent?.id ?? null }),
  };
}

/** The calendar: which days, whose, what stands in them, and moving it. What was moved shows at its new place at once. */
export class Calendar {
  view = $state<CalendarView>('week');
  at = $state(0);
  /** '' everybody the reader may see. */
  agentId = $state('');
  phase = $state<'loading' | 'ready' | 'failed'>('loading');
  error = $state.raw<unknown>(null);
  isCut = $state(false);
  #items = $state.raw<readonly CalendarItem[]>([]);
  #moved = $state.raw<ReadonlyMap<string, Place>>(new Map());
  #turn = 0;
  #cancelKeys: () => void = () => undefined;
  readonly #console: Console;

  constructor(console: Console) {
    this.#console = console;
    this.at = console.time.peek();
  }

  get days(): number[] {
    return daysOf(this.view, this.at);
  }

  get items(): readonly CalendarItem[] {
    return this.#items.map((item) => {
      const place = this.#moved.get(idOf(item));
      if (!place || item.kind !== 'task') return item;
      const agent = place.agent === undefined ? item.task.agent : place.agent;
      return { ...item, at: place.at, task: { ...item.task, agent } };
    });
  }

  /** Reads the days that are shown; what was known stays until the answer is there. */
  async read(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const { days } = this;
    const from = days[0] ?? this.at;
    const to = dayStart(days.at(-1) ?? this.at, 1);
    if (this.phase === 'failed') this.phase = 'loading';
    try {
      const { items, isCut } = await this.#console.api.tasks.calendar({
        from: new Date(from).toISOString(),
        to: new Date(to).toISOString(),
        ...(this.agentId === '' ? {} : { agentIds: this.agentId }),
      });
      if (turn !== this.#turn) return;
      this.#items = items;
      this.isCut = isCut;
      this.phase = 'ready';
    } catch (error) {
      if (turn !== this.#turn) return;
      this.error = error;
      this.phase = 'failed';
    }
  }

  /** Puts a task to another time, another person; the toast takes it back. */
  async move(id: string, place: Place): Promise<void> {
    const item = this.#find(id);
    if (!item) return;
    this.#show(id, place);
    const { time } = this.#console;
    const text = m.tasks_moved({ title: item.task.title, when: formatWhen(place.at, time.peek(), locale.reader) });
    await changeTasks(this.#console, [item.task], () => changeOfMove(item.task, item.at, place), text);
    await this.read();
    this.#show(id, null);
  }

  /** One press of a key: shown at once, sent when the keys rest. */
  nudge(id: string, place: Place): void {
    if (!this.#find(id)) return;
    this.#show(id, place);
    this.#cancelKeys();
    this.#cancelKeys = this.#console.clock.after(KEYS_PAUSE_MS, () => void this.move(id, place));
  }

  #find(id: string): TaskItem | undefined {
    return this.#items.find((item): item is TaskItem => item.kind === 'task' && item.task.id === id);
  }

  #show(id: string, place: Place | null): void {
    const next = new Map(this.#moved);
    if (place) next.set(id, place);
    else next.delete(id);
    this.#moved = next;
  }
}
