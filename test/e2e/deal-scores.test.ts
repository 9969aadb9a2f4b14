/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DealScoreView } from '../../server/contract/deal-scoring.contract.ts';
import type { Deal } from '../../server/contract/deals.contract.ts';
import { startTestServer, type TestServer } from '../server/test-server.ts';
import { addCondition, type Desk, keepPicture, seriousFaults, signIn } from './browser.ts';

const who = { email: 'maria@example.test', password: 'a-long-enough-password' };

let server: TestServer;
let desk: Desk;
let api: Awaited<ReturnType<TestServer['keyOf']>>;
let ownerId: string;
const firms: Record<string, string> = {};

const create = async (body: object) => (await api.post<Deal>('/api/deals', { ownerId, ...body })).body;
const change = (deal: Deal, body: object) => api.patch<Deal>(`/api/deals/${deal.id}`, body);
const scoreOf = async (deal: Deal) => (await api.get<DealScoreView>(`/api/deals/${deal.id}/score`)).body;

/** The page at both widths in both themes, without serious faults, kept to be looked at. */
async function look(page: Page, name: string) {
  for (const [colorScheme, wide] of [
    ['light', true],
    ['dark', true],
    ['dark', false],
    ['light', false],
  ] as const) {
    await page.setViewportSize(wide ? { width: 1440, height: 900 } : { width: 390, height: 844 });
    await page.emulateMedia({ colorScheme });
    expect(await seriousFaults(page), `${name} ${colorScheme}`).toEqual([]);
    const isWider = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    expect(isWider, `${name} is wider than the screen`).toBe(false);
    await keepPicture(page, `${name}${wide ? '' : '-narrow'}-${colorScheme}`);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}

beforeAll(async () => {
  server = await startTestServer({ withJobs: true });
  api = await server.keyOf('administrator');
  const agent = { name: 'Maria', ...who, interface: 'PJSIP/101', role: 'manager' };
  ownerId = (await api.post<{ id: string }>('/api/agents', agent)).body.id;
  for (const [name, sums] of [
    ['Oak & Sons', ['90000', '41000.50']],
    ['Ash Ltd', ['22000']],
    ['Birch', ['9000']],
    ['Cedar', ['1200']],
  ] as const) {
    const firm = (await api.post<{ id: string }>('/api/organisations', { name, ownerId })).body.id;
    firms[name] = firm;
    for (const potential of sums) {
      const deal = await create({ title: `${name} before`, organisationId: firm, potential });
      await api.post(`/api/deals/${deal.id}/stage`, { stageId: 'stg_won' });
    }
  }
  await server.idle();
  desk = await signIn(server.url, who);
});
afterAll(async () => {
  await desk?.close();
  await server?.close();
});

describe('[DEAL-3] probability from the firm’s own deals', () => {
  it('stands beside the typed one with what it was made from, and P takes it; Z brings the typed one back', async () => {
    const deal = await create({ title: 'Floor for the hall', organisationId: firms['Ash Ltd'], potential: '12000' });
    const offered = Math.round(((await scoreOf(deal)).offered?.probability ?? 0) * 100);
    const { page } = desk;
    await page.goto(`${server.url}/deals/${deal.id}`);
    const box = page.locator(`[data-offered="${offered}"]`);
    await box.getByText('Only 5 closed deals were at this stage').waitFor();
    await box.getByText('This manager: 5 of 5 won').waitFor();
    await page.getByText('1 deal won with this customer').waitFor();
    await look(page, 'deal-score-page');
    await page.keyboard.press('p');
    await box.getByText('The same as typed').waitFor();
    expect(await scoreOf(deal)).toMatchObject({ typedProbability: offered });
    await page.keyboard.press('z');
    await expect.poll(async () => (await scoreOf(deal)).typedProbability).toBe(10);
    await box.getByRole('button', { name: `Take ${offered} %` }).waitFor();
  });
});

describe('[DEAL-1] the firm’s own fields', () => {
  const budgetOf = async (deal: Deal) => (await api.get<Deal>(`/api/deals/${deal.id}`)).body.custom.budget;

  it('[DEAL-2] what a stage requires is marked, told by its label when it is missing, and filled in on the form', async () => {
    await api.post('/api/custom-fields', { record: 'deal', key: 'budget', label: 'Budget', type: 'money' });
    await api.patch('/api/pipelines/pip_sales/stages/stg_new', { requiredFields: ['custom.budget'] });
    const deal = await create({ title: 'Gate', mode: 'strict', organisationId: firms.Cedar });
    const { page } = desk;
    await page.goto(`${server.url}/deals/${deal.id}`);
    await page.getByRole('button', { name: 'Need found out' }).click();
    const refused = page.getByRole('dialog');
    await refused.getByText('Fill in: Budget').waitFor();
    await page.keyboard.press('Escape');
    const budget = page.getByLabel(/^Budget · required at this stage/);
    await budget.fill('1 250,5');
    await page.getByLabel('Type of deal').click();
    await page.getByRole('option', { name: 'Tender' }).click();
    const partner = page.getByRole('combobox', { name: 'Partner' });
    await partner.click();
    await partner.pressSequentially('Oak');
    await page.getByRole('option', { name: /Oak & Sons/ }).click();
    await page.getByLabel('Source').click();
    await page.getByRole('option', { name: 'Exhibition' }).click();
    await look(page, 'deal-form');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => budgetOf(deal)).toBe('1250.50');
    const saved = (await api.get<Deal>(`/api/deals/${deal.id}`)).body;
    expect(saved).toMatchObject({
      typeId: 'dir_deal-type_tender',
      partner: { name: 'Oak & Sons' },
      sourceId: 'dir_source_exhibition',
    });
    await page.getByRole('button', { name: 'Need found out' }).click();
    await expect.poll(async () => (await api.get<Deal>(`/api/deals/${deal.id}`)).body.stageId).toBe('stg_need');
    await api.patch('/api/pipelines/pip_sales/stages/stg_new', { requiredFields: [] });
  });

  it('the quick form takes them behind "More fields", and a task has its own', async () => {
    await api.post('/api/custom-fields', { record: 'task', key: 'room', label: 'Room', type: 'text' });
    const { page } = desk;
    await page.goto(`${server.url}/deals?view=list`);
    const form = page.getByRole('form', { name: 'New deal' });
    await form.getByLabel('Title').fill('Fence');
    await form.getByRole('button', { name: 'More fields' }).click();
    await form.getByLabel('Type of deal').click();
    await page.getByRole('option', { name: 'Repeat business' }).click();
    await form.getByLabel('Budget').fill('900');
    await look(page, 'deal-quick-form');
    await form.getByRole('button', { name: 'Add' }).click();
    await page.getByRole('row', { name: /Fence/ }).click();
    await page.getByRole('heading', { name: 'Fence' }).waitFor();
    const id = new URL(page.url()).pathname.split('/').at(-1);
    const made = (await api.get<Deal>(`/api/deals/${id}`)).body;
    expect(made).toMatchObject({ typeId: 'dir_deal-type_repeat', custom: { budget: '900.00' } });
    await page.keyboard.press('w');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Task', { exact: true }).fill('Measure the fence');
    await dialog.getByLabel('Room').fill('12');
    await dialog.getByRole('button', { name: 'Create' }).click();
    const tasks = () => api.get<{ items: { title: string; custom: object }[] }>('/api/tasks');
    await expect
      .poll(async () => (await tasks()).body.items?.find(({ title }) => title === 'Measure the fence')?.custom)
      .toEqual({ room: '12' });
  });
});

describe('[DEAL-4] class and reasons', () => {
  it('the boss’s word moves the class, is seen on the board at once, and is taken back by Z', async () => {
    const deal = await create({ title: 'Stairs', organisationId: firms.Birch, potential: '3000' });
    const { class: before, classByPoints } = await scoreOf(deal);
    expect(before).toBe('C');
    const { page } = desk;
    await page.goto(`${server.url}/deals/${deal.id}`);
    const score = page.getByRole('region', { name: 'Score' });
    await score.getByText('nobody has spoken with the customer yet').waitFor();
    await score.getByRole('radio', { name: '+1' }).check({ force: true });
    await score.getByText(`Class B; by its points ${classByPoints}`).first().waitFor();
    expect(await scoreOf(deal)).toMatchObject({ adjustment: 1, class: 'B' });
    await page.goto(`${server.url}/deals`);
    const card = page.locator(`[data-deal="${deal.id}"]`);
    await card.getByTitle(`Class B; by its points ${classByPoints}`).waitFor();
    await look(page, 'deal-classes-board');
    // Somebody else takes the word back: the open board follows.
    await api.request('PUT', `/api/deals/${deal.id}/class-adjustment`, { adjustment: 0 });
    await card.getByTitle(/^Class C, \d+ of 100 points$/).waitFor();
    await page.getByRole('radio', { name: 'List' }).check({ force: true });
    await page
      .getByRole('row', { name: /Stairs/ })
      .getByTitle(/^Class C, /)
      .waitFor();
    await look(page, 'deal-classes-list');
  });

  it('deals that slip stand with their loss and why, the largest first, and Enter opens one', async () => {
    const large = await create({ title: 'Warehouse floor', potential: '100000', probability: 50 });
    const small = await create({ title: 'Shelves', potential: '2000', probability: 50 });
    await change(large, { potential: '40000' });
    await change(small, { probability: 10 });
    const { page } = desk;
    await page.goto(`${server.url}/deals?view=slipping`);
    const rows = page.getByRole('row').filter({ hasText: '−' });
    await rows.first().getByText('Warehouse floor').waitFor();
    expect(await rows.first().textContent()).toMatch(/30,000.*potential .*100,000 → .*40,000/);
    expect(await rows.filter({ hasText: 'Shelves' }).textContent()).toMatch(
      /Shelves.*probability from at least 50 % to 10 %/,
    );
    await look(page, 'deals-slipping');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/deals/${large.id}`);
    await page.getByText('60 % below its most').waitFor();
  });

  it('ABC analysis shows who brings the money, and a row opens the deals it was made of', async () => {
    const { page } = desk;
    await page.goto(`${server.url}/deals`);
    await page.getByRole('link', { name: 'ABC analysis' }).click();
    const row = page.getByRole('row', { name: /Oak & Sons/ });
    await row.waitFor();
    expect(await row.textContent()).toMatch(/A.*131,000\.50/);
    expect(await page.getByRole('row', { name: /Cedar/ }).textContent()).toMatch(/C.*1,200/);
    await look(page, 'deals-abc');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/deals?view=list&state=won&organisation=${firms['Oak & Sons']}`);
    await page.getByText('Organisation: Oak & Sons').waitFor();
    await expect.poll(() => page.getByRole('row', { name: /Oak & Sons before/ }).count()).toBe(2);
    await page.goBack();
    await page.getByRole('radio', { name: 'Managers' }).check({ force: true });
    await page.getByRole('row', { name: /Maria/ }).waitFor();
    expect(desk.faults).toEqual([]);
  });

  it('[DEAL-3] the forecast shows months, what is late and what was won, follows a change, and a figure opens its deals', async () => {
    const late = await create({ title: 'Promised long ago', potential: '700', expectedClose: '2020-01-15' });
    await create({ title: 'Far ahead', potential: '5000', probability: 40, expectedClose: '2090-05-20' });
    const { page } = desk;
    await page.goto(`${server.url}/deals`);
    await page.getByRole('link', { name: 'Forecast' }).click();
    const far = page.getByRole('row', { name: /May 2090/ });
    await far.waitFor();
    expect(await far.textContent()).toMatch(/5,000.*2,000/);
    const overdue = page.getByRole('row', { name: /Should have closed/ });
    expect(await overdue.textContent()).toMatch(/700/);
    await look(page, 'deals-forecast');
    // Somebody else changes a deal: the open forecast follows.
    await change(late, { potential: '900' });
    await overdue.getByText('900').waitFor();
    await overdue.click();
    await page.waitForURL('**/deals?view=list&order=closing&closing-before=*');
    await page.getByRole('row', { name: /Promised long ago/ }).waitFor();
    expect(await page.getByRole('row', { name: /Far ahead/ }).count()).toBe(0);
    await look(page, 'deals-forecast-list');
    await page.getByRole('button', { name: /^Closes: before/ }).click();
    await page.getByRole('row', { name: /Far ahead/ }).waitFor();
    await page.goBack();
    await page
      .getByRole('region', { name: 'Total' })
      .getByRole('link', { name: /131,000|\d+ deals?,/ })
      .click();
    await page
      .getByRole('row', { name: /Oak & Sons before/ })
      .first()
      .waitFor();
    await page.goBack();
    await page.getByRole('radio', { name: 'Managers' }).check({ force: true });
    await page.getByRole('row', { name: /^Maria/ }).waitFor();
    await look(page, 'deals-forecast-managers');
    expect(desk.faults).toEqual([]);
  });

  it('[DEAL-3] [CRM-3] the forecast counts the deals of a filter, keeps it over a reload, and the list that a figure opens has it', async () => {
    const { page } = desk;
    await page.goto(`${server.url}/deals/forecast`);
    const overdue = page.getByRole('row', { name: /Should have closed/ });
    await overdue.waitFor();
    await addCondition(page, { field: 'Potential', is: 'is more than', value: '4500' });
    await overdue.waitFor({ state: 'detached' });
    await look(page, 'deals-forecast-filter');
    await page.reload();
    const far = page.getByRole('row', { name: /May 2090/ });
    await far.waitFor();
    expect(await overdue.count()).toBe(0);
    await far.click();
    await page.waitForURL((url) => url.pathname === '/deals' && url.searchParams.has('filter'));
    await page.getByRole('row', { name: /Far ahead/ }).waitFor();
    await page.getByText('1 deal', { exact: true }).waitFor();
    expect(desk.faults).toEqual([]);
  });
});

describe('[CRM-6] merging organisations', () => {
  it('offers those that are alike, merges them, leads an old address on, and Z makes two of them again', async () => {
    const make = async (name: string, more: object = {}) =>
      (await api.post<{ id: string }>('/api/organisations', { name, ownerId, ...more })).body.id;
    const phones = [{ raw: '+33612200377' }];
    const one = await make('Larch Floors', { phones, website: 'larch.test' });
    const two = await make('Larch Floors Ltd', { phones, notes: 'Pays late' });
    const { page } = desk;
    // Both show while a third one is typed, and can be merged from there.
    await page.goto(`${server.url}/people/organisations`);
    await page.getByRole('textbox', { name: 'Organisation' }).fill('Larch Floors');
    await page.getByRole('textbox', { name: 'Number' }).fill('+33 6 12 20 03 77');
    await page.getByRole('link', { name: 'Merge these 2' }).waitFor();
    await look(page, 'merge-organisations-offered');
    await page.goto(`${server.url}/people/organisations/${one}`);
    await page.getByRole('link', { name: 'Merge with…' }).click();
    await page.getByRole('button', { name: /Larch Floors Ltd/ }).click();
    const name = page.getByRole('radiogroup', { name: 'name' });
    await name.waitFor();
    await look(page, 'merge-organisations');
    await page.keyboard.press('m');
    await page.getByText('Merged into').waitFor();
    const kept = new URL(page.url()).pathname.split('/').at(-1);
    const gone = kept === one ? two : one;
    const whole = (await api.get<{ notes: string; website: string }>(`/api/organisations/${kept}`)).body;
    expect(whole).toMatchObject({ notes: 'Pays late', website: 'larch.test' });
    await page.keyboard.press('z');
    await page.getByText('The merge was undone').waitFor();
    expect((await api.get(`/api/organisations/${gone}`)).status).toBe(200);
    await api.post(`/api/organisations/${kept}/merge`, { otherIds: [gone] });
    await page.goto(`${server.url}/people/organisations/${gone}`);
    await page.waitForURL(`**/people/organisations/${kept}`);
    await page
      .getByText(/^Merged with: /)
      .first()
      .waitFor();
    expect(desk.faults).toEqual([]);
  });
});
