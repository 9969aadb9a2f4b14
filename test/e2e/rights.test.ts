/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RoleList } from '../../server/contract/access.contract.ts';
import type { Contact } from '../../server/contract/contacts.contract.ts';
import { type Stack, startStack } from '../stack/start-stack.ts';
import { type Desk, keepPicture, seriousFaults, signIn } from './browser.ts';

const administrator = { email: 'admin@trunkline.local', password: 'stack-admin-password' };
const alice = { email: 'alice@example.com', password: 'a-long-enough-password' };
let stack: Stack;
let desk: Desk;
let person: Contact;

beforeAll(async () => {
  stack = await startStack();
  await stack.api.post('agents', { ...alice, name: 'Alice', interface: 'PJSIP/101', role: 'operator' });
  person = await stack.api.post<Contact>('contacts', { name: 'Marie Durand', phones: [{ raw: '+33612200342' }] });
  desk = await signIn(stack.url, administrator);
});
afterAll(async () => {
  await desk?.close();
  await stack?.stop();
});

const narrowAndDark = async (page: Page, name: string) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await seriousFaults(page)).toEqual([]);
  await keepPicture(page, name);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
};

describe('[ACC-1] [ACC-2] rights in the browser', () => {
  it('[ACC-1] an own role that hides numbers is made, and given to somebody', async () => {
    const { page } = desk;
    await page.goto(`${stack.url}/settings/roles`);
    await page.getByRole('button', { name: 'New role' }).click();
    await page.getByLabel('Name of the role').fill('Phone room');
    await page.getByLabel('Hide phone numbers').click();
    expect(await seriousFaults(page)).toEqual([]);
    await keepPicture(page, 'role');
    await narrowAndDark(page, 'role-narrow-dark');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByText('Phone room').first().waitFor();
    const { items } = await stack.api.get<RoleList>('roles');
    expect(items).toMatchObject([{ name: 'Phone room', base: 'operator', scopes: { 'numbers.see': 'none' } }]);

    await page.goto(`${stack.url}/settings/users`);
    await page.getByRole('button', { name: /Alice/ }).first().click();
    await page.locator('[aria-label="Role: Operator"]').click();
    await page.getByRole('option', { name: 'Phone room' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect
      .poll(async () => (await stack.api.get<RoleList>('roles')).items[0]?.holders, { timeout: 10_000 })
      .toBe(1);
  });

  it('[ACC-1] [ACC-2] whoever has it sees a masked number, may look at it once, and that is among the events of the day', async () => {
    const hers = await signIn(stack.url, alice);
    const { page } = hers;
    await page.goto(`${stack.url}/people/${person.id}`);
    await page.getByText('42', { exact: false }).first().waitFor();
    const digits = async () => (await page.locator('body').allInnerTexts()).join(' ').replace(/\D/g, '');
    expect(await digits()).not.toContain('612200342');
    expect(await page.content()).not.toContain('612200342');
    await keepPicture(page, 'number-masked');
    await page
      .getByRole('button', { name: /^Show the number/ })
      .first()
      .click();
    await expect.poll(digits, { timeout: 10_000 }).toContain('612200342');
    await keepPicture(page, 'number-revealed');
    await page.reload();
    await page
      .getByRole('button', { name: /^Show the number/ })
      .first()
      .waitFor();
    expect(await digits()).not.toContain('612200342');
    // The search box finds by digits what is not shown.
    await page.keyboard.press('Control+k');
    await page.keyboard.type('0342');
    await page.getByRole('option', { name: /Marie Durand/ }).waitFor();
    expect(await digits()).not.toContain('612200342');
    expect(hers.faults).toEqual([]);
    await hers.close();

    await desk.page.goto(`${stack.url}/events`);
    const event = desk.page.getByRole('row').filter({ hasText: 'Number shown' });
    await event.first().waitFor();
    expect(await event.first().textContent()).toContain('Alice');
    expect(await seriousFaults(desk.page)).toEqual([]);
    await keepPicture(desk.page, 'events');
    await event.first().click();
    await keepPicture(desk.page, 'events-detail');
    await narrowAndDark(desk.page, 'events-narrow-dark');
    expect(desk.faults).toEqual([]);
  });
});
