/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Segment } from '../../server/contract/segments.contract.ts';
import { type Stack, startStack } from '../stack/start-stack.ts';
import { addCondition, type Desk, keepPicture, seriousFaults, signIn } from './browser.ts';

const administrator = { email: 'admin@trunkline.local', password: 'stack-admin-password' };

let stack: Stack;
let desk: Desk;
beforeAll(async () => {
  stack = await startStack();
  const field = { record: 'contact', label: 'Budget', type: 'money' };
  await stack.api.post('custom-fields', field);
  for (const [name, budget] of [
    ['Oak', '1000'],
    ['Birch', '20'],
    ['Cedar', null],
  ] as const)
    await stack.api.post('contacts', { name, lifecycle: 'client', ...(budget ? { custom: { budget } } : {}) });
  desk = await signIn(stack.url, administrator);
});
afterAll(async () => {
  await desk?.close();
  await stack?.stop();
});

const rows = (page: Page) =>
  page.locator('[role="grid"][aria-label="People"] [role="row"] .font-medium').allTextContents();
const shown = (page: Page, names: string[]) => expect.poll(() => rows(page), { timeout: 10_000 }).toEqual(names);

describe('[CRM-3] [CRM-4] a filter in the browser', () => {
  it('is built from the keyboard, counts while it is built, is saved, chosen again, deleted and taken back', async () => {
    const { page } = desk;
    await page.goto(`${stack.url}/people`);
    await shown(page, ['Birch', 'Cedar', 'Oak']);
    await addCondition(page, { field: 'Budget', is: 'is more than', value: '99,5' });
    await shown(page, ['Oak']);
    await page.getByText('1 person', { exact: true }).waitFor();
    await keepPicture(page, 'segments-builder');
    expect(await seriousFaults(page)).toEqual([]);

    await page.getByRole('button', { name: 'Save as segment' }).click();
    await page.getByLabel('Name of the segment').fill('Rich');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect
      .poll(async () => (await stack.api.get<{ items: Segment[] }>('segments')).items.length, { timeout: 5_000 })
      .toBe(0); // private: only its maker sees it
    await page.reload();
    await shown(page, ['Oak']);
    await page.getByRole('button', { name: 'Clear filters' }).last().click();
    await shown(page, ['Birch', 'Cedar', 'Oak']);
    await page.getByRole('button', { name: 'Segments' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Rich' }).click();
    await shown(page, ['Oak']);
    await page.getByRole('button', { name: 'More' }).last().click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('button', { name: /Undo/ }).click();
    await page.getByRole('button', { name: 'Segments' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Rich' }).waitFor();
    await page.keyboard.press('Escape');
    expect(desk.faults).toEqual([]);
  });

  it('finds in one click those whom nobody has called', async () => {
    const { page } = desk;
    await page.getByRole('button', { name: 'Segments' }).click();
    await page.getByRole('menuitem', { name: /No call for 90 days/ }).click();
    await page.getByText('3 people', { exact: true }).waitFor();
    await shown(page, ['Birch', 'Cedar', 'Oak']);
    await page.setViewportSize({ width: 390, height: 844 });
    await keepPicture(page, 'segments-390');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });

  it('[CRM-3] is ordered by an own field, also on a telephone where no column has a head', async () => {
    const { page } = desk;
    await page.getByRole('button', { name: /^Order by: Name/ }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Budget' }).click();
    await shown(page, ['Oak', 'Birch', 'Cedar']);
    await page.getByRole('menuitemcheckbox', { name: 'Smallest first' }).click();
    await shown(page, ['Birch', 'Oak', 'Cedar']);
    expect(await seriousFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click();
    await shown(page, ['Birch', 'Cedar', 'Oak']);
    expect(desk.faults).toEqual([]);
  });
});
