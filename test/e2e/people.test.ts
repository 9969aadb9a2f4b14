/// <reference lib="dom" />
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitFor } from '../../scripts/stack/wait-for.ts';
import type { Contact, Organisation } from '../../server/contract/contacts.contract.ts';
import type { Deal } from '../../server/contract/deals.contract.ts';
import { type Stack, startStack } from '../stack/start-stack.ts';
import { type Desk, keepPicture, seriousFaults, signIn } from './browser.ts';

const administrator = { email: 'admin@trunkline.local', password: 'stack-admin-password' };
const operator = { email: 'alice@example.com', password: 'a-long-enough-password' };

const plan = Buffer.from('a plan');

let stack: Stack;
let desk: Desk;
let admin: Desk;

beforeAll(async () => {
  stack = await startStack();
  await stack.api.post('agents', { name: 'Alice', ...operator, interface: 'PJSIP/101', role: 'operator' });
  await stack.api.post('contacts', { name: 'Anna Petrova', phones: [{ raw: '+33 6 12 20 03 01', primary: true }] });
  desk = await signIn(stack.url, operator);
  admin = await signIn(stack.url, administrator, { theme: 'dark' });
});
afterAll(async () => {
  await Promise.all([desk?.close(), admin?.close()]);
  await stack?.stop();
});

const people = async () => (await stack.api.get<{ items: Contact[] }>('contacts?limit=200')).items;
const named = async (name: string) => (await people()).find((one) => one.name === name);
const cell = (row: number, column: string) => desk.page.getByLabel(`${column}, row ${row}`, { exact: true });

describe('[CRM-2] the quick entry', () => {
  it('takes five people from the keyboard alone, one of them somebody who is there already', async () => {
    const { page } = desk;
    await page.goto(`${stack.url}/people/entry`);
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
      .toBe('Name, row 1');
    const rows = [
      ['Ivan Lesov', '+33 6 12 20 03 11'],
      ['Marie Dubois', '+33 6 12 20 03 12'],
      ['Paolo Rossi', '+33 6 12 20 03 13'],
      ['Olga Sosnova', '+33 6 12 20 03 14'],
    ];
    for (const [name, number] of rows) {
      await page.keyboard.type(name as string);
      await page.keyboard.press('Tab');
      await page.keyboard.type(number as string);
      await page.keyboard.press('Enter');
    }
    // The number of somebody who is there already, in another form, and an address they lack.
    await page.keyboard.type('Anya P.');
    await page.keyboard.press('Tab');
    await page.keyboard.type('06 12 20 03 01');
    for (let tabs = 0; tabs < 3; tabs += 1) await page.keyboard.press('Tab');
    await page.keyboard.type('anna@les.example');
    await page.getByRole('link', { name: 'Anna Petrova' }).waitFor();
    await keepPicture(page, 'quick-entry-duplicate');
    expect(await seriousFaults(page)).toEqual([]);
    await page.keyboard.press('Control+ArrowDown');
    await page.keyboard.press('Enter');
    await waitFor(
      'the address was given to the person who was there',
      () => named('Anna Petrova'),
      (anna) => anna?.emails.includes('anna@les.example') === true,
    );
    await waitFor('all are there', people, (all) => all.length === 5);
    const ivan = await named('Ivan Lesov');
    expect(ivan?.phones).toMatchObject([{ e164: '+33612200311', primary: true }]);
    await keepPicture(page, 'quick-entry');
  });

  it('says in place what is wrong, and takes a saved row back', async () => {
    const { page } = desk;
    const last = 6;
    await cell(last, 'Name').fill('Slip Pen');
    await cell(last, 'E-mails').fill('no address');
    await page.keyboard.press('Enter');
    await page.getByText(/E-mails:/).waitFor();
    await cell(last, 'E-mails').fill('slip@les.example');
    await page.keyboard.press('Enter');
    await waitFor('it is saved', () => named('Slip Pen'), Boolean);
    await page.getByRole('button', { name: /^Name, row 6/ }).click();
    await page.keyboard.press('Control+Delete');
    await waitFor(
      'it was taken back',
      () => named('Slip Pen'),
      (slip) => slip === undefined,
    );
  });

  it('takes rows of a spreadsheet after a look at their columns, and saves them in the background', async () => {
    const { page } = desk;
    await page.getByRole('button', { name: 'Clear saved rows' }).click();
    const rows = ['Firma\tNome e cognome\tTelefono'];
    for (let at = 10; at < 40; at += 1) rows.push(`"Legno ""${at}"" S.r.l."\tPersona ${at}\t+39 06 698 800${at}`);
    await page
      .getByLabel(/^Name, row/)
      .last()
      .focus();
    await page.evaluate((text) => {
      const data = new DataTransfer();
      data.setData('text/plain', text);
      const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
      document.activeElement?.dispatchEvent(event);
    }, rows.join('\n'));
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await keepPicture(page, 'paste-preview');
    // "Firma" is no word that is known above a column in each language: it is put right by hand when it was not guessed.
    await dialog.getByRole('button', { name: 'Save 30 rows' }).click();
    // One goes on typing in the empty row below them.
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
      .toBe('Name, row 31');
    await waitFor('all are saved', people, (all) => all.length === 35, 60_000);
    expect(await named('Persona 12')).toMatchObject({
      organisationName: 'Legno "12" S.r.l.',
      phones: [{ e164: '+390669880012' }],
    });
    await keepPicture(page, 'pasted');
    await page.setViewportSize({ width: 390, height: 844 });
    await keepPicture(page, 'quick-entry-390');
    await page.setViewportSize({ width: 1440, height: 900 });
  });
});

describe('[CRM-3] a field of the firm', () => {
  it('is added, appears in an open form without a reload, is filled in and shown in the list', async () => {
    const anna = await named('Anna Petrova');
    const { page } = desk;
    await page.goto(`${stack.url}/people/${anna?.id}`);
    await page.getByLabel('Name', { exact: true }).waitFor();
    await admin.page.goto(`${stack.url}/settings/fields`);
    await admin.page.getByRole('button', { name: 'Add' }).click();
    await admin.page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('Favourite wood');
    await admin.page
      .getByRole('dialog')
      .getByRole('switch', { name: /caller.s card/ })
      .click();
    await keepPicture(admin.page, 'field-form');
    await admin.page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await admin.page.getByText('Favourite wood').first().waitFor();
    await keepPicture(admin.page, 'fields');
    expect(await seriousFaults(admin.page)).toEqual([]);

    const field = page.getByLabel('Favourite wood');
    await field.waitFor();
    await field.fill('Oak');
    await page.getByRole('button', { name: 'Save' }).click();
    await waitFor(
      'the value is saved',
      () => named('Anna Petrova'),
      (now) => now?.custom.favourite_wood === 'Oak',
    );
    await keepPicture(page, 'person');
    expect(await seriousFaults(page)).toEqual([]);
    await page.goto(`${stack.url}/people?q=Anna`);
    await page.getByRole('row', { name: /Anna Petrova/ }).waitFor();
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Favourite wood' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('gridcell', { name: 'Oak' }).waitFor();
  });

  it('stages are ordered from the keyboard, and a new one can be chosen at once', async () => {
    const { page } = admin;
    await page.goto(`${stack.url}/settings/directories`);
    await page.getByRole('button', { name: 'Add' }).click();
    await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('Journalist');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Move up: Journalist' }).click();
    await waitFor(
      'it stands before the last one',
      async () => (await stack.api.get<{ items: { label: string | null; position: number }[] }>('directories')).items,
      (items) => items.find(({ label }) => label === 'Journalist')?.position === 6,
    );
    await keepPicture(page, 'directories');
    expect(await seriousFaults(page)).toEqual([]);
  });
});

describe('[CRM-1] an organisation', () => {
  it('belongs to a holding, has people, and warns of one with the same name under another legal form', async () => {
    const { page } = desk;
    await stack.api.post('organisations', { name: 'Grand Bois Holding' });
    await page.goto(`${stack.url}/people/organisations`);
    await page.getByLabel('Organisation', { exact: true }).fill('Bois du Nord SARL');
    await page.keyboard.press('Enter');
    await page.getByRole('row', { name: /Bois du Nord SARL/ }).waitFor();
    await page.getByLabel('Organisation', { exact: true }).fill('SAS Bois du Nord');
    await page.getByRole('link', { name: 'Bois du Nord SARL' }).click();

    const holding = page.getByRole('combobox', { name: 'Holding' });
    await holding.click();
    await holding.pressSequentially('Grand');
    await page.getByRole('option', { name: /Grand Bois Holding/ }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('region', { name: 'Holding' }).getByRole('link', { name: 'Grand Bois Holding' }).waitFor();
    const folk = page.getByRole('region', { name: 'People' });
    await folk.getByLabel('Name').fill('Luc Chêne');
    await folk.getByLabel('Position').fill('Buyer');
    await page.keyboard.press('Enter');
    await folk.getByRole('link', { name: 'Luc Chêne' }).waitFor();

    await page.getByLabel('Note', { exact: true }).fill('Delivered two days late');
    await page.getByRole('radio', { name: 'Complaint' }).first().check({ force: true });
    await page.getByRole('button', { name: 'Add a note' }).click();
    await page.getByRole('button', { name: 'Settle' }).click();
    await page.getByRole('button', { name: 'Open again' }).waitFor();
    await keepPicture(page, 'organisation');
    expect(await seriousFaults(page)).toEqual([]);
    const [known] = (await stack.api.get<{ items: Organisation[] }>('organisations?q=Bois%20du%20Nord')).items;
    expect(known).toMatchObject({
      parent: { name: 'Grand Bois Holding' },
      contacts: [{ name: 'Luc Chêne', role: 'Buyer' }],
    });
    await page.setViewportSize({ width: 390, height: 844 });
    await keepPicture(page, 'organisation-390');
    expect([...desk.faults, ...admin.faults]).toEqual([]);
  });
});

describe('[DEAL-1] a deal from a page', () => {
  it('is made by a key, its person and organisation known already, and stands there with the files', async () => {
    const { page } = admin;
    const firm = await stack.api.post<Organisation>('organisations', { name: 'Page Ltd' });
    const person = await stack.api.post<Contact>('contacts', { name: 'Pia Page', organisationId: firm.id });
    for (const path of [`people/${person.id}`, `people/organisations/${firm.id}`]) {
      await page.goto(`${stack.url}/${path}`);
      await page.getByRole('button', { name: 'New deal' }).waitFor();
      await page.keyboard.press('b');
      const dialogue = page.getByRole('dialog', { name: 'New deal' });
      await dialogue.getByLabel('Title').fill(`From ${path}`);
      await keepPicture(page, `new-deal-${path.split('/').at(-2)}`);
      await page.keyboard.press('Enter');
      await dialogue.waitFor({ state: 'hidden' });
      await page.getByRole('listitem').getByText(`From ${path}`, { exact: true }).waitFor();
      await page.locator('input[type=file]').setInputFiles({ name: 'plan.txt', mimeType: 'text/plain', buffer: plan });
      await page.getByRole('link', { name: 'File: plan.txt' }).waitFor();
      await keepPicture(page, `made-from-${path.split('/').at(-2)}`);
      expect(await seriousFaults(page)).toEqual([]);
    }
    const { items } = await stack.api.get<{ items: Deal[] }>(`deals?organisationId=${firm.id}`);
    expect(items.map(({ contactId }) => contactId).sort()).toEqual([null, person.id].sort());
  });
});
