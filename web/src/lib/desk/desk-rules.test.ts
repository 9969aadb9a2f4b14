import { expect, test } from 'vitest';
import type { LiveState } from '$contract/live-events.ts';
import type { Task } from '$contract/tasks.contract.ts';
import { attemptWords } from '$lib/parts/attempt-words.ts';
import { duePresets, fromLocalField, toLocalField } from './due-presets.ts';
import { missingForDone } from './missing.ts';
import { nextCallbacks, nextTasks, taskUrgency } from './next-items.ts';
import { recordingNow } from './recording-of.ts';
import { mayBeLost, transferTargets } from './transfer-targets.ts';

test('[AGT-2] an outside call needs a result, a promised call back needs a time, an internal call nothing', () => {
  expect(missingForDone({ direction: 'inbound' }, null, '')).toEqual(['result']);
  expect(missingForDone({ direction: 'outbound' }, { callBack: false }, '')).toEqual([]);
  expect(missingForDone({ direction: 'inbound' }, { callBack: true }, '')).toEqual(['next-step']);
  expect(missingForDone({ direction: 'inbound' }, { callBack: true }, '2026-03-03T10:00:00.000Z')).toEqual([]);
  expect(missingForDone({ direction: 'internal' }, null, '')).toEqual([]);
});

test('[TEL-9] due times are round, in the future, and Monday is never today', () => {
  const monday = new Date(2026, 2, 2, 9, 2).getTime();
  const presets = Object.fromEntries(duePresets(monday).map(({ name, at }) => [name, new Date(at)]));
  expect(presets['30m']?.getTime()).toBe(new Date(2026, 2, 2, 9, 35).getTime());
  expect(presets['2h']?.getTime()).toBe(new Date(2026, 2, 2, 11, 5).getTime());
  expect(presets.tomorrow?.getTime()).toBe(new Date(2026, 2, 3, 10, 0).getTime());
  expect(presets.monday?.getTime()).toBe(new Date(2026, 2, 9, 10, 0).getTime());
});

test('[TEL-9] on a Sunday tomorrow and Monday are one choice', () => {
  const sunday = new Date(2026, 2, 8, 12).getTime();
  expect(duePresets(sunday).map(({ name }) => name)).toEqual(['30m', '2h', 'tomorrow']);
});

test('[TEL-9] a picked time comes back as it was picked', () => {
  expect(toLocalField(fromLocalField('2026-03-29T03:30'))).toMatch(/^2026-03-29T0[34]:30$/);
  expect([toLocalField(''), fromLocalField('')]).toEqual(['', '']);
});

test('[MIS-5] callbacks: overdue, due, later; within each the one that waits longest', () => {
  const debt = (id: string, urgency: string, nextAttemptAt: string) => ({
    id,
    urgency,
    nextAttemptAt,
    lastMissedAt: nextAttemptAt,
  });
  const list = [
    debt('later', 'later', '1'),
    debt('due2', 'due', '3'),
    debt('due1', 'due', '2'),
    debt('over', 'overdue', '9'),
    debt('gone', 'closed', '0'),
  ];
  const state = { missedCalls: Object.fromEntries(list.map((each) => [each.id, each])) } as unknown as LiveState;
  expect(nextCallbacks(state).map(({ id }) => id)).toEqual(['over', 'due1', 'due2', 'later']);
});

test('[TASK-1] my tasks: mine and nobody’s, timed ones first', () => {
  const task = (id: string, dueAt: string | null, agent: string | null) =>
    ({ id, dueAt, done: false, createdAt: id, agent: agent ? { id: agent, name: agent } : null }) as Task;
  const list = [
    task('c', null, 'me'),
    task('b', '2026-03-05', 'me'),
    task('a', '2026-03-04', null),
    task('x', '2026-03-01', 'her'),
  ];
  const state = { tasks: Object.fromEntries(list.map((each) => [each.id, each])) } as unknown as LiveState;
  expect(nextTasks(state, 'me').map(({ id }) => id)).toEqual(['a', 'b', 'c']);
});

test('[TASK-1] a task is overdue after an hour, due a quarter of an hour before', () => {
  const now = Date.parse('2026-03-03T12:00:00Z');
  expect(taskUrgency({ dueAt: '2026-03-03T10:59:00Z' }, now)).toBe('overdue');
  expect(taskUrgency({ dueAt: '2026-03-03T12:14:00Z' }, now)).toBe('due');
  expect(taskUrgency({ dueAt: '2026-03-03T13:00:00Z' }, now)).toBe('later');
  expect(taskUrgency({ dueAt: null }, now)).toBe('later');
});

test('[TEL-6] transfer: free colleagues first, never oneself, found by name or extension', () => {
  const agent = (agentId: string, name: string, state: string, extension: string | null) => ({
    agentId,
    name,
    state,
    interface: extension && `PJSIP/${extension}`,
  });
  const list = [
    agent('me', 'Me', 'on-call', '101'),
    agent('b', 'Boris', 'on-call', '102'),
    agent('a', 'Anna', 'ready', '103'),
    agent('n', 'No phone', 'ready', null),
  ];
  const state = { presence: Object.fromEntries(list.map((each) => [each.agentId, each])) } as unknown as LiveState;
  expect(transferTargets(state, 'me', '').map(({ name }) => name)).toEqual(['Anna', 'Boris']);
  expect(transferTargets(state, 'me', '102').map(({ extension }) => extension)).toEqual(['102']);
  expect(transferTargets(state, 'me', 'ann').map(({ agentId }) => agentId)).toEqual(['a']);
  expect(transferTargets(state, 'me', '').map(mayBeLost)).toEqual([false, true]);
});

test('[TEL-4] the last recording says whether the call is being recorded', () => {
  const recording = (state: string) => ({ recordings: [{ id: 'r', seconds: null, state }] }) as never;
  expect(['recording', 'paused', 'arriving'].map((state) => recordingNow(recording(state)))).toEqual([
    'recording',
    'paused',
    'off',
  ]);
  expect(recordingNow({ recordings: [] })).toBe('off');
});

test('[MIS-3] the outcome of an attempt is told in words', () => {
  expect(attemptWords('no-answer')).not.toBe('no-answer');
  expect(attemptWords('something-new')).toBe('something-new');
});
