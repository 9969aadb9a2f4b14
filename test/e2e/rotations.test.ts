/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Task } from '../../server/contract/tasks.contract.ts';
import { type Stack, startStack } from '../stack/start-stack.ts';
import { type Desk, keepPicture, seriousFaults, signIn } from './browser.ts';

const administrator = { email: 'admin@trunkline.local', password: 'stack-admin-password' };
let stack: Stack;
let desk: Desk;
let alice: string;

beforeAll(async () => {
  stack = await startStack();
  const body = { name: 'Alice', email: 'alice@example.com', interface: 'PJSIP/101', role: 'operator' };
  alice = (await stack.api.post<{ id: string }>('agents', { ...body, password: 'a-long-enough-password' })).id;
  for (const name of ['Ann', 'Ben', 'Cid']) await stack.api.post('contacts', { name, lifecycle: 'client' });
  await stack.api.post('organisations', { name: 'Oak Ltd', lifecycle: 'supplier' });
  await stack.api.post('organisations', { name: 'Elm Ltd', lifecycle: 'client' });
  desk = await signIn(stack.url, administrator);
});
afterAll(async () => {
  await desk?.close();
  await stack?.stop();
});

const tasks = async () => (await stack.api.get<{ items: Task[] }>(`tasks?agentId=${alice}`)).items;
const narrowAndDark = async (page: Page, name: string) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await keepPicture(page, name);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
};

describe('[CRM-4] base rotation in the browser', () => {
  it('[CRM-4] whom nobody has called for long is one click; sharing them out is one step, and is taken back', async () => {
    const { page } = desk;
    await page.goto(`${stack.url}/people`);
    await page.getByRole('button', { name: 'Segments' }).click();
    await page.getByRole('menuitem', { name: '90 days' }).click();
    await page.getByText('3 people', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Share out' }).click();
    const dialog = page.getByRole('dialog', { name: 'Share out' });
    await dialog.getByRole('combobox', { name: 'To' }).click();
    await page.keyboard.type('Ali');
    await page.getByRole('option', { name: 'Alice' }).click();
    await dialog.getByLabel('Tasks a day, each').fill('2');
    await dialog.getByRole('listitem').filter({ hasText: 'until' }).getByText('3', { exact: true }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await keepPicture(page, 'rotation');
    await narrowAndDark(page, 'rotation-narrow-dark');
    await dialog.getByRole('button', { name: 'Share out' }).click();
    await page.getByText('3 tasks were made').waitFor();
    expect((await tasks()).map(({ title, contactName }) => [title, contactName]).sort()).toEqual([
      ['Get in touch', 'Ann'],
      ['Get in touch', 'Ben'],
      ['Get in touch', 'Cid'],
    ]);
    await page.keyboard.press('z');
    await page.getByText('The tasks were taken back').waitFor();
    expect(await tasks()).toEqual([]);
    expect(desk.faults).toEqual([]);
  });

  it('[CRM-3] organisations are filtered by the builder, too', async () => {
    const { page } = desk;
    await page.goto(`${stack.url}/people/organisations`);
    await page.getByText('Elm Ltd').first().waitFor();
    await page.keyboard.press('f');
    const field = page.getByRole('combobox', { name: 'Field' }).first();
    await expect.poll(() => field.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.type('Stage');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('combobox', { name: 'Stage: Value' }).click();
    await page.keyboard.type('Suppl');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByText('1 organisation', { exact: true }).waitFor();
    await expect.poll(() => page.getByText('Elm Ltd').count()).toBe(0);
    expect(await page.getByText('Oak Ltd').first().isVisible()).toBe(true);
    expect(await seriousFaults(page)).toEqual([]);
    await keepPicture(page, 'organisations-filter');
  });
});
