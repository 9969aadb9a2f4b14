/** [DEAL-3] The forecast over HTTP: whose deals, by whose clock, and that each figure opens the deals it was made of. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Firm, peopleOfFirm } from '../../../test/factories/people-of-firm.ts';
import { startTestServer, type TestServer } from '../../../test/server/test-server.ts';
import type { AbcView, ForecastView } from '../../contract/deal-scoring.contract.ts';
import type { Deal } from '../../contract/deals.contract.ts';
import { dayFromToday, monthOf } from '../../platform/filters/filter-days.ts';
import { monthAfter } from './forecast.ts';

/** Hours before UTC, so that its months begin when those of UTC have begun. */
const zone = 'Pacific/Honolulu';
let server: TestServer;
let firm: Firm;
let today: string;
let month: string;
let lastDay: string;

const create = async (body: object, by = firm.anna) => {
  const made = await by.post<Deal>('/api/deals', {
    title: 'Boards',
    pipelineId: 'pip_sales',
    probability: 40,
    ...body,
  });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body;
};
const forecastOf = async (by = firm.anna, query = '') =>
  (await by.get<ForecastView>(`/api/deals/forecast${query}`)).body;
const titles = async (query: string, by = firm.anna) => {
  const reply = await by.get<{ items: Deal[] }>(`/api/deals?${query}`);
  expect(reply.status, query).toBe(200);
  return reply.body.items.map(({ title }) => title).sort();
};

beforeAll(async () => {
  server = await startTestServer();
  firm = await peopleOfFirm(server);
  await firm.admin.patch('/api/settings', { defaultTimeZone: zone });
  const now = server.app.platform.clock.now();
  today = dayFromToday(now, zone);
  month = today.slice(0, 7);
  lastDay = monthOf(now, zone).last;
  await create({ title: 'Now', potential: '1000', expectedClose: lastDay, typeId: 'tender' });
  await create({ title: 'Next', potential: '500.50', expectedClose: `${monthAfter(month)}-01` });
  await create({ title: 'Late', potential: '70', expectedClose: dayFromToday(now, zone, -1) });
  await create({ title: 'Some day', potential: '30' });
  await create({ title: 'Hers', potential: '9000', expectedClose: lastDay }, firm.boris);
  for (const title of ['Won', 'Won last month']) {
    const deal = await create({ title, potential: '2000' });
    await firm.maria.post(`/api/deals/${deal.id}/stage`, { stageId: 'stg_won' });
  }
  // A minute before the month began by the firm's clock; by that of UTC it had begun.
  await server.db.sql`
    update deals set closed_at = (${`${month}-01`}::date::timestamp at time zone ${zone}) - interval '1 minute'
    where title = 'Won last month'`;
  await server.idle();
});
afterAll(() => server.close());

describe('[DEAL-3] the forecast', () => {
  it('is of the reader’s own deals: by month, what is late and undated apart, and won so far', async () => {
    const { items, overdue, undated, total, ...rest } = await forecastOf();
    expect(rest).toEqual({ today });
    expect(items).toMatchObject([
      {
        ...{ key: month, name: null, deals: 1, potential: '1000.00', expected: '400.00' },
        won: { deals: 1, sum: '2000.00' },
      },
      { key: monthAfter(month), deals: 1, potential: '500.50', expected: '200.20', won: { deals: 0, sum: '0.00' } },
    ]);
    expect(overdue).toMatchObject({ deals: 1, potential: '70.00', expected: '28.00' });
    expect(undated).toMatchObject({ deals: 1, potential: '30.00', expected: '12.00' });
    expect(total).toMatchObject({ deals: 4, potential: '1600.50', expected: '640.20' });
  });

  it('takes for each deal what the firm’s closed deals offer at its stage', async () => {
    const { items } = await forecastOf();
    const [deal] = (await firm.anna.get<{ items: Deal[] }>('/api/deals?q=Now')).body.items;
    const score = await firm.anna.get<{ offered: { probability: number } }>(`/api/deals/${deal!.id}/score`);
    // Two of two won, and ten imagined ones at what is set for the stage: more than that, and not all.
    expect(score.body.offered.probability).toBeGreaterThan(0.1);
    expect(items[0]!.offered).toBe((1000 * score.body.offered.probability).toFixed(2));
  });

  it('every figure opens the deals it was made of', async () => {
    const next = `${monthAfter(month)}-01`;
    expect(await titles(`closingFrom=${today}&closingBefore=${next}`)).toEqual(['Now']);
    expect(await titles(`closingFrom=${next}`)).toEqual(['Next']);
    expect(await titles(`closingBefore=${today}`)).toEqual(['Late']);
    expect(await titles('closing=none')).toEqual(['Some day']);
    expect(await titles(`state=won&closedFrom=${month}-01`)).toEqual(['Won']);
    expect(await titles(`state=won&closedBefore=${month}-01`)).toEqual(['Won last month']);
    expect(await titles('state=open&typeId=dir_deal-type_tender')).toEqual(['Now']);
    expect(await titles('state=open&type=none')).toEqual(['Late', 'Next', 'Some day']);
  });

  it('compares managers, pipelines and types; the name of an own word is told, of a built-in one not', async () => {
    const rows = async (by: string, query = '') =>
      (await forecastOf(firm.maria, `?by=${by}${query}`)).items.map(({ key, name, deals, won }) => [
        ...[key, name, deals, won.deals],
      ]);
    const [anna, boris] = [firm.anna.agent.id, firm.boris.agent.id];
    expect(await rows('manager')).toEqual([
      [boris, 'Boris', 1, 0],
      [anna, 'Anna', 4, 1],
    ]);
    expect(await rows('type', `&ownerId=${anna}`)).toEqual([
      ['dir_deal-type_tender', null, 1, 0],
      [null, null, 3, 1],
    ]);
    expect(await rows('pipeline')).toMatchObject([['pip_sales', expect.any(String), 5, 1]]);
    expect(await rows('pipeline', '&pipelineId=pip_none')).toEqual([]);
  });

  it('an operator sees the own ones, a supervisor those of the team, a manager all', async () => {
    const deals = async (by: Firm['anna']) => (await forecastOf(by)).total.deals;
    expect([await deals(firm.anna), await deals(firm.boris)]).toEqual([4, 1]);
    expect([await deals(firm.sveta), await deals(firm.maria)]).toEqual([4, 5]);
    expect((await forecastOf(firm.anna, `?ownerId=${firm.boris.agent.id}`)).total.deals).toBe(0);
  });

  it('[CRM-3] is of the deals that a filter leaves, by a field of the firm’s own too; ABC and its file alike', async () => {
    const branch = { record: 'deal', label: 'Branch', type: 'choice', options: ['Wood', 'Steel'] };
    expect((await firm.admin.post('/api/custom-fields', branch)).status).toBe(201);
    for (const title of ['Now', 'Won']) {
      const { items } = (await firm.maria.get<{ items: Deal[] }>(`/api/deals?q=${title}`)).body;
      const deal = items.find((one) => one.title === title);
      const body = { custom: { branch: 'wood' }, version: deal?.version };
      const changed = await firm.maria.patch(`/api/deals/${deal?.id}`, body);
      expect(changed.status, JSON.stringify(changed.body)).toBe(200);
    }
    const filter = { field: 'custom.branch', is: 'any-of', value: ['wood'] };
    const { body } = await firm.anna.post<ForecastView>('/api/deals/forecast', { filter });
    expect(body.total).toMatchObject({ deals: 1, potential: '1000.00', won: { deals: 1, sum: '2000.00' } });
    expect(body.overdue.deals + body.undated.deals).toBe(0);
    const abc = async (asked: object) =>
      (await firm.maria.post<AbcView>('/api/deals/abc', { by: 'agent', ...asked })).body.items.map(({ sum }) => sum);
    expect([await abc({}), await abc({ filter })]).toEqual([['4000.00'], ['2000.00']]);
    const hidden = await firm.anna.post('/api/deals/abc', { filter: { field: 'custom.nothing', is: 'not-empty' } });
    expect(hidden.status).toBe(422);
  });

  it('what nobody owns stands apart, and opens', async () => {
    await create({ title: 'Nobody’s', potential: '8', ownerId: null }, firm.maria);
    const { items } = await forecastOf(firm.maria, '?by=manager');
    expect(items.at(-1)).toMatchObject({ key: null, name: null, deals: 1, potential: '8.00' });
    expect(await titles('owner=none', firm.maria)).toEqual(['Nobody’s']);
  });
});
