/// <reference lib="dom" />
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Deal } from '../../server/contract/deals.contract.ts';
import type { Product } from '../../server/contract/products.contract.ts';
import { startTestServer, type TestServer } from '../server/test-server.ts';
import { type Desk, keepPicture, seriousFaults, signIn } from './browser.ts';

const who = { email: 'admin@example.test', password: 'a-long-enough-password' };

let server: TestServer;
let desk: Desk;
let api: Awaited<ReturnType<TestServer['keyOf']>>;
const agents: Record<string, string> = {};

async function made(path: string, body: object): Promise<string> {
  const reply = await api.post<{ id: string }>(`/api/${path}`, body);
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body.id;
}

beforeAll(async () => {
  server = await startTestServer({ withJobs: true });
  api = await server.keyOf('administrator');
  await api.post('/api/users', { name: 'Ada', role: 'administrator', ...who });
  for (const [index, name] of ['Alice', 'Bob', 'Carol'].entries())
    agents[name] = await made('agents', { name, email: `${name}@example.test`, interface: `PJSIP/${101 + index}` });
  desk = await signIn(server.url, who);
});
afterAll(async () => {
  await desk?.close();
  await server?.close();
});

describe('[CRM-7] many records at once', () => {
  it('deals of several owners, and nobody’s, change hands together and come back together', async () => {
    const owners = [agents.Alice, agents.Bob, null];
    const ids: string[] = [];
    for (const [index, ownerId] of owners.entries())
      ids.push(await made('deals', { title: `Boards ${index}`, ownerId }));
    const ownersNow = async () => {
      const deals = await Promise.all(ids.map((id) => api.get<Deal>(`/api/deals/${id}`)));
      return deals.map(({ body }) => body.owner?.id ?? null);
    };
    const { page } = desk;
    await page.goto(`${server.url}/deals?view=list`);
    await page.getByText('Boards 2').waitFor();
    await page.getByRole('status').getByText('3 deals').waitFor();
    for (const _ of ids) {
      await page.keyboard.press('j');
      await page.keyboard.press('x');
    }
    await page.getByRole('toolbar', { name: '3 selected' }).getByRole('button', { name: 'Hand over' }).click();
    const dialog = page.getByRole('dialog', { name: 'Hand over' });
    await dialog.getByRole('combobox').click();
    await page.keyboard.type('Car');
    await page.getByRole('option', { name: 'Carol' }).click();
    await dialog.getByRole('button', { name: 'Hand over (3)' }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await keepPicture(page, 'bulk-hand-over');
    await dialog.getByRole('button', { name: 'Hand over (3)' }).click();
    await page.getByText('Handed over: Deals 3').waitFor();
    expect(await ownersNow()).toEqual([agents.Carol, agents.Carol, agents.Carol]);
    await page.keyboard.press('z');
    await expect.poll(ownersNow).toEqual(owners);
  });

  it('[CRM-4] the count above a list follows what is made elsewhere', async () => {
    const { page } = desk;
    await made('tasks', { title: 'First' });
    await page.goto(`${server.url}/tasks`);
    await page.getByRole('status').getByText('1 task', { exact: true }).waitFor();
    await made('tasks', { title: 'Second' });
    await page.getByRole('status').getByText('2 tasks').waitFor();
    await page.getByRole('searchbox', { name: 'Search tasks' }).fill('sec');
    await page.getByRole('status').getByText('1 task', { exact: true }).waitFor();
    await page.goto(`${server.url}/calls`);
    await page.getByRole('status').getByText('0 calls').waitFor();
    await page.goto(`${server.url}/tasks`);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.getByText('Second').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await keepPicture(page, 'bulk-tasks-narrow-dark');
    // Every word of the bar at the foot is whole, in the languages whose words are long.
    for (const language of ['ru', 'it', 'fr']) {
      await page.evaluate((chosen) => localStorage.setItem('PARAGLIDE_LOCALE', chosen), language);
      await page.reload();
      await page.getByText('Second').waitFor();
      const cut = await page
        .locator('nav a span')
        .evaluateAll((words) =>
          words.filter((word) => word.scrollWidth > word.clientWidth).map((word) => word.textContent),
        );
      expect([language, cut]).toEqual([language, []]);
    }
    await page.evaluate(() => localStorage.setItem('PARAGLIDE_LOCALE', 'en'));
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.emulateMedia({ colorScheme: 'light' });
  });

  it('[DEAL-2] products are taken out of sale, put into another group, and come back', async () => {
    const [boards, panels] = [
      await made('product-groups', { name: 'Boards' }),
      await made('product-groups', { name: 'Panels' }),
    ];
    for (const name of ['Oak', 'Ash']) await made('products', { groupId: boards, name, price: '10' });
    await made('products', { groupId: panels, name: 'Plywood', price: '20' });
    const now = async () => {
      const { items } = (await api.get<{ items: Product[] }>('/api/products?active=all')).body;
      return items.map(({ name, groupName, active }) => `${name} ${groupName} ${active}`).sort();
    };
    const before = ['Ash Boards true', 'Oak Boards true', 'Plywood Panels true'];
    const { page } = desk;
    await page.goto(`${server.url}/settings/products`);
    await page.getByRole('checkbox', { name: 'Select all of Boards' }).press('Space');
    await page.getByRole('toolbar', { name: '2 selected' }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await keepPicture(page, 'bulk-products');
    await page.getByRole('button', { name: 'Take out of sale' }).click();
    await page.getByText('2 products taken out of sale').waitFor();
    expect(await now()).toEqual(['Ash Boards false', 'Oak Boards false', 'Plywood Panels true']);
    await page.keyboard.press('z');
    await expect.poll(now).toEqual(before);
    await page.getByRole('checkbox', { name: 'Select Oak' }).press('Space');
    await page.getByRole('combobox', { name: 'Move to a group' }).click();
    await page.getByRole('option', { name: 'Panels' }).click();
    await page.getByText('1 product is now in Panels').waitFor();
    expect(await now()).toContain('Oak Panels true');
    await page.keyboard.press('z');
    await expect.poll(now).toEqual(before);
    // Back in its group on the page as well: its row there is another one.
    const inBoards = page.getByRole('region', { name: 'Boards' });
    await inBoards.getByRole('checkbox', { name: 'Select Oak' }).press('Space');
    await page.getByRole('toolbar', { name: '1 selected' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('toolbar').waitFor({ state: 'detached' });
    expect(desk.faults).toEqual([]);
  });
});

describe('[OPS-2] work that was given up', () => {
  it('is run again, or dismissed after a second press; Esc leaves the question and keeps the focus', async () => {
    for (const name of ['imports.tend', 'exports.tend']) {
      const [row] = await server.db.sql<{ id: string }[]>`
        select id::text as id from graphile_worker.add_job(${name}::text, max_attempts := 10, run_at := now() + interval '1 hour')`;
      await server.db.sql`
        update graphile_worker._private_jobs set attempts = 10, last_error = 'the disk is full'
        where id = ${row?.id ?? ''}::bigint`;
    }
    const left = async () => (await api.get<{ items: unknown[] }>('/api/jobs')).body.items.length;
    const { page } = desk;
    await page.goto(`${server.url}/settings/jobs`);
    const dismiss = page.getByRole('button', { name: 'Dismiss' });
    await dismiss.nth(1).press('Enter');
    await page.getByRole('alert').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await keepPicture(page, 'jobs-sure');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await keepPicture(page, 'jobs-narrow-dark');
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.emulateMedia({ colorScheme: 'light' });
    await page.keyboard.press('Escape');
    await page.getByRole('alert').waitFor({ state: 'detached' });
    expect(await dismiss.nth(1).evaluate((button) => button === document.activeElement)).toBe(true);
    expect(await left()).toBe(2);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await expect.poll(left).toBe(1);
    await dismiss.nth(1).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Run again' }).click();
    await page.getByText('Nothing has failed').waitFor();
    expect(await left()).toBe(0);
    expect(desk.faults).toEqual([]);
  });
});
