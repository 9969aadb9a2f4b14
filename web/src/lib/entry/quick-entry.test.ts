import { beforeEach, expect, test } from 'vitest';
import type { Contact } from '$contract/contacts.contract.ts';
import { ApiFailure } from '$lib/api/api-failure.ts';
import { type EntryApi, QuickEntry } from './quick-entry.svelte.ts';

/** A server in a few lines: people by id, and what is refused. */
function fakeServer() {
  const people = new Map<string, Partial<Contact>>();
  const byRequest = new Map<string, string>();
  const refusals: unknown[] = [];
  let lost = false;
  const api = {
    create: async (body: { name: string }, requestKey?: string) => {
      const refusal = refusals.shift();
      if (refusal) throw refusal;
      if (body.name === '') throw new ApiFailure('contacts.invalid', 422, 'x', { name: 'must not be empty' });
      const id = byRequest.get(requestKey ?? '') ?? `ctc_${people.size + 1}`;
      byRequest.set(requestKey ?? '', id);
      people.set(id, { ...body, id, version: 1 } as Partial<Contact>);
      if (lost) {
        lost = false;
        throw new ApiFailure('network.timeout', 0, 'x');
      }
      return { id, version: 1 } as Contact;
    },
    change: async (id: string, patch: object) => {
      const version = (people.get(id)?.version ?? 1) + 1;
      people.set(id, { ...people.get(id), ...patch, version });
      return { ...people.get(id) } as Contact;
    },
    takeBack: async (id: string) => void people.delete(id),
    read: async (id: string) => people.get(id) as Contact,
  } as unknown as EntryApi;
  return { api, people, refusals, loseNextAnswer: () => (lost = true) };
}
const kept = new Map<string, unknown>();
const keeper = {
  read: <T>(key: string, fallback: T) => (kept.get(key) as T) ?? fallback,
  write: (key: string, value: unknown) => void kept.set(key, structuredClone(value)),
  remove: (key: string) => void kept.delete(key),
};
let made = 0;
function newKey(): string {
  made += 1;
  return `k${made}`;
}
const settled = async (entry: QuickEntry) => {
  while (entry.rows.some(({ state }) => state === 'saving' || state === 'waiting')) await Promise.resolve();
};
const lastKey = (entry: QuickEntry) => entry.rows.at(-1)?.key as string;
beforeEach(() => kept.clear());

test('[CRM-2] a row saves itself when one goes on to the next, which is there already', async () => {
  const { api, people } = fakeServer();
  const entry = new QuickEntry(api, keeper, newKey);
  const first = lastKey(entry);
  entry.enter(first);
  entry.type(first, 'name', 'Anna');
  expect(entry.rows).toHaveLength(2);
  entry.enter(lastKey(entry));
  await settled(entry);
  expect(entry.row(first)).toMatchObject({ state: 'saved', contactId: 'ctc_1' });
  expect([...people.values()]).toMatchObject([{ name: 'Anna' }]);
});

test('[CRM-2] the next row begins with the source, the stage and the owner of the last', () => {
  const entry = new QuickEntry(fakeServer().api, keeper, newKey);
  const carried = { source: 'dir_fair', stage: 'client', owner: 'agt_boris' };
  for (const [column, value] of Object.entries(carried))
    entry.type(lastKey(entry), column as keyof typeof carried, value);
  entry.type(lastKey(entry), 'name', 'Anna');
  expect(entry.rows.at(-1)?.cells).toMatchObject({ ...carried, name: '' });
});

test('[CRM-2] a lost answer and a second try make one person', async () => {
  const { api, people, loseNextAnswer } = fakeServer();
  const entry = new QuickEntry(api, keeper, newKey);
  const key = lastKey(entry);
  entry.type(key, 'name', 'Anna');
  loseNextAnswer();
  await entry.save(key);
  expect(entry.row(key)?.state).toBe('refused');
  await entry.save(key);
  expect(entry.row(key)?.state).toBe('saved');
  expect(people.size).toBe(1);
});

test('[CRM-2] a refusal stays in place with its reason, mended it is saved, and others go on', async () => {
  const { api, people } = fakeServer();
  const entry = new QuickEntry(api, keeper, newKey);
  const key = lastKey(entry);
  entry.type(key, 'number', '+7 912 1');
  entry.enter(lastKey(entry));
  await settled(entry);
  expect(entry.row(key)).toMatchObject({ state: 'refused', errors: { name: 'must not be empty' } });
  entry.enter(key);
  entry.type(key, 'name', 'Anna');
  entry.enter(lastKey(entry));
  await settled(entry);
  expect(entry.row(key)?.state).toBe('saved');
  expect(people.size).toBe(1);
});

test('[CRM-2] a paste is worked off, tells how far it is, and refuses single rows only', async () => {
  const { api, people, refusals } = fakeServer();
  const entry = new QuickEntry(api, keeper, newKey);
  refusals.push(new ApiFailure('contacts.invalid', 422, 'x', { phones: 'too short' }));
  const begin = entry.rows[0]?.cells;
  entry.paste(['A', 'B', 'C', 'D', 'E'].map((name) => ({ ...begin, name }) as never));
  await settled(entry);
  await Promise.resolve();
  expect(people.size).toBe(4);
  expect(entry.counts).toEqual({ saved: 4, refused: 1, waiting: 0 });
  expect(entry.pasted).toEqual({ all: 5, done: 5 });
  entry.clearDone();
  expect(entry.rows.map(({ state }) => state)).toEqual(['refused', 'empty']);
});

test('[CRM-2] a saved row is taken back; one that was never saved just goes', async () => {
  const { api, people } = fakeServer();
  const entry = new QuickEntry(api, keeper, newKey);
  const key = lastKey(entry);
  entry.type(key, 'name', 'Anna');
  await entry.save(key);
  await entry.takeBack(key);
  expect(entry.row(key)?.state).toBe('taken-back');
  expect(people.size).toBe(0);
  const typed = lastKey(entry);
  entry.type(typed, 'name', 'Slip');
  await entry.takeBack(typed);
  expect(entry.row(typed)).toBeUndefined();
});

test('[CRM-2] somebody who is there already is given what was typed, and gets back what they had', async () => {
  const { api, people } = fakeServer();
  people.set('ctc_9', { id: 'ctc_9', name: 'Anna', version: 3, phones: [], emails: [] });
  const entry = new QuickEntry(api, keeper, newKey);
  const key = lastKey(entry);
  entry.type(key, 'name', 'Ana');
  entry.type(key, 'email', 'anna@les.example');
  await entry.attach(key, 'ctc_9');
  expect(entry.row(key)).toMatchObject({ state: 'saved', attachedTo: 'Anna', contactId: 'ctc_9' });
  expect(people.get('ctc_9')).toMatchObject({ name: 'Anna', emails: ['anna@les.example'] });
  await entry.takeBack(key);
  expect(people.get('ctc_9')).toMatchObject({ emails: [] });
});

test('[CRM-2] what was typed and not saved is there after a reload', () => {
  const { api } = fakeServer();
  const entry = new QuickEntry(api, keeper, newKey);
  entry.type(lastKey(entry), 'name', 'Half a na');
  const again = new QuickEntry(api, keeper, newKey);
  expect(again.rows.map(({ cells }) => cells.name)).toEqual(['Half a na', '']);
});
