/// <reference lib="dom" />
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitFor } from '../../scripts/stack/wait-for.ts';
import type { Lead } from '../../server/contract/leads.contract.ts';
import type { Settings } from '../../server/contract/settings.contract.ts';
import { type Stack, startStack } from '../stack/start-stack.ts';
import { type Desk, keepPicture, seriousFaults, signIn } from './browser.ts';

const administrator = { email: 'admin@trunkline.local', password: 'stack-admin-password' };
const password = 'a-long-enough-password';
let stack: Stack;
let desk: Desk;
let alice: Desk;
let site: Server;
/** What the firm's own site shows, on another origin than the console. */
let sitePage = '';

beforeAll(async () => {
  stack = await startStack();
  for (const [name, device] of [
    ['Alice', 'PJSIP/101'],
    ['Bob', 'PJSIP/102'],
  ])
    await stack.api.post('agents', {
      name,
      email: `${name?.toLowerCase()}@example.com`,
      password,
      interface: device,
      role: 'operator',
    });
  site = createServer((_, answer) => {
    answer.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    answer.end(`<!doctype html><html lang="en"><title>Our firm</title><body>${sitePage}</body></html>`);
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  desk = await signIn(stack.url, administrator);
  alice = await signIn(stack.url, { email: 'alice@example.com', password });
});
afterAll(async () => {
  await alice?.close();
  await desk?.close();
  site?.close();
  await stack?.stop();
});

const leads = async () => (await stack.api.get<{ items: Lead[] }>('leads')).items;

describe('[CRM-8] leads in the console', () => {
  it('[CRM-8] the rules are put into another order and switched on, and the preview says who is next and why', async () => {
    const { page } = desk;
    await page.goto(`${stack.url}/settings/leads`);
    await page.getByRole('switch', { name: 'Give new leads to colleagues' }).click();
    const who = page.getByRole('combobox', { name: 'Who takes leads' });
    await who.click();
    await page.keyboard.type('Ali');
    await page.getByRole('option', { name: 'Alice' }).click();
    await who.click();
    await page.keyboard.type('Bo');
    await page.getByRole('option', { name: 'Bob' }).click();
    const up = page.getByRole('button', { name: 'Move up: In turn' });
    for (let count = 0; count < 5; count += 1) await up.press('Enter');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved', { exact: true }).waitFor();
    const { leads: saved } = await stack.api.get<Settings>('settings');
    expect(saved.on).toBe(true);
    expect(saved.order.map(({ rule }) => rule)).toEqual([
      'round-robin',
      'organisation-owner',
      'region',
      'skill',
      'present',
      'load',
    ]);
    await page.getByText('Alice would get it').waitFor();
    await page.getByText('in turn', { exact: true }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await keepPicture(page, 'leads-settings');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await seriousFaults(page)).toEqual([]);
    await keepPicture(page, 'leads-settings-narrow-dark');
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.emulateMedia({ colorScheme: 'light' });
  });

  it('[API-1] a form made in the console, on a page of the firm’s own site, becomes a lead of whose turn it is', async () => {
    const { page } = desk;
    await page.goto(`${stack.url}/settings/web-forms`);
    await page.getByRole('button', { name: 'Add' }).click();
    await page.getByLabel('Name').fill('Contact page');
    const { port } = site.address() as AddressInfo;
    await page.getByLabel('Sites it stands on').fill(`http://127.0.0.1:${port}`);
    await page.getByRole('button', { name: 'Save' }).click();
    const html = page.getByRole('textbox', { name: 'HTML for your site' });
    await html.waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await keepPicture(page, 'leads-web-form');
    sitePage = await html.inputValue();

    const visitor = await desk.context.newPage();
    await visitor.goto(`http://127.0.0.1:${port}/contact?utm_source=google`);
    await visitor.waitForFunction(() => document.querySelector<HTMLInputElement>('[name=token]')?.value !== '');
    await visitor.getByLabel('Your name').fill('Vera Visitor');
    await visitor.getByLabel('Telephone').fill('+33 1 42 68 53 00');
    // As fast as people type: sooner than after three seconds it would be put aside.
    await visitor.getByLabel('Message').pressSequentially('Do you have oak doors in stock, and what do they cost?', {
      delay: 70,
    });
    await visitor.getByRole('button', { name: 'Send' }).click();
    await visitor.getByText('Thank you').waitFor();
    await visitor.close();

    const { page: hers } = alice;
    await hers.getByText('New lead for you: Vera Visitor').waitFor();
    await keepPicture(hers, 'leads-told');
    await hers.getByRole('button', { name: 'Open' }).click();
    await hers.getByRole('heading', { name: 'Vera Visitor' }).first().waitFor();
    await hers.getByText('Lead given to Alice: In turn').waitFor();
    await hers.getByText('Do you have oak doors in stock').first().waitFor();
    expect((await leads())[0]).toMatchObject({
      name: 'Vera Visitor',
      channel: 'google',
      owner: { name: 'Alice' },
      given: { why: 'new', reason: { decidedBy: 'round-robin' } },
    });
    await page.getByText('New person').waitFor();
  });

  it('[CRM-8] the list says whose each is and why; one is given to somebody else and comes back', async () => {
    const { page } = desk;
    await page.goto(`${stack.url}/people/leads`);
    await page.getByText('Vera Visitor').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await keepPicture(page, 'leads-list');
    await page.getByRole('button', { name: 'Give Vera Visitor to somebody else by the rules' }).click();
    await page.getByText('Vera Visitor is with Bob now').waitFor();
    await alice.page.getByText('A lead of yours went to a colleague').waitFor();
    await page.keyboard.press('z');
    // What was taken back is no longer said; it would be taken for the row below.
    await page.getByText('Vera Visitor is with Bob now').waitFor({ state: 'detached', timeout: 4_000 });
    await waitFor('Alice has her back', leads, ([first]) => first?.owner?.name === 'Alice');

    const search = page.getByRole('searchbox', { name: 'Name, organisation, number' });
    await search.fill('nobody of this name');
    await page.getByText('No such lead').waitFor();
    await search.fill('vera');
    const row = page.locator('[aria-selected]', { hasText: 'Vera Visitor' });
    await row.waitFor();
    await keepPicture(page, 'leads-searched');
    await search.press('Escape');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    expect(await row.getAttribute('aria-selected')).toBe('true');
    await page.getByRole('combobox', { name: 'Set the stage' }).click();
    await page.getByRole('option', { name: 'Client', exact: true }).click();
    await page.getByText('1 is now: Client').waitFor();
    await page.getByText('No such lead').waitFor();
    await page.keyboard.press('z');
    await page.getByText('Vera Visitor').waitFor();

    await page.getByText('What came of them').click();
    await page.getByRole('columnheader', { name: 'Spoken with' }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await keepPicture(page, 'leads-sources-narrow-dark');
    const isTooWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    expect(isTooWide).toBe(false);
    expect([...desk.faults, ...alice.faults]).toEqual([]);
  });

  it('[API-1] another service tells that somebody is calling: the card opens, but never over what is being typed', async () => {
    const { page } = alice;
    await page.goto(`${stack.url}/people`);
    await page.getByText('Vera Visitor').first().waitFor();
    await stack.api.post('cti', { number: '+33142685300', agent: '101' });
    await page.waitForURL(/\/\?contact=ctc_/);
    await page.getByRole('heading', { name: 'Vera Visitor' }).first().waitFor();
    await keepPicture(page, 'leads-cti');
    await page.goto(`${stack.url}/people`);
    const search = page.getByRole('textbox').first();
    await search.fill('Vera');
    await stack.api.post('cti', { number: '+33142685301', name: 'Otto Other', agent: 'alice@example.com' });
    await page.getByText('Otto Other is calling').waitFor();
    expect(new URL(page.url()).pathname).toBe('/people');
    expect([...desk.faults, ...alice.faults]).toEqual([]);
  });
});
