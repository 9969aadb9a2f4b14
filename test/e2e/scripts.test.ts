/// <reference lib="dom" />
/** CAM-3: a script is written, tried out and published from the keyboard, and what calls answered is counted. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Script, ScriptRef } from '../../server/contract/scripts.contract.ts';
import { saleScript } from '../factories/scripts.ts';
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

const scripts = async () => (await stack.api.get<{ items: ScriptRef[] }>('scripts')).items;
const scriptNow = (id: string) => stack.api.get<Script>(`scripts/${id}`);
const choose = async (page: Page, field: RegExp, option: string | RegExp) => {
  await page.getByLabel(field).click();
  await page.getByRole('option', { name: option }).click();
};
/** Narrow and dark as well, and nothing runs out of the screen. */
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

describe('[CAM-3] scripts in the browser', () => {
  it('[CAM-3] one is written from nothing, refused at the field while it cannot be right, saved and published', async () => {
    const { page } = desk;
    await page.getByRole('link', { name: 'Campaigns' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await page.getByRole('link', { name: 'Scripts' }).click();
    await page.getByText('No scripts yet').waitFor();
    await look(page, 'scripts-empty');
    await page.keyboard.press('n');
    const name = page.getByLabel('Name of the script');
    await name.waitFor();
    await expect.poll(() => name.evaluate((field) => field === document.activeElement)).toBe(true);
    await page.getByRole('button', { name: 'Add question' }).click();
    await page.keyboard.press('Control+s');
    await page.getByText('2 things to mend').waitFor();
    expect(await page.getByText('Write something here.').count()).toBe(4);
    await keepPicture(page, 'scripts-to-mend');
    expect(await scripts()).toEqual([]);

    await name.fill('Doors');
    await page.getByLabel('Question 1', { exact: true }).fill('May we talk?');
    await choose(page, /^Kind of answer/, 'Yes or no');
    await page.getByRole('switch', { name: 'Must be answered' }).click();
    const text = page.getByLabel('What is said');
    await text.fill('Good day, ');
    await page.getByRole('button', { name: 'Insert a name' }).click();
    await page.getByRole('menuitem', { name: /customer’s name/ }).click();
    await expect.poll(() => text.inputValue()).toBe('Good day, {{customer.name}}');
    await expect.poll(() => text.evaluate((field) => field === document.activeElement)).toBe(true);
    await page.keyboard.type('!');
    await page.getByRole('button', { name: 'Add step' }).click();
    await page.getByLabel('Name of the step').fill('Offer');
    await page.getByLabel('What is said').fill('We have oak.');
    await page.keyboard.press('Control+s');
    await page.waitForURL(/\/scripts\/scr_/);
    await expect
      .poll(async () => (await scripts()).map((one) => [one.name, one.steps, one.publishedVersion]))
      .toEqual([['Doors', 2, null]]);
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('Calls get version 1 now').waitFor();
    expect(desk.faults).toEqual([]);
  });

  it('[CAM-3] branches are said in words, steps are moved by the keyboard, what is deleted comes back with Z', async () => {
    const { page } = desk;
    const [{ id } = { id: '' }] = await scripts();
    await page.getByRole('button', { name: /^1 Greeting/ }).click();
    await page.getByRole('button', { name: 'Add a branch' }).click();
    await choose(page, /^Value/, 'No');
    await choose(page, /^Where to/, 'the end');
    await look(page, 'scripts-editor');
    const offer = page.getByRole('button', { name: /^2 Offer/ });
    await offer.focus();
    await page.keyboard.press('Alt+Shift+ArrowUp');
    await page.getByRole('button', { name: /^1 Offer/ }).waitFor();
    await page.keyboard.press('Alt+Shift+ArrowDown');
    await offer.waitFor();
    await offer.click();
    await page.getByRole('button', { name: 'Delete this step' }).click();
    await offer.waitFor({ state: 'detached' });
    await page.keyboard.press('z');
    await offer.waitFor();
    await page.reload();
    await page.getByRole('group', { name: 'Branch 1' }).waitFor();
    await page.getByText('Not saved yet').first().waitFor();
    expect((await scriptNow(id)).steps[0]?.next, 'kept on this computer alone').toEqual([]);
    await page.keyboard.press('Control+s');
    await expect
      .poll(async () => (await scriptNow(id)).steps[0]?.next)
      .toMatchObject([{ to: 'end', when: { value: false } }]);
    await page.getByText('Changed since').waitFor();
    expect(desk.faults).toEqual([]);
  });

  it('[CAM-3] of two who write at once neither loses a word: one of the two is chosen', async () => {
    const { page } = desk;
    const [{ id } = { id: '' }] = await scripts();
    const name = page.getByLabel('Name of the script');
    await name.fill('Mine');
    await stack.api.patch(`scripts/${id}`, { name: 'Theirs' });
    await page.getByText('Somebody else has changed this script meanwhile.').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await keepPicture(page, 'scripts-theirs');
    await page.getByRole('button', { name: 'Show theirs' }).click();
    await expect.poll(() => name.inputValue()).toBe('Theirs');
    await page.getByRole('button', { name: /Undo/ }).click();
    await expect.poll(() => name.inputValue()).toBe('Mine');
    await page.keyboard.press('Control+s');
    await expect.poll(async () => (await scriptNow(id)).name).toBe('Mine');
    await name.fill('Doors');
    await page.keyboard.press('Control+s');
    await expect.poll(async () => (await scriptNow(id)).name).toBe('Doors');
  });

  it('[CAM-3] is tried out by keyboard: what is wanting is named, branches lead, an objection is one key away', async () => {
    const { page } = desk;
    await page.getByRole('tab', { name: /^Objections/ }).click();
    await page.getByRole('button', { name: 'Add objection' }).click();
    await page.getByLabel('What the customer says').fill('Too dear');
    await page.getByLabel('What is answered').fill('It lasts, {{customer.name}}.');
    await look(page, 'scripts-objections');
    await page.getByRole('tab', { name: 'Try out' }).click();
    // The arrows of the tab itself choose tabs.
    await page.getByText('Good day, Vera Wood!').click();
    await page.keyboard.press('Alt+Shift+ArrowRight');
    await page.getByText('Still to be answered: May we talk?').waitFor();
    await look(page, 'scripts-try-missing');
    await page.getByText('Yes', { exact: true }).click();
    await page.keyboard.press('Alt+Shift+ArrowRight');
    await page.getByText('We have oak.').waitFor();
    await page.keyboard.press('o');
    await page.getByRole('button', { name: 'Too dear' }).waitFor();
    await page.keyboard.press('1');
    await page.getByText('It lasts, Vera Wood.').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await keepPicture(page, 'scripts-objection');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Too dear' }).waitFor({ state: 'detached' });
    await page.keyboard.press('Alt+Shift+ArrowLeft');
    await page.getByText('Good day, Vera Wood!').waitFor();
    await page.getByText('No', { exact: true }).click();
    await page.keyboard.press('Enter');
    await page.getByText('The script is at its end.').waitFor();
    await keepPicture(page, 'scripts-end');
    expect(desk.faults).toEqual([]);
  });

  it('[CAM-3] speaks every language, is deleted and taken back', async () => {
    const { page } = desk;
    const script = await stack.api.post<Script>('scripts', { ...saleScript, publish: true });
    for (const language of ['ru', 'fr', 'it']) {
      await page.evaluate((chosen) => localStorage.setItem('PARAGLIDE_LOCALE', chosen), language);
      await page.goto(`${stack.url}/scripts/${script.id}`);

      await page.locator('ol li').first().waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1440);
      await keepPicture(page, `scripts-${language}`);
    }
    await page.evaluate(() => localStorage.setItem('PARAGLIDE_LOCALE', 'en'));
    await page.goto(`${stack.url}/scripts/${script.id}`);
    await page.getByRole('tab', { name: 'Answers' }).click();
    await page.getByText('No answers yet').waitFor();
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.waitForURL(/\/scripts$/);
    await look(page, 'scripts-list');
    await page.keyboard.press('z');
    await page.waitForURL(/\/scripts\/scr_/);
    expect((await scripts()).map(({ name }) => name).sort()).toEqual(['Doors', 'Sale']);
    expect(desk.faults).toEqual([]);
  });
});
