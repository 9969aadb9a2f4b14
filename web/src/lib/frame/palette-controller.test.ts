import { beforeEach, expect, test, vi } from 'vitest';
import type { Console } from '$lib/app/console.svelte.ts';
import { testClock } from '$lib/clock/clock.ts';
import { newDeal } from '$lib/deals/new-deal.ts';
import { newMessage } from '$lib/messages/new-message.ts';
import { newTask } from '$lib/tasks/new-task.ts';
import { PaletteController } from './palette-controller.svelte.ts';

// The theme reads the page when it is loaded; here is none.
vi.hoisted(() => {
  const storage = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
  Object.assign(globalThis, { document: { documentElement: { dataset: {} } }, localStorage: storage });
});

type Found = {
  items: { kind: string; id: string; title: string; subtitle: string; matched: string }[];
  dial: string | null;
};
let clock: ReturnType<typeof testClock>;
let answers: { q: string; give: (found: Found) => void }[];
let dealAnswers: { q: string; give: (found: { items: object[] }) => void }[];
let dialled: string[];
let gone: string[];
let palette: PaletteController;

beforeEach(() => {
  clock = testClock('2026-03-02T09:00:00Z');
  answers = [];
  dealAnswers = [];
  dialled = [];
  gone = [];
  const console = {
    clock,
    session: { agentId: 'a1', defaultRegion: 'RU' },
    presence: null,
    api: {
      search: (q: string) => new Promise<Found>((give) => answers.push({ q, give })),
      deals: { list: ({ q }: { q: string }) => new Promise((give) => dealAnswers.push({ q, give })) },
    },
    attempt: (run: () => Promise<unknown>) => run(),
    can: () => true,
    placeCall: async ({ to }: { to: string }) => void dialled.push(to),
  } as unknown as Console;
  palette = new PaletteController(console, (path) => gone.push(path));
});
const settled = () => new Promise((resolve) => setImmediate(resolve));
const type = (text: string) => {
  palette.type(text);
  clock.advance(150);
};
const answer = async (index: number, found: Found) => {
  answers[index]?.give(found);
  await settled();
};
const enter = () => palette.enter((row) => row?.run());

test('[TEL-5] Enter right after the last digit dials what was typed, never the number before it', async () => {
  type('8927200117');
  await answer(0, { items: [], dial: '+78927200117' });
  palette.type('89272001177');
  enter();
  expect(dialled).toEqual([]);
  clock.advance(150);
  await answer(1, { items: [], dial: '+79272001177' });
  expect(dialled).toEqual(['+79272001177']);
});

test('[TEL-5] typing on after Enter takes the Enter back', async () => {
  type('8927');
  enter();
  palette.type('89272');
  await answer(0, { items: [], dial: '8927' });
  expect(dialled).toEqual([]);
});

test('[CRM-9] Enter opens the first that was found', async () => {
  type('anna');
  await answer(0, {
    items: [{ kind: 'contact', id: 'c1', title: 'Anna', subtitle: 'Buyer · +74951204567', matched: 'anna' }],
    dial: null,
  });
  expect(palette.rows[0]?.subtitle).toBe('Buyer · 8 (495) 120-45-67');
  enter();
  expect(gone).toEqual(['/?contact=c1']);
});

test('[UX-1] commands are found by their words', () => {
  palette.type('sign');
  expect(palette.rows.map(({ key }) => key)).toContain('sign-out');
});

test('[DEAL-1] [TASK-1] [TEL-9] a deal, an order, a task or a message is made from the palette about what the page in front is about', () => {
  const about = () => ({ contact: { id: 'c1', name: 'Anna' }, sourceId: 'src_1' });
  const to = () => ({ record: { kind: 'contact' as const, id: 'c1', name: 'Anna' } });
  const stops = [newDeal.offer(about), newTask.offer(about), newMessage.offer(to)];
  const run = (key: string) => palette.rows.find((row) => row.key === key)?.run();
  palette.type('new');
  for (const key of ['new-deal', 'new-task', 'new-message']) run(key);
  expect([newDeal.context, newTask.context, newMessage.context]).toEqual([about(), about(), to()]);
  run('new-order');
  expect(newDeal.context).toEqual({ ...about(), isOrder: true });
  for (const stop of stops) stop();
  newDeal.openHere();
  expect(newDeal.context).toEqual({});
});

test('[DEAL-1] deals stand below the people, and neither Enter nor a late answer waits for them', async () => {
  const deal = { id: 'dea_1', title: 'Oak boards', contactName: 'Anna', organisationName: 'Severny Les' };
  type('oak');
  await answer(0, {
    items: [{ kind: 'contact', id: 'c1', title: 'Oakley', subtitle: '', matched: 'Oak' }],
    dial: null,
  });
  dealAnswers[0]?.give({ items: [deal] });
  await settled();
  expect(palette.rows.slice(0, 2).map(({ key, subtitle }) => [key, subtitle])).toEqual([
    ['contact:c1', ''],
    ['deal:dea_1', 'Anna · Severny Les'],
  ]);
  palette.move(1);
  enter();
  expect(gone).toEqual(['/deals/dea_1']);
  type('oaks');
  type('89272');
  dealAnswers[1]?.give({ items: [{ ...deal, id: 'dea_late' }] });
  await settled();
  // Digits are no words of a deal: it was not even asked.
  expect(dealAnswers.map(({ q }) => q)).toEqual(['oak', 'oaks']);
  expect(palette.rows.filter(({ kind }) => kind === 'deal')).toEqual([]);
});

test('[CRM-9] what texts found stands beside: deals once, tasks and calls where they open', async () => {
  type('gazebo');
  const found = (kind: 'deal' | 'task' | 'call', id: string) => {
    return { kind, id, title: `${kind} ${id}`, subtitle: 'gazebo', matched: 'gazebo' };
  };
  await answer(0, {
    items: [found('deal', 'd1'), found('deal', 'd2'), found('task', 't1'), found('call', 'k1')],
    dial: null,
  });
  dealAnswers[0]?.give({ items: [{ id: 'd1', title: 'Gazebo', contactName: 'Anna', organisationName: null }] });
  await settled();
  expect(palette.rows.slice(0, 4).map(({ key, title }) => [key, title])).toEqual([
    ['task:t1', 'task t1'],
    ['call:k1', 'call k1'],
    ['deal:d1', 'Gazebo'],
    ['deal:d2', 'deal d2'],
  ]);
  for (const row of palette.rows.slice(0, 4)) row.run();
  expect(gone).toEqual(['/tasks?task=t1', '/calls?call=k1', '/deals/d1', '/deals/d2']);
});
