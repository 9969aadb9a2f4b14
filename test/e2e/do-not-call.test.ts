/// <reference lib="dom" />
/** CAM-8: numbers of nobody are pasted in, found, taken off and brought back, in the browser. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DoNotCall } from '../../server/contract/do-not-call.contract.ts';
import { type Stack, startStack } from '../stack/start-stack.ts';
import { type Desk, keepPicture, seriousFaults, signIn } from './browser.ts';

const administrator = { email: 'admin@trunkline.local', password: 'stack-admin-password' };
let stack: Stack;
let desk: Desk;
beforeAll(async () => {
  stack = await startStack();
  desk = await signIn(stack.url, administrator);
});
afterAll(async () => {
  await desk?.close();
  await stack?.stop();
});

const onTheList = async () =>
  (await stack.api.get<{ items: DoNotCall[] }>('do-not-call')).items.map(({ number }) => number).sort();

/** Dark and on a telephone as well: nothing runs out of the screen, and axe finds nothing serious. */
async function look(page: Page, name: string): Promise<void> {
  expect(await seriousFaults(page)).toEqual([]);
  await keepPicture(page, name);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await seriousFaults(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await keepPicture(page, `${name}-narrow-dark`);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
}

const table = `Name;Phone;Note
Anna;+7 (495) 123-45-67;asked twice
Boris;01 42 68 53 00;
Boris again;+33142685300;
Clara;101;`;

describe('[CAM-8] do not call', () => {
  it('numbers are pasted from a table by keyboard; what was not understood is told line by line and mended', async () => {
    const { page } = desk;
    await page.getByRole('link', { name: 'Campaigns' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await page.getByRole('link', { name: 'Do not call' }).click();
    await page.getByText('No numbers yet').waitFor();
    await look(page, 'do-not-call-empty');
    await page.keyboard.press('n');
    const field = page.getByLabel('Numbers', { exact: true });
    await field.waitFor();
    await expect.poll(() => field.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.insertText(table);
    await look(page, 'do-not-call-paste');
    await page.keyboard.press('Control+Enter');
    const told = page.getByRole('status').filter({ hasText: 'numbers added' });
    await told.waitFor();
    expect(await told.textContent()).toContain('2 numbers added · 1 stood there twice · 2 lines without a number');
    expect(await told.getByRole('listitem').allInnerTexts()).toEqual([
      expect.stringMatching(/Line 1\s+Name;Phone;Note\s+no digits in it/),
      expect.stringMatching(/Line 5\s+Clara;101;\s+/),
    ]);
    expect(await onTheList()).toEqual(['+33142685300', '+74951234567']);
    await look(page, 'do-not-call-added');
    await told.getByRole('button', { name: 'Mend these lines' }).click();
    await expect.poll(() => field.inputValue()).toBe('Name;Phone;Note\nClara;101;');
    await field.fill('Clara;+7 916 123 45 67');
    await page.getByRole('textbox', { name: 'Reason · optional' }).fill('By letter');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('status').filter({ hasText: '1 number added' }).waitFor();
    expect(await onTheList()).toEqual(['+33142685300', '+74951234567', '+79161234567']);
  });

  it('one is found by a part of it or its reason, taken off, and brought back by Z', async () => {
    const { page } = desk;
    await page.keyboard.press('/');
    await page.keyboard.type('letter');
    const rows = page.getByRole('row').filter({ hasText: /\d{2}/ });
    await expect.poll(() => rows.count()).toBe(1);
    await page.getByRole('searchbox', { name: 'Number or reason' }).fill('777');
    await page.getByText('No number on the list fits.').waitFor();
    await page.getByRole('searchbox', { name: 'Number or reason' }).fill('4268');
    await expect.poll(() => rows.count()).toBe(1);
    await page.getByRole('button', { name: /^Take .*42 68 53 00 off the list/ }).click();
    await page.getByText(/may be called again/).waitFor();
    await expect.poll(onTheList).toEqual(['+74951234567', '+79161234567']);
    await page.keyboard.press('z');
    await expect.poll(onTheList).toEqual(['+33142685300', '+74951234567', '+79161234567']);
    await expect.poll(() => rows.count()).toBe(1);
  });

  it('[ACC-2] a colleague’s change shows at once, and the events name the number', async () => {
    const { page } = desk;
    await page.getByRole('searchbox', { name: 'Number or reason' }).fill('');
    await stack.api.post('do-not-call', { text: '+79161234500' });
    await page.getByText('+7 916 123 45 00').waitFor();
    await page.goto(`${stack.url}/events`);
    await page.getByText('Do not call').first().waitFor();
    await keepPicture(page, 'do-not-call-events');
    expect(desk.faults).toEqual([]);
  });
});
