/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Deal } from '../../server/contract/deals.contract.ts';
import { startTestServer, type TestServer } from '../server/test-server.ts';
import { type Desk, keepPicture, seriousFaults, signIn } from './browser.ts';

const who = { email: 'olga@example.test', password: 'a-long-enough-password' };

let server: TestServer;
let desk: Desk;
let api: Awaited<ReturnType<TestServer['keyOf']>>;
let ownerId: string;

beforeAll(async () => {
  server = await startTestServer({ withJobs: true });
  api = await server.keyOf('administrator');
  const agent = { name: 'Olga', ...who, interface: 'PJSIP/101', role: 'operator' };
  ownerId = (await api.post<{ id: string }>('/api/agents', agent)).body.id;
  desk = await signIn(server.url, who);
});
afterAll(async () => {
  await desk?.close();
  await server?.close();
});

const create = async (body: object) => (await api.post<Deal>('/api/deals', { ownerId, ...body })).body;
const stageOf = async (id: string) => (await api.get<Deal>(`/api/deals/${id}`)).body.stageId;
const card = (page: Page, id: string) => page.locator(`[data-deal="${id}"]`);
const column = (page: Page, stageId: string) => page.locator(`[data-stage="${stageId}"]`);

describe('[DEAL-1] the board', () => {
  it('moves a deal by the mouse, with its share of the sums, and takes it back by Z', async () => {
    const deal = await create({ title: 'Oak boards', potential: '1250' });
    const { page } = desk;
    await page.goto(`${server.url}/deals`);
    await card(page, deal.id).waitFor();
    await card(page, deal.id).dragTo(column(page, 'stg_offer'));
    await column(page, 'stg_offer').locator(`[data-deal="${deal.id}"]`).waitFor();
    await expect.poll(() => stageOf(deal.id)).toBe('stg_offer');
    expect(await column(page, 'stg_offer').locator('header').textContent()).toMatch(/1,250/);
    expect(await seriousFaults(page)).toEqual([]);
    await keepPicture(page, 'deals-board');
    await page.keyboard.press('z');
    await expect.poll(() => stageOf(deal.id)).toBe('stg_new');
    await column(page, 'stg_new').locator(`[data-deal="${deal.id}"]`).waitFor();
  });

  it('moves a deal by the keyboard and keeps the focus on it', async () => {
    const deal = await create({ title: 'Ash boards' });
    const { page } = desk;
    await page.goto(`${server.url}/deals`);
    await card(page, deal.id).focus();
    await page.keyboard.press('Shift+ArrowRight');
    await column(page, 'stg_need').locator(`[data-deal="${deal.id}"]`).waitFor();
    await expect.poll(() => stageOf(deal.id)).toBe('stg_need');
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-deal'));
    await expect.poll(focused).toBe(deal.id);
    await page.keyboard.press('Shift+ArrowLeft');
    await expect.poll(() => stageOf(deal.id)).toBe('stg_new');
  });

  it('asks why a deal was lost, and counts it only then', async () => {
    const deal = await create({ title: 'Racks' });
    const { page } = desk;
    await page.goto(`${server.url}/deals`);
    await card(page, deal.id).dragTo(column(page, 'stg_lost'));
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    expect(await stageOf(deal.id)).toBe('stg_new');
    await dialog.getByLabel('Reason').click();
    await page.getByRole('option', { name: 'Too expensive' }).click();
    await dialog.getByRole('button', { name: 'Mark as lost' }).click();
    await expect.poll(() => stageOf(deal.id)).toBe('stg_lost');
  });

  it('[DEAL-2] says what a strict deal still needs, and leads there', async () => {
    const deal = await create({ title: 'Strict one', mode: 'strict' });
    await api.patch('/api/pipelines/pip_sales/stages/stg_new', { requiredFields: ['potential'] });
    const { page } = desk;
    await page.goto(`${server.url}/deals`);
    await card(page, deal.id).dragTo(column(page, 'stg_need'));
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Fill in: Potential').waitFor();
    await keepPicture(page, 'deals-refused');
    await dialog.getByRole('button', { name: 'Open the deal' }).click();
    await page.waitForURL(`**/deals/${deal.id}`);
    await page.getByLabel('Potential').fill('1 000,50');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect.poll(async () => (await api.get<Deal>(`/api/deals/${deal.id}`)).body.potential).toBe('1000.50');
    expect(await seriousFaults(page)).toEqual([]);
    await keepPicture(page, 'deals-page');
    expect(desk.faults).toEqual([]);
  });
});

describe('[TEL-9] an order', () => {
  it('[TEL-9] is made in one step from the person, by the keyboard, and is a deal with its products', async () => {
    const groupId = (await api.post<{ id: string }>('/api/product-groups', { name: 'Wood' })).body.id;
    await api.post('/api/products', { groupId, name: 'Oak board', unit: 'm³', price: '1200.10' });
    const person = (await api.post<{ id: string }>('/api/contacts', { name: 'Vera Wood', ownerId })).body;
    const { page } = desk;
    await page.goto(`${server.url}/people/${person.id}`);
    await page.getByRole('heading', { name: 'Vera Wood' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('New order');
    await page.getByRole('option', { name: 'New order' }).first().waitFor();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'New order' });
    await dialog.getByRole('combobox', { name: 'Person' }).waitFor();
    const isThere = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    await expect.poll(isThere).toBe('Add from the catalogue');
    await page.keyboard.type('Oak');
    await page.getByRole('option', { name: 'Oak board' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await dialog.getByLabel('Quantity').fill('2,5');
    expect(await seriousFaults(page)).toEqual([]);
    await keepPicture(page, 'deals-order');
    await page.keyboard.press('Enter');
    await page.getByText('Deal made: Oak board').waitFor();
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByRole('heading', { name: 'Oak board' }).waitFor();
    const [made] = (await api.get<{ items: Deal[] }>(`/api/deals?contactId=${person.id}`)).body.items;
    expect(made).toMatchObject({ title: 'Oak board', potential: '3000.25', contactName: 'Vera Wood' });
    expect(desk.faults).toEqual([]);
  });
});
