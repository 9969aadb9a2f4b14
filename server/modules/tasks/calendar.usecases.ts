/** Everything with a time in a range of days, across people: tasks from here, callbacks from whoever hands them in. */
import type { z } from 'zod';
import {
  type CalendarItem,
  MOST_CALENDAR_DAYS,
  type taskCalendarQuerySchema,
  type taskCalendarSchema,
} from '../../contract/tasks.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { Principal } from '../access/principal.ts';
import { visibleTasks } from './task-access.ts';
import { toTask } from './task-view.ts';
import { wrongField } from './tasks.errors.ts';
import { selectTasksBetween } from './tasks.repository.ts';

const DAY_MS = 86_400_000;
/** Of each source. Three weeks of thirty people are about so many. */
const MOST_ITEMS = 2_000;

export interface CalendarRange {
  reader: Principal;
  from: string;
  to: string;
  /** Left out: of everybody the reader may see. */
  agentIds?: readonly string[] | undefined;
  /** At most so many, the earliest first. */
  limit: number;
}

/** Something beside tasks that stands in the calendar. It answers only what the reader may see. */
export interface CalendarSource {
  read(sql: Sql, range: CalendarRange): Promise<CalendarItem[]>;
}

const tasksAsItems: CalendarSource = {
  async read(sql, { reader, from, to, agentIds, limit }) {
    const whose = agentIds !== undefined && sql`t.agent_id = any(${[...agentIds]})`;
    const where = sql.and([visibleTasks(sql, reader), whose]);
    const rows = await selectTasksBetween(sql, { where, from, to, limit });
    return rows.map((row) => ({
      kind: 'task',
      at: (row.start_at ?? row.due_at ?? row.created_at).toISOString(),
      task: toTask(row, reader),
    }));
  },
};

export async function readCalendar(
  sql: Sql,
  sources: readonly CalendarSource[],
  reader: Principal,
  { from, to, agentIds }: z.output<typeof taskCalendarQuerySchema>,
): Promise<z.output<typeof taskCalendarSchema>> {
  const lengthMs = Date.parse(to) - Date.parse(from);
  if (lengthMs <= 0) throw wrongField('to', 'must be later than from');
  if (lengthMs > MOST_CALENDAR_DAYS * DAY_MS)
    throw wrongField('to', `must be within ${MOST_CALENDAR_DAYS} days of from`);
  const range = { reader, from, to, agentIds, limit: MOST_ITEMS + 1 };
  const parts = await Promise.all([tasksAsItems, ...sources].map((source) => source.read(sql, range)));
  const items = parts.flatMap((part) => part.slice(0, MOST_ITEMS)).sort((a, b) => a.at.localeCompare(b.at));
  return { items, isCut: parts.some((part) => part.length > MOST_ITEMS) };
}
