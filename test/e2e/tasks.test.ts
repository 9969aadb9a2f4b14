/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServerStack, startServerStack } from '../../scripts/stack/server-stack.ts';
import { waitFor } from '../../scripts/stack/wait-for.ts';
import type { Agent } from '../../server/contract/agents.contract.ts';
import type { Contact } from '../../server/contract/contacts.contract.ts';
import type { Task, TaskDetail } from '../../server/contract/tasks.contract.ts';
import { type Desk, keepPicture, seriousFaults, signIn } from './browser.ts';

const operator = { email: 'anna@example.com', password: 'a-long-enough-password' };
const boss = { email: 'maria@example.com', password: 'a-long-enough-password' };
const MINUTE_MS = 60_000;

let stack: ServerStack;
let anna: Desk;
let maria: Desk;
let annaId: string;
let person: Contact;

beforeAll(async () => {
  stack = await startServerStack({ isThrowAway: true });
  const hire = (name: string, who: typeof operator, role: string, device: string | null) =>
    stack.api.post<Agent>('agents', { name, ...who, interface: device, role });
  annaId = (await hire('Anna', operator, 'operator', 'PJSIP/101')).id;
  await hire('Maria', boss, 'manager', null);
  person = await stack.api.post<Contact>('contacts', { name: 'Olga Client' });
  anna = await signIn(stack.url, operator);
  maria = await signIn(stack.url, boss);
});
afterAll(async () => {
  await anna?.close();
  await maria?.close();
  await stack?.stop();
});

const read = (id: string) => stack.api.get<TaskDetail>(`tasks/${id}`);
const listed = async (q: string) =>
  (await stack.api.get<{ items: Task[] }>(`tasks?q=${encodeURIComponent(q)}`)).items[0];
const give = (body: object) => stack.api.post<Task>('tasks', { agentId: annaId, ...body });

/** A moment of Wednesday of this week by the clock of the browser. */
const wednesday = (page: Page, hours: number) =>
  page.evaluate((hour) => {
    const now = new Date();
    const monday = now.getDate() - ((now.getDay() + 6) % 7);
    return new Date(now.getFullYear(), now.getMonth(), monday + 2, hour).toISOString();
  }, hours);

async function openWeek(page: Page, title: RegExp) {
  await page.goto(`${stack.url}/tasks?view=week`);
  const event = page.getByRole('button', { name: title });
  await event.waitFor();
  return event;
}

describe('[TASK-1] [UX-1] tasks in the browser', () => {
  it('[TASK-1] are made by one line from the keyboard, and stand in the list by their day', async () => {
    const { page } = anna;
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await page.getByRole('heading', { name: 'Tasks', exact: true }).waitFor();
    await page.keyboard.press('n');
    await page.keyboard.type('in 2 hours call Bob !');
    await page.keyboard.press('Enter');
    await page.getByRole('row', { name: /call Bob/ }).waitFor();
    const made = await listed('call Bob');
    expect(made).toMatchObject({ title: 'call Bob', kind: 'call', priority: 'high', agent: { id: annaId } });
    expect(Math.abs(Date.parse(made?.dueAt ?? '') - Date.parse(made?.createdAt ?? '') - 120 * MINUTE_MS)).toBeLessThan(
      5_000,
    );
    await keepPicture(page, 'tasks-list');
    expect(await seriousFaults(page)).toEqual([]);

    // Done by a key, and taken back by a key.
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await page.keyboard.press('d');
    await waitFor(
      'it is done',
      () => read(made?.id ?? ''),
      ({ done }) => done,
    );
    // The server knows it before the console does; only what the console has said is taken back.
    await page.getByText('Done: call Bob').first().waitFor();
    await page.keyboard.press('z');
    await waitFor(
      'it is to do again',
      () => read(made?.id ?? ''),
      ({ done }) => !done,
    );
    await page.getByRole('row', { name: /call Bob/ }).waitFor();
  });

  it('[TASK-1] are made from a person with all fields, the person known already', async () => {
    const { page } = anna;
    await page.goto(`${stack.url}/people/${person.id}`);
    await page.getByRole('heading', { name: 'Olga Client' }).first().waitFor();
    await page.keyboard.press('w');
    const dialog = page.getByRole('dialog', { name: 'New task' });
    await dialog.getByLabel('Task', { exact: true }).fill('Send the offer');
    await expect
      .poll(() => dialog.getByRole('combobox', { name: 'Who', exact: true }).inputValue())
      .toBe('Olga Client');
    await dialog.getByRole('button', { name: 'Create' }).click();
    const made = await waitFor('it is there', () => listed('Send the offer'));
    expect(made).toMatchObject({ contactId: person.id, contactName: 'Olga Client' });
  });

  it('[TASK-1] are moved in the calendar by keys, told once when the keys rest, and put back', async () => {
    const { page } = anna;
    const dueAt = await wednesday(page, 10);
    const task = await give({ title: 'By keys', dueAt });
    const event = await openWeek(page, /By keys/);
    await event.focus();
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowRight');
    const moved = await waitFor(
      'it is moved',
      () => read(task.id),
      ({ version }) => version > task.version,
    );
    expect(Date.parse(moved.dueAt ?? '') - Date.parse(dueAt)).toBe((24 * 60 + 30) * MINUTE_MS);
    expect(moved.version).toBe(task.version + 1);
    await page.getByText(/^Moved: By keys/).waitFor();
    await page.keyboard.press('z');
    await waitFor(
      'it is back',
      () => read(task.id),
      (known) => known.dueAt === dueAt,
    );
  });

  it('[TASK-1] are moved in the calendar by the mouse, to another day and another clock', async () => {
    const { page } = anna;
    const dueAt = await wednesday(page, 12);
    const task = await give({ title: 'By mouse', dueAt });
    const event = await openWeek(page, /By mouse/);
    const from = await event.boundingBox();
    const columns = page.locator('[data-grid] [role=group]');
    const thursday = await columns.nth(3).boundingBox();
    if (!from || !thursday) throw new Error('nothing to drag');
    await page.mouse.move(from.x + 20, from.y + 8);
    await page.mouse.down();
    await page.mouse.move(from.x + 60, from.y + 30, { steps: 3 });
    // An hour lower: 48 px.
    await page.mouse.move(thursday.x + 40, from.y + 8 + 48, { steps: 5 });
    await keepPicture(page, 'tasks-dragging');
    await page.mouse.up();
    const moved = await waitFor(
      'it is moved',
      () => read(task.id),
      ({ version }) => version > task.version,
    );
    expect(Date.parse(moved.dueAt ?? '') - Date.parse(dueAt)).toBe(25 * 60 * MINUTE_MS);
    // Dropping is no press: nothing opened.
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await seriousFaults(page)).toEqual([]);
  });

  it('[TASK-1] become longer by their lower edge and by keys, told each time, and Z takes it back', async () => {
    const { page } = anna;
    const dueAt = await wednesday(page, 14);
    const task = await give({ title: 'By length', dueAt });
    const event = await openWeek(page, /By length/);
    const lasts = (minutes: number | null, version: number) =>
      waitFor(
        `it takes ${minutes} minutes`,
        () => read(task.id),
        (known) => known.durationMinutes === minutes && known.version === version,
      );
    const edge = await event.locator('[data-lower-edge]').boundingBox();
    if (!edge) throw new Error('no edge to take');
    const [x, y] = [edge.x + edge.width / 2, edge.y + edge.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x, y + 20, { steps: 3 });
    // An hour lower: 48 px.
    await page.mouse.move(x, y + 48, { steps: 3 });
    await event.getByText('14:00–15:30').waitFor();
    await keepPicture(page, 'tasks-length');
    await page.mouse.up();
    expect(await lasts(90, 2)).toMatchObject({ dueAt, startAt: null });
    await page.getByText(/^Length changed: By length, 14:00–15:30/).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    await event.focus();
    await page.keyboard.press('Alt+Shift+ArrowUp');
    await page.keyboard.press('Alt+Shift+ArrowUp');
    await page.getByText(/^Length changed: By length, 14:00–15:00/).waitFor();
    await lasts(60, 3);
    await page.keyboard.press('z');
    await lasts(90, 4);
  });

  it('[TASK-1] are given, accepted, executed, returned with a comment and verified by two people at their screens', async () => {
    await maria.page.goto(`${stack.url}/tasks?view=list`);
    await maria.page.getByRole('heading', { name: 'Tasks', exact: true }).waitFor();
    await maria.page.keyboard.press('w');
    const dialog = maria.page.getByRole('dialog', { name: 'New task' });
    await dialog.getByLabel('Task', { exact: true }).fill('Check the contract');
    const who = dialog.getByRole('combobox', { name: 'Who does it' });
    await expect.poll(() => who.inputValue()).toBe('Maria');
    await dialog.getByRole('button', { name: 'Who does it' }).click();
    await maria.page.getByRole('option', { name: 'Anna' }).click();
    await dialog.getByRole('switch', { name: 'I check the result' }).click();
    await dialog.getByRole('button', { name: 'Create' }).click();
    const task = await waitFor('it is there', () => listed('Check the contract'));
    expect(task).toMatchObject({ state: 'given', agent: { id: annaId } });
    const id = task?.id ?? '';

    const sheetOf = async ({ page }: Desk) => {
      await page.goto(`${stack.url}/tasks?view=list&task=${id}`);
      const sheet = page.getByRole('dialog', { name: 'Check the contract' });
      await sheet.waitFor();
      return sheet;
    };
    const atAnna = await sheetOf(anna);
    await atAnna.getByRole('button', { name: 'Accept' }).click();
    await atAnna.getByText('Accepted', { exact: true }).first().waitFor();
    await atAnna.getByRole('button', { name: 'Executed' }).click();
    await atAnna.getByText('Waits for check').waitFor();

    const atMaria = await sheetOf(maria);
    await atMaria.getByRole('button', { name: 'Return' }).click();
    await atMaria.getByRole('textbox', { name: 'What is missing' }).fill('Page two is missing');
    await keepPicture(maria.page, 'tasks-returning');
    await atMaria.getByRole('button', { name: 'Return' }).click();
    // Her buttons take no second press until her answer is there; only what her sheet has told is built on. She may
    // verify a task that she returned, but not return it twice.
    await atMaria.getByRole('button', { name: 'Return' }).waitFor({ state: 'detached' });
    await atMaria.getByText('Page two is missing').waitFor();
    // The news comes to the open sheet by itself.
    await atAnna.getByText('Page two is missing').waitFor();
    await atAnna.getByRole('button', { name: 'Executed' }).click();
    // A check of an older version is refused, so she sees first that there is something new to check.
    await atMaria.getByText('Waits for check').waitFor();
    await atMaria.getByRole('button', { name: 'Verify' }).click();
    await waitFor(
      'it is verified',
      () => read(id),
      ({ state }) => state === 'verified',
    );
    expect(await seriousFaults(maria.page)).toEqual([]);
  });

  it('[TASK-1] remind at their moment on whatever page one is, and are put off', async () => {
    const { page } = anna;
    await page.goto(`${stack.url}/people`);
    const soon = await page.evaluate(() => new Date(Math.ceil((Date.now() + 2_000) / 60_000) * 60_000).toISOString());
    await give({ title: 'Ring the bank', dueAt: soon, reminders: [0] });
    const reminders = page.getByRole('region', { name: 'Reminders' });
    await reminders.getByText('Ring the bank').waitFor({ timeout: 90_000 });
    await keepPicture(page, 'tasks-reminder');
    await reminders.getByRole('button', { name: 'Later' }).click();
    await page.getByRole('menuitem', { name: 'In 15 min' }).click();
    await reminders.waitFor({ state: 'detached' });
    // Put off, not forgotten: another window does not show it either.
    await page.reload();
    await page.getByText('Live', { exact: true }).first().waitFor();
    expect(await page.getByRole('region', { name: 'Reminders' }).count()).toBe(0);
    expect([...anna.faults, ...maria.faults]).toEqual([]);
  });
});
