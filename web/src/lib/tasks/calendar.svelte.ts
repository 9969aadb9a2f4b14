import type { CalendarItem, Task } from '$contract/tasks.contract.ts';
import type { Console } from '$lib/app/console.svelte.ts';
import { formatClock, formatWhen } from '$lib/i18n/format-time.ts';
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
  /** How long it takes now; left out: as long as before. */
  minutes?: number;
}

const KEYS_PAUSE_MS = 600;

export const idOf = (item: CalendarItem): string => (item.kind === 'task' ? item.task.id : item.id);
export const agentOf = (item: CalendarItem) => (item.kind === 'task' ? item.task.agent : item.agent);

/** What changes when the item at `from` goes to `to`: start and due time keep their distance, by the clock on the wall. */
export function changeOfMove(task: Task, from: string, { at, agent, minutes: length }: Place): TaskChange {
  const days = daysBetween(Date.parse(from), Date.parse(at));
  const minutes = task.allDay ? 0 : clockMinutes(at) - clockMinutes(from);
  const isMoved = at !== from;
  return {
    ...(!isMoved || task.startAt === null ? {} : { startAt: shifted(task.startAt, days, minutes) }),
    ...(!isMoved || task.dueAt === null ? {} : { dueAt: shifted(task.dueAt, days, minutes) }),
    ...(length === undefined ? {} : { durationMinutes: length }),
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
  /** What was put somewhere by keys and is not sent yet. */
  #pressed: { id: string; send: () => void; cancel: () => void } | null = null;
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
      const { agent = item.task.agent, minutes: durationMinutes = item.task.durationMinutes } = place;
      return { ...item, at: place.at, task: { ...item.task, agent, durationMinutes } };
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

  /** Puts a task to another time, another person, makes it longer or shorter; the toast takes it back. */
  async move(id: string, place: Place): Promise<void> {
    const item = this.#find(id);
    if (!item) return;
    this.#show(id, place);
    await changeTasks(
      this.#console,
      [item.task],
      () => changeOfMove(item.task, item.at, place),
      this.#told(item, place),
    );
    await this.read();
    this.#show(id, null);
  }

  /** One press of a key: shown at once, sent when the keys rest. */
  nudge(id: string, place: Place): void {
    if (!this.#find(id)) return;
    const before = this.#pressed;
    before?.cancel();
    // Another task: the one before goes where it is.
    if (before && before.id !== id) before.send();
    const whole = before?.id === id ? { ...this.#moved.get(id), ...place } : place;
    this.#show(id, whole);
    const send = () => {
      this.#pressed = null;
      void this.move(id, whole);
    };
    this.#pressed = { id, send, cancel: this.#console.clock.after(KEYS_PAUSE_MS, send) };
  }

  #told({ at, task: { title } }: TaskItem, place: Place): string {
    const say = (moment: string) => formatWhen(moment, this.#console.time.peek(), locale.reader);
    if (place.minutes === undefined || place.at !== at) return m.tasks_moved({ title, when: say(place.at) });
    const [from, until] = [at, shifted(at, 0, place.minutes)].map((moment) => formatClock(moment, locale.reader));
    return m.tasks_length_changed({ title, from: from ?? '', until: until ?? '' });
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
