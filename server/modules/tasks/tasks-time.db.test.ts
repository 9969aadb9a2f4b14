/** What time does to tasks: series and reminders, on a clock that the test moves. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database/test-database.ts';
import { type TestPlatform, testPlatform } from '../../../test/server/test-platform.ts';
import { newTaskSchema, type Task } from '../../contract/tasks.contract.ts';
import type { Principal } from '../access/principal.ts';
import { readCalendar } from './calendar.usecases.ts';
import { readProgress } from './progress.usecases.ts';
import { answerReminder, shownReminders, tellDueReminders } from './reminders.usecases.ts';
import { continueSeries } from './series.usecases.ts';
import { changeTask, createTask } from './tasks.usecases.ts';

let db: TestDatabase;
let platform: TestPlatform;
const anna = person('anna', 'operator', 'team_north');
const boris = person('boris', 'operator', 'team_south');
const sveta = person('sveta', 'supervisor', 'team_north');

function person(name: string, role: Principal['role'], teamId: string) {
  const agentId = `agt_${name}`;
  return {
    kind: 'user',
    id: `usr_${name}`,
    name,
    role,
    userId: `usr_${name}`,
    agentId,
    teamId,
    sessionId: null,
  } as const;
}

beforeAll(async () => {
  db = await createTestDatabase();
  await db.sql`insert into teams (id, name, created_at) values ('team_north', 'North', now()), ('team_south', 'South', now())`;
  const at = new Date('2026-01-01T00:00:00Z');
  const rows = [anna, boris, sveta].map(({ agentId: id, name, teamId }) => ({ id, name, team_id: teamId }));
  await db.sql`insert into agents ${db.sql(rows.map((row) => ({ ...row, created_at: at, updated_at: at })))}`;
});
beforeEach(async () => {
  await db.sql`delete from tasks`;
  platform = testPlatform(db);
  platform.clock.set('2026-03-27T08:00:00.000Z');
});
afterAll(() => db.drop());

const by = { principal: anna, ip: null };
const create = (body: object, principal: Principal = anna): Promise<Task> =>
  createTask(platform, { body: newTaskSchema.parse({ title: 'Call the bank', ...body }), principal, ip: null });
const finish = (taskId: string, done = true) => changeTask(platform, { taskId, patch: { done }, ...by });
const series = () => db.sql<{ id: string; due_at: Date; done: boolean; start_at: Date | null }[]>`
  select id, due_at, done, start_at from tasks where series_id is not null order by occurrence`;
const dues = async () => (await series()).map(({ due_at }) => due_at.toISOString());
const daily = { recurrence: { every: 1, unit: 'day' }, timeZone: 'Europe/Berlin' };

describe('[TASK-1] a task that is repeated', () => {
  it('[TASK-1] has its next one as soon as it is done, at the same clock on the other side of the clock change', async () => {
    const first = await create({ dueAt: '2026-03-28T09:00:00.000Z', startAt: '2026-03-28T08:30:00.000Z', ...daily });
    expect(await dues()).toHaveLength(1);
    await finish(first.id);
    expect(await dues()).toEqual(['2026-03-28T09:00:00.000Z', '2026-03-29T08:00:00.000Z']);
    expect((await series())[1]?.start_at?.toISOString()).toBe('2026-03-29T07:30:00.000Z');
  });

  it('[TASK-1] has it also when nobody did it, and the one before stays overdue', async () => {
    await create({ dueAt: '2026-03-27T09:00:00.000Z', ...daily });
    expect(await continueSeries(platform)).toBe(0);
    platform.clock.set('2026-03-27T09:00:00.000Z');
    expect(await continueSeries(platform)).toBe(1);
    expect(await continueSeries(platform)).toBe(0);
    expect((await series()).map(({ done }) => done)).toEqual([false, false]);
  });

  it('[TASK-1] has it once: done, taken back and done again, and by two servers at the same moment', async () => {
    const first = await create({ dueAt: '2026-03-27T08:30:00.000Z', ...daily });
    platform.clock.set('2026-03-27T08:31:00.000Z');
    await Promise.all([
      continueSeries(platform),
      continueSeries(testPlatform(db, { clock: platform.clock })),
      finish(first.id),
    ]);
    await finish(first.id, false);
    await finish(first.id);
    expect(await dues()).toEqual(['2026-03-27T08:30:00.000Z', '2026-03-28T08:30:00.000Z']);
  });

  it('[TASK-1] keeps to its own dates when one of it is moved by hand, and ends with its count', async () => {
    const rule = { every: 1, unit: 'week', count: 2 };
    const first = await create({ dueAt: '2026-03-27T09:00:00.000Z', recurrence: rule, timeZone: 'Europe/Berlin' });
    await changeTask(platform, { taskId: first.id, patch: { dueAt: '2026-03-30T15:00:00.000Z' }, ...by });
    await finish(first.id);
    expect(await dues()).toEqual(['2026-03-30T15:00:00.000Z', '2026-04-03T08:00:00.000Z']);
    const [, second] = await series();
    await finish(second?.id ?? '');
    expect(await dues()).toHaveLength(2);
    platform.clock.set('2026-05-01T00:00:00.000Z');
    expect(await continueSeries(platform)).toBe(0);
  });
});

const shown = () => shownReminders(db.sql, anna);
const committed = (type: string) => platform.committed.filter((fact) => fact.type === type);

describe('[TASK-1] a reminder', () => {
  it('[TASK-1] is told at its moment, once, however many servers look, and stays until it is answered', async () => {
    const task = await create({ dueAt: '2026-03-27T09:00:00.000Z', reminders: [30] });
    expect(await tellDueReminders(platform)).toBe(0);
    platform.clock.set('2026-03-27T08:30:00.000Z');
    const other = testPlatform(db, { clock: platform.clock });
    const told = await Promise.all([tellDueReminders(platform), tellDueReminders(other)]);
    expect(told[0] + told[1]).toBe(1);
    expect(await tellDueReminders(platform)).toBe(0);
    const [reminder] = await shown();
    expect(reminder).toMatchObject({ at: '2026-03-27T08:30:00.000Z', task: { id: task.id } });
    await answerReminder(platform, { principal: anna, id: reminder?.id ?? '' });
    await answerReminder(platform, { principal: anna, id: reminder?.id ?? '' });
    expect(await shown()).toEqual([]);
    expect(committed('task.reminder-closed')).toHaveLength(1);
  });

  it('[TASK-1] is put off, and comes again then', async () => {
    await create({ dueAt: '2026-03-27T08:10:00.000Z', reminders: [0] });
    platform.clock.set('2026-03-27T08:10:00.000Z');
    await tellDueReminders(platform);
    const [reminder] = await shown();
    const answer = { principal: anna, id: reminder?.id ?? '' };
    await expect(answerReminder(platform, { ...answer, until: '2026-03-27T08:00:00.000Z' })).rejects.toMatchObject({
      code: 'tasks.invalid',
    });
    await expect(answerReminder(platform, { ...answer, principal: boris })).rejects.toMatchObject({ status: 404 });
    await answerReminder(platform, { ...answer, until: '2026-03-27T08:15:00.000Z' });
    expect(await shown()).toEqual([]);
    expect(await tellDueReminders(platform)).toBe(0);
    platform.clock.set('2026-03-27T08:15:00.000Z');
    expect(await tellDueReminders(platform)).toBe(1);
    expect(await shown()).toHaveLength(1);
  });

  it('[TASK-1] moves with its task, goes to whoever has it, and is gone when it is done', async () => {
    const task = await create({ dueAt: '2026-03-27T09:00:00.000Z', reminders: [0] });
    await changeTask(platform, { taskId: task.id, patch: { dueAt: '2026-03-27T10:00:00.000Z' }, ...by });
    platform.clock.set('2026-03-27T09:00:00.000Z');
    expect(await tellDueReminders(platform)).toBe(0);
    platform.clock.set('2026-03-27T10:00:00.000Z');
    expect(await tellDueReminders(platform)).toBe(1);
    expect(await shown()).toHaveLength(1);
    await finish(task.id);
    expect(await shown()).toEqual([]);
  });
});

describe('[TASK-1] plan against fact', () => {
  const range = { from: '2026-03-27T00:00:00.000Z', to: '2026-03-28T00:00:00.000Z' };
  it('[TASK-1] counts what was due: done in time, done late, overdue, still open', async () => {
    const due = (clock: string) => create({ dueAt: `2026-03-27T${clock}:00.000Z` });
    const [inTime, late] = [await due('09:00'), await due('08:10')];
    await due('08:20');
    await due('18:00');
    await create({ dueAt: '2026-03-28T09:00:00.000Z' });
    await create({});
    platform.clock.set('2026-03-27T08:30:00.000Z');
    await finish(inTime.id);
    await finish(late.id);
    const { items } = await readProgress(platform, anna, range);
    expect(items).toEqual([
      { agent: { id: anna.agentId, name: 'anna' }, planned: 4, done: 1, doneLate: 1, overdue: 1, open: 1 },
    ]);
  });

  it('[TASK-1] takes executed for done, at the moment it was executed', async () => {
    const task = await create({ dueAt: '2026-03-27T09:00:00.000Z', verify: true, agentId: anna.agentId }, sveta);
    await finish(task.id);
    platform.clock.set('2026-03-27T12:00:00.000Z');
    await changeTask(platform, { taskId: task.id, patch: { done: true }, principal: sveta, ip: null });
    expect((await readProgress(platform, sveta, range)).items).toMatchObject([{ planned: 1, done: 1, doneLate: 0 }]);
  });

  it('[ACC-1] shows the own bar to each, the team’s to their boss, and never what was given to others', async () => {
    await create({ dueAt: '2026-03-27T09:00:00.000Z' });
    await create({ dueAt: '2026-03-27T09:00:00.000Z', agentId: boris.agentId });
    const names = async (reader: Principal) =>
      (await readProgress(platform, reader, range)).items.map(({ agent }) => agent.name);
    expect(await names(anna)).toEqual(['anna']);
    expect(await names(boris)).toEqual(['boris']);
    expect(await names(sveta)).toEqual(['anna']);
    expect(await names({ ...sveta, role: 'manager' })).toEqual(['anna', 'boris']);
  });
});

describe('[TASK-1] the calendar', () => {
  it('[TASK-1] holds what begins or falls due in the range, of the people asked for, by right', async () => {
    const week = { from: '2026-03-30T00:00:00.000Z', to: '2026-04-06T00:00:00.000Z' };
    await create({ title: 'Before', dueAt: '2026-03-29T23:59:00.000Z' });
    await create({
      title: 'Begins before its due',
      startAt: '2026-04-02T09:00:00.000Z',
      dueAt: '2026-04-20T09:00:00.000Z',
    });
    await create({ title: 'Boris’', dueAt: '2026-03-31T09:00:00.000Z', agentId: boris.agentId }, boris);
    await create({ title: 'Never' });
    const titles = async (reader: Principal, agentIds?: string[]) => {
      const { items } = await readCalendar(db.sql, [], reader, { ...week, agentIds });
      return items.map((item) => (item.kind === 'task' ? item.task.title : item.kind));
    };
    expect(await titles(anna)).toEqual(['Begins before its due']);
    const manager: Principal = { ...sveta, role: 'manager' };
    expect(await titles(manager)).toEqual(['Boris’', 'Begins before its due']);
    expect(await titles(manager, [boris.agentId])).toEqual(['Boris’']);
    expect(await titles(anna, [boris.agentId])).toEqual([]);
    const long = { from: week.from, to: '2026-08-01T00:00:00.000Z', agentIds: undefined };
    await expect(readCalendar(db.sql, [], anna, long)).rejects.toMatchObject({ code: 'tasks.invalid' });
  });
});
