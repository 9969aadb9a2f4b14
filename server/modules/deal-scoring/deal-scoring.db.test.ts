import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Firm, peopleOfFirm } from '../../../test/factories/people-of-firm.ts';
import { startTestServer, type TestServer } from '../../../test/server/test-server.ts';
import type { DealScoreView } from '../../contract/deal-scoring.contract.ts';
import type { Deal } from '../../contract/deals.contract.ts';
import { systemClock } from '../../platform/clock/clock.ts';
import { makeFigures } from './deal-figures.ts';
import { recountOutcomes } from './deal-outcomes.ts';

let server: TestServer;
let firm: Firm;
beforeAll(async () => {
  server = await startTestServer();
  firm = await peopleOfFirm(server);
});
afterAll(() => server.close());

const create = async (body: object, by = firm.anna) =>
  (await by.post<Deal>('/api/deals', { title: 'Boards', pipelineId: 'pip_sales', ...body })).body;
const move = (deal: Deal, stageId: string, more: object = {}) =>
  firm.maria.post<Deal>(`/api/deals/${deal.id}/stage`, { stageId, ...more });
const score = async (deal: Deal, by = firm.anna) => (await by.get<DealScoreView>(`/api/deals/${deal.id}/score`)).body;
const totals = async () => [
  ...(await server.db.sql`
    select stage_id, factor, key, cases, won from deal_outcome_totals
    where cases <> 0 order by stage_id collate "C", factor`),
];
/** Stages by what they mean, of the pipeline the firm begins with. */
const stages = async () => {
  const { items } = (
    await firm.maria.get<{ items: { id: string; stages: { id: string; kind: string }[] }[] }>('/api/pipelines')
  ).body;
  const list = items[0]!.stages;
  const of = (kind: string) => list.filter((stage) => stage.kind === kind).map(({ id }) => id);
  return { pipelineId: items[0]!.id, open: of('open'), won: of('won')[0]!, lost: of('lost')[0]! };
};
const reason = async () => (await firm.maria.get<{ items: { id: string }[] }>('/api/loss-reasons')).body.items[0]!.id;

describe('[DEAL-3] probability from the firm’s own deals', () => {
  it('is counted by stage and manager as deals close, once each, also when they are opened again', async () => {
    const { pipelineId, open, won, lost } = await stages();
    const [first, second] = [open[0]!, open[1]!];
    const fresh = await create({ pipelineId });
    expect((await score(fresh)).offered).toMatchObject({ cases: 0, basis: 'typed', between: null });
    const lossReasonId = await reason();
    for (const end of [won, won, lost]) {
      const deal = await create({ pipelineId });
      await move(deal, second);
      await move(deal, end, end === lost ? { lossReasonId } : {});
    }
    const taken = await create({ pipelineId });
    await move(taken, won);
    await move(taken, second);
    await server.idle();
    const anna = firm.anna.agent.id;
    const counted = (stage: string, factor: string, key: string) => ({
      stage_id: stage,
      factor,
      key,
      cases: 3,
      won: 2,
    });
    expect(await totals()).toEqual(
      [first, second].sort().flatMap((stage) => [counted(stage, 'manager', anna), counted(stage, 'stage', '')]),
    );
    const kept = await totals();
    await server.db.transaction(recountOutcomes);
    expect(await totals()).toEqual(kept);
    const offered = (await score(fresh)).offered!;
    expect(offered).toMatchObject({ cases: 3, basis: 'few-cases' });
    expect(offered.because).toMatchObject([{ factor: 'manager', cases: 3, won: 2 }]);
  });
});

describe('[DEAL-4] the score of a deal', () => {
  it('tells how much of its largest expected sum is gone, and the largest loss comes first', async () => {
    const { pipelineId } = await stages();
    const large = await create({ pipelineId, title: 'Large', potential: '1000000', probability: 50 });
    const small = await create({ pipelineId, title: 'Small', potential: '1000', probability: 50 });
    await firm.anna.patch(`/api/deals/${large.id}`, { potential: '400000' });
    await firm.anna.patch(`/api/deals/${small.id}`, { probability: 10 });
    expect(await score(large)).toMatchObject({ expectedSum: '200000.00', maxExpectedSum: '500000.00', drop: 0.6 });
    const { items } = (
      await firm.anna.get<{ items: { title: string; lost: string; drop: number }[] }>('/api/deals/slipping')
    ).body;
    expect(items).toMatchObject([
      {
        title: 'Large',
        lost: '300000.00',
        drop: 0.6,
        because: [{ what: 'potential', from: '1000000.00', to: '400000.00' }],
      },
      { title: 'Small', lost: '400.00', drop: 0.8, because: [{ what: 'probability', from: 50, to: 10 }] },
    ]);
    const first = await firm.anna.get<{ items: unknown[]; nextCursor: string }>('/api/deals/slipping?limit=1');
    const next = await firm.anna.get<{ items: { title: string }[] }>(
      `/api/deals/slipping?limit=1&cursor=${first.body.nextCursor}`,
    );
    expect(next.body.items).toMatchObject([{ title: 'Small' }]);
  });

  it('counts what the customer has bought before, as a person and as a firm, each deal once', async () => {
    const { pipelineId, won } = await stages();
    const ownerId = firm.anna.agent.id;
    const made = async (path: string, name: string, more: object = {}) =>
      (await firm.anna.post<{ id: string }>(path, { name, ownerId, ...more })).body.id;
    const organisationId = await made('/api/organisations', 'Buyer Ltd');
    const contactId = await made('/api/contacts', 'Buyer');
    const deal = await create({ pipelineId, organisationId, contactId });
    const nobody = await create({ pipelineId, organisationId });
    for (const of of [{ organisationId }, { organisationId, contactId }, { contactId }])
      await move(await create({ pipelineId, ...of }), won);
    const boughtBefore = async (of: Deal) => (await score(of)).because.find(({ factor }) => factor === 'client');
    expect(await boughtBefore(deal)).toMatchObject({ value: 3, points: 10 });
    expect(await boughtBefore(nobody)).toMatchObject({ value: 2 });
  });

  it('ranks the sum among the open deals once the figures are made', async () => {
    const { pipelineId } = await stages();
    const top = await create({ pipelineId, potential: '9000000', probability: 100 });
    await makeFigures({ database: server.db, clock: systemClock });
    expect((await score(top)).because[0]).toMatchObject({ factor: 'sum', points: 40, of: 40, value: 9_000_000 });
  });

  it('the boss moves the class by one and it is audited; an operator may not, nor see a stranger’s deal', async () => {
    const { pipelineId } = await stages();
    const deal = await create({ pipelineId });
    const before = await score(deal);
    const path = `/api/deals/${deal.id}/class-adjustment`;
    expect((await firm.anna.request('PUT', path, { adjustment: 1 })).status).toBe(403);
    const after = await firm.sveta.request<DealScoreView>('PUT', path, { adjustment: 1 });
    expect(after.body).toMatchObject({ adjustment: 1, classByPoints: before.class, points: before.points });
    expect(after.body.class).not.toBe(before.class);
    const audit = await firm.admin.get<{ items: { action: string }[] }>(`/api/audit?record=${deal.id}`);
    expect(audit.body.items[0]).toMatchObject({ action: 'deal.class-adjusted', after: { adjustment: 1 } });
    expect((await firm.boris.get(`/api/deals/${deal.id}/score`)).status).toBe(404);
    const many = await firm.boris.get<{ items: unknown[] }>(`/api/deals/scores?ids=${deal.id}`);
    expect(many.body.items).toEqual([]);
    expect((await firm.boris.request('PUT', path, { adjustment: 1 })).status).toBe(403);
  });
});

describe('[DEAL-4] ABC analysis of what was won', () => {
  it('adds up by customer and names only those the reader may know', async () => {
    const { pipelineId, won } = await stages();
    const person = async (name: string, by = firm.anna) =>
      (await by.post<{ id: string }>('/api/contacts', { name, ownerId: by.agent.id })).body.id;
    const [big, little] = [await person('Big'), await person('Little')];
    for (const [contactId, potential] of [
      [big, '8000.10'],
      [big, '1000'],
      [little, '400'],
    ]) {
      const deal = await create({ pipelineId, contactId, potential });
      await move(deal, won);
    }
    const abc = (await firm.anna.get<{ items: object[]; classes: object[] }>('/api/deals/abc?by=contact')).body;
    expect(abc.items).toMatchObject([
      { name: 'Big', sum: '9000.10', deals: 2, class: 'A' },
      { name: 'Little', sum: '400.00', deals: 1, class: 'C' },
      { name: 'Buyer', sum: '0.00', deals: 2, class: 'C' },
    ]);
    expect(abc.classes).toMatchObject([
      { class: 'A', count: 1 },
      { class: 'B', count: 0 },
      { class: 'C', count: 2 },
    ]);
    // Each row opens the deals that it was made of.
    const of = (query: string) => firm.anna.get<{ items: { potential: string }[] }>(`/api/deals?state=won&${query}`);
    const today = systemClock.now().toISOString().slice(0, 10);
    const sums = (await of(`contactId=${big}&closedFrom=${today}`)).body.items.map(({ potential }) => potential);
    expect(sums.sort()).toEqual(['1000.00', '8000.10']);
    expect((await of(`contactId=${big}&closedBefore=${today}`)).body.items).toEqual([]);
    const stranger = (await firm.boris.get<{ items: unknown[] }>('/api/deals/abc?by=contact')).body;
    expect(stranger.items).toEqual([]);
  });
});
