/** Tasks on the live link: to whose they are, and nobody's tasks to everybody. Leaders read the others in the list. */
import type { LiveEvent } from '../../contract/live-events.ts';
import { rooms } from '../../contract/live-events.ts';
import type { Platform } from '../../platform/platform.ts';
import { type LiveMessage, liveMapping, type SnapshotPart } from '../../platform/realtime/live.ts';
import type { Principal } from '../access/principal.ts';
import { listOpenTasksOf } from './list-tasks.usecases.ts';
import { shownReminders } from './reminders.usecases.ts';
import { maySeeTask } from './task-access.ts';
import { selectReminder } from './task-reminders.repository.ts';
import { toTask } from './task-view.ts';
import type { TaskFacts } from './tasks.events.ts';
import { selectTasks, type TaskRow } from './tasks.repository.ts';

/** The task of one agent goes to that agent alone: colleagues of the team may not read it. */
const roomOf = (agentId: string | null) => (agentId === null ? rooms.everybody : rooms.agent(agentId));

/** As each reader may know it: whose client it is about is left out when that is a colleague's. */
const messageOf = (row: TaskRow): LiveMessage => ({
  rooms: [roomOf(row.agent_id)],
  event: (reader: Principal): LiveEvent | null =>
    maySeeTask(reader, 'tasks.read', row) ? { name: 'task.changed', payload: { task: toTask(row, reader) } } : null,
});

/** Rooms of leaders by team, as calls.live joins them. */
const boardOfTeam = (teamId: string) => `board:${teamId}`;

/** Who shows this task in a list without being told of it whole: its maker, its leaders, whoever had it. Nothing is said of it. */
function touched(row: TaskRow, previousAgentId: string | null): LiveMessage {
  const agents = [row.agent_id, row.creator_agent_id, previousAgentId].filter((id) => id !== null);
  const leaders = [rooms.board, ...(row.team_id ? [boardOfTeam(row.team_id)] : [])];
  const to = row.agent_id === null ? [rooms.everybody] : [...new Set(agents.map(rooms.agent)), ...leaders];
  return { rooms: to, event: { name: 'task.touched', payload: { taskId: row.id, version: row.version } } };
}

const mapping = liveMapping<Pick<TaskFacts, 'task.changed'>>({
  on: ['task.changed'],
  async toMessages({ payload: { task, previousAgentId } }, { database: { sql } }) {
    const [row] = await selectTasks(sql, [task.id]);
    if (!row) return [];
    const hasLeft = previousAgentId !== undefined && previousAgentId !== row.agent_id;
    const gone: LiveEvent = { name: 'task.removed', payload: { taskId: row.id, version: row.version } };
    // Whoever had it sees it go; those who keep it get it again right after.
    const left = hasLeft && row.agent_id !== null ? [{ rooms: [roomOf(previousAgentId)], event: gone }] : [];
    return [...left, messageOf(row), touched(row, previousAgentId ?? null)];
  },
});

/** Whoever shows it sees it go. */
const deleted = liveMapping<Pick<TaskFacts, 'task.deleted'>>({
  on: ['task.deleted'],
  toMessages: async ({ payload: { task, teamId, creatorAgentId } }) => {
    const gone = { taskId: task.id, version: task.version + 1 };
    const makers = creatorAgentId === null ? [] : [rooms.agent(creatorAgentId)];
    return [
      { rooms: [roomOf(task.agent?.id ?? null)], event: { name: 'task.removed', payload: gone } },
      {
        rooms: [...makers, rooms.board, ...(teamId ? [boardOfTeam(teamId)] : [])],
        event: { name: 'task.touched', payload: gone },
      },
    ];
  },
});

/** One's own tasks and nobody's: those that the events above reach. */
const snapshot: SnapshotPart<Principal> = {
  key: 'tasks',
  read: async (principal, { database: { sql } }) => {
    const tasks = await listOpenTasksOf(sql, principal);
    return Object.fromEntries(tasks.map((task) => [task.id, task]));
  },
};

const reminded = liveMapping<Pick<TaskFacts, 'task.reminded'>>({
  on: ['task.reminded'],
  async toMessages({ payload: { reminderId, agentId } }, { database: { sql } }) {
    // Answered already, in the moment between: nothing is shown.
    const reminder = await selectReminder(sql, reminderId);
    const [row] = reminder ? await selectTasks(sql, [reminder.task_id]) : [];
    if (!reminder || !row) return [];
    const event = (reader: Principal): LiveEvent => {
      const shown = { id: reminder.id, at: reminder.remind_at.toISOString(), task: toTask(row, reader) };
      return { name: 'task.reminder', payload: { reminder: shown } };
    };
    return [{ rooms: [rooms.agent(agentId)], event }];
  },
});

const reminderClosed = liveMapping<Pick<TaskFacts, 'task.reminder-closed'>>({
  on: ['task.reminder-closed'],
  toMessages: async ({ payload: { reminderId, agentId } }) => [
    { rooms: [rooms.agent(agentId)], event: { name: 'task.reminder-closed', payload: { reminderId } } },
  ],
});

const reminders: SnapshotPart<Principal> = {
  key: 'reminders',
  read: async ({ agentId, ...principal }, { database: { sql } }) => {
    if (agentId === null) return {};
    const shown = await shownReminders(sql, { ...principal, agentId });
    return Object.fromEntries(shown.map((reminder) => [reminder.id, reminder]));
  },
};

export const taskLive = (_platform: Platform) => ({
  mappings: [mapping, deleted, reminded, reminderClosed],
  snapshot: [snapshot, reminders],
  rooms: [],
});
