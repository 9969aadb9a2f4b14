/// <reference lib="dom" />
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitFor } from '../../scripts/stack/wait-for.ts';
import type { Contact } from '../../server/contract/contacts.contract.ts';
import { type Stack, startStack } from '../stack/start-stack.ts';
import { type Desk, keepPicture, seriousFaults, signIn } from './browser.ts';

const administrator = { email: 'admin@trunkline.local', password: 'stack-admin-password' };
let stack: Stack;
let desk: Desk;
let alice: string;
let bob: string;

beforeAll(async () => {
  stack = await startStack();
  const agent = (name: string, device: string) =>
    stack.api.post<{ id: string }>('agents', {
      name,
      email: `${name.toLowerCase()}@example.com`,
      password: 'a-long-enough-password',
      interface: device,
      role: 'operator',
    });
  alice = (await agent('Alice', 'PJSIP/101')).id;
  bob = (await agent('Bob', 'PJSIP/102')).id;
  desk = await signIn(stack.url, administrator);
});
afterAll(async () => {
  await desk?.close();
  await stack?.stop();
});

const read = (id: string) => stack.api.get<Contact>(`contacts/${id}`);
const contact = (body: object) => stack.api.post<Contact>('contacts', body);

describe('[CRM-6] merging by keyboard', () => {
  it('[CRM-6] two people become one and are two again, each with their notes', async () => {
    const { page } = desk;
    const phones = [{ raw: '+33612200301' }];
    const one = await contact({ name: 'Marie Durand', phones, emails: ['marie@example.com'], notes: 'Likes oak' });
    const two = await contact({ name: 'M. Durand', phones, birthday: '1980-05-17' });
    await stack.api.post(`contacts/${two.id}/notes`, { text: 'Wants an offer' });

    await page.goto(`${stack.url}/people/duplicates`);
    await page.getByText('Same number').waitFor();
    await keepPicture(page, 'merge-duplicates');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    const name = page.getByRole('radiogroup', { name: 'name' });
    await name.waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await keepPicture(page, 'merge-preview');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await keepPicture(page, 'merge-preview-narrow-dark');
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.emulateMedia({ colorScheme: 'light' });
    await name.getByRole('radio', { checked: true }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('m');
    await page.getByText('Merged into').waitFor();
    await keepPicture(page, 'merge-done');
    const merged = await waitFor(
      'one of the two is left',
      async () => (await stack.api.get<{ items: Contact[] }>('contacts?q=Durand')).items,
      (items) => items.length === 1,
    );
    expect(merged[0]).toMatchObject({ emails: ['marie@example.com'], birthday: '1980-05-17', notes: 'Likes oak' });

    await page.keyboard.press('z');
    await page.getByText('The merge was undone').waitFor();
    expect(await read(one.id)).toMatchObject({ name: 'Marie Durand', birthday: null });
    expect(await read(two.id)).toMatchObject({ name: 'M. Durand', emails: [] });
    const timeline = await stack.api.get<{ items: { kind: string }[] }>(`contacts/${two.id}/timeline`);
    expect(timeline.items.map(({ kind }) => kind)).toContain('note');
  });

  it('[CRM-6] organisations that are likely the same stand in a list, and are merged from there', async () => {
    const { page } = desk;
    await stack.api.post('organisations', { name: 'Bois du Nord SARL' });
    await stack.api.post('organisations', { name: 'SAS Bois du Nord' });
    await page.goto(`${stack.url}/people/duplicates`);
    await page.getByText('Organisations', { exact: true }).click();
    await page.getByText('Same name').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await keepPicture(page, 'merge-duplicate-organisations');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('radiogroup', { name: 'name' }).waitFor();
    await page.keyboard.press('m');
    await page.getByText('Merged into').waitFor();
    await page.getByText('No likely duplicates').waitFor();
  });
});

describe('[CRM-7] handing over', () => {
  it('[CRM-7] a colleague who leaves hands over in one step, and it is taken back', async () => {
    const { page } = desk;
    const client = await contact({ name: 'Client of Alice', ownerId: alice });
    await page.goto(`${stack.url}/settings/users`);
    await page.getByRole('button', { name: /Alice/ }).first().click();
    await page.getByRole('button', { name: 'Hand over' }).click();
    const dialog = page.getByRole('dialog', { name: /Hand over: Alice/ });
    await dialog.getByRole('combobox').click();
    await page.keyboard.type('Bo');
    await keepPicture(page, 'hand-over-whom');
    await page.getByRole('option', { name: 'Bob' }).click();
    await dialog.getByRole('button', { name: /Hand over \(1\)/ }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await keepPicture(page, 'hand-over');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await keepPicture(page, 'hand-over-narrow-dark');
    await page.setViewportSize({ width: 1440, height: 900 });
    await dialog.getByRole('button', { name: /Hand over \(1\)/ }).click();
    await page.getByText(/Handed over:/).waitFor();
    expect((await read(client.id)).owner?.id).toBe(bob);

    await page.goto(`${stack.url}/settings/actions`);
    await page.getByText('Alice → Bob').waitFor();
    await keepPicture(page, 'actions');
    await page.getByRole('button', { name: 'Undo', exact: true }).first().click();
    await page.getByText('The hand-over was undone').waitFor();
    expect((await read(client.id)).owner?.id).toBe(alice);
    expect(desk.faults).toEqual([]);
  });
});
