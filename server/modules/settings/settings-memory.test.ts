import { expect, test } from 'vitest';
import { testClock } from '../../platform/clock/clock.ts';
import { defaultSettings } from './default-settings.ts';
import { createSettingsMemory } from './settings-memory.ts';

const russian = defaultSettings('RU');
const french = defaultSettings('FR');
const changed = { type: 'settings.changed' };

test('what was read is remembered for five seconds and read again then', async () => {
  const clock = testClock();
  const memory = createSettingsMemory(clock);
  expect(await memory.recall(async () => russian)).toBe(russian);
  clock.advance(4_999);
  expect(await memory.recall(async () => french)).toBe(russian);
  clock.advance(1);
  expect(await memory.recall(async () => french)).toBe(french);
});

test('a fact about settings empties it at once, other facts do not', async () => {
  const memory = createSettingsMemory(testClock());
  await memory.recall(async () => russian);
  memory.follow({ type: 'call.ended' });
  expect(await memory.recall(async () => french)).toBe(russian);
  memory.follow(changed);
  expect(await memory.recall(async () => french)).toBe(french);
});

test('what was read while settings changed is used once and not remembered', async () => {
  const memory = createSettingsMemory(testClock());
  const read = memory.recall(async () => {
    memory.follow(changed);
    return russian;
  });
  expect(await read).toBe(russian);
  expect(await memory.recall(async () => french)).toBe(french);
});

test('a failed reading is told and not remembered', async () => {
  const memory = createSettingsMemory(testClock());
  await expect(memory.recall(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
  expect(await memory.recall(async () => french)).toBe(french);
});
