import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Firm, type PersonAtWork, peopleOfFirm } from '../../../test/factories/people-of-firm.ts';
import { startTestServer, type TestServer } from '../../../test/server/test-server.ts';
import type { Contact, Organisation } from '../../contract/contacts.contract.ts';
import type { Board, Deal, DealCard } from '../../contract/deals.contract.ts';
import type { Pipeline } from '../../contract/pipelines.contract.ts';
import type { Task } from '../../contract/tasks.contract.ts';

let server: TestServer;
let firm: Firm;
beforeAll(async () => {
  server = await startTestServer();
  firm = await peopleOfFirm(server);
});
afterAll(() => server.close());

interface Refusal {
  error: { code: string; message: string; fields?: Record<string, string> };
}
type List = { items: DealCard[]; nextCursor: string | null };

async function create(body: object = {}, by: Pick<PersonAtWork, 'post'> = firm.anna): Promise<Deal> {
  const reply = await by.post<Deal>('/api/deals', { title: 'Boards for the barn', ...body });
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body;
}
const move = (deal: Deal, stageId: string, more: object = {}, by: Pick<PersonAtWork, 'post'> = firm.anna) =>
  by.post<Deal & Refusal>(`/api/deals/${deal.id}/stage`, { stageId, ...more });
const columnOf = (board: Board, stageId: string) => board.columns.find((column) => column.stageId === stageId)!;

async function pipeline(mode: string, stages: object[]): Promise<Pipeline> {
  const reply = await firm.maria.post<Pipeline>('/api/pipelines', { name: `Line ${mode}`, mode, stages });
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body;
}

describe('[DEAL-1] a deal', () => {
  it('needs a title and nothing else: it is of whoever makes it, at the beginning of the first pipeline', async () => {
    const deal = await create({ title: ' Boards\r\nfor the barn ' });
    expect(deal).toMatchObject({
      title: 'Boards for the barn',
      stageId: 'stg_new',
      state: 'open',
      mode: 'manual',
      owner: { name: 'Anna' },
      potential: '0.00',
      probability: 10,
      version: 1,
      custom: {},
    });
  });

  it('has each of its managers and people once', async () => {
    const twice = { agentId: firm.boris.agent.id };
    const refused = await firm.anna.post<Refusal>('/api/deals', { title: 'Two of one', managers: [twice, twice] });
    expect([refused.status, Object.keys(refused.body.error.fields ?? {})]).toEqual([422, ['managers']]);
    const person = { contactId: 'ctc_none' };
    const deal = await create();
    expect((await firm.anna.patch(`/api/deals/${deal.id}`, { contacts: [person, person] })).status).toBe(422);
  });

  it('keeps potential as it was typed, expects its share, and remembers the largest there was', async () => {
    await firm.admin.post('/api/custom-fields', { record: 'deal', label: 'Colour', type: 'text' });
    const deal = await create({ potential: '1000.10', probability: 33, custom: { colour: 'oak' } });
    expect(deal).toMatchObject({ potential: '1000.10', expectedSum: '330.03', custom: { colour: 'oak' } });
    const less = await firm.anna.patch<Deal>(`/api/deals/${deal.id}`, { potential: '400' });
    expect(less.body).toMatchObject({ potential: '400.00', maxPotential: '1000.10', expectedSum: '132.00' });
    const history = await server.db
      .sql`select potential from deal_potential_changes where deal_id = ${deal.id} order by at`;
    expect(history.map((row) => row.potential)).toEqual(['1000.10', '400.00']);
    for (const potential of ['1e3', '-1', '1.005', 'NaN', '9999999999999'])
      expect((await firm.anna.patch(`/api/deals/${deal.id}`, { potential })).status, potential).toBe(422);
  });

  it('is changed by the newest version only', async () => {
    const deal = await create();
    const both = await Promise.all(
      ['A', 'B'].map((title) => firm.anna.patch(`/api/deals/${deal.id}`, { title, version: 1 })),
    );
    expect(both.map((reply) => reply.status).sort()).toEqual([200, 409]);
  });

  it('[ACC-1] is its owner’s, its managers’ and its team’s; for others it is not there', async () => {
    const deal = await create({ managers: [{ agentId: firm.boris.agent.id, role: 'Engineer' }] });
    expect(deal.managers).toEqual([{ agent: { id: firm.boris.agent.id, name: 'Boris' }, role: 'Engineer' }]);
    const status = async (who: PersonAtWork) => (await who.get(`/api/deals/${deal.id}`)).status;
    expect([await status(firm.boris), await status(firm.sveta), await status(firm.maria)]).toEqual([200, 200, 200]);
    await firm.anna.patch(`/api/deals/${deal.id}`, { managers: [] });
    expect(await status(firm.boris)).toBe(404);
    for (const [method, path, body] of [
      ['PATCH', '', { title: 'X' }],
      ['POST', '/stage', { stageId: 'stg_need' }],
      ['POST', '/stage/undo', {}],
      ['GET', '/lines', undefined],
      ['PUT', '/lines', { offered: [], sold: [] }],
      ['GET', '/timeline', undefined],
      ['POST', '/notes', { text: 'X' }],
    ] as const)
      expect((await firm.boris.request(method, `/api/deals/${deal.id}${path}`, body)).status, path).toBe(404);
    const listed = async (who: PersonAtWork) =>
      (await who.get<List>('/api/deals?limit=200')).body.items.some(({ id }) => id === deal.id);
    expect([await listed(firm.anna), await listed(firm.boris)]).toEqual([true, false]);
    expect((await firm.boris.get<Board>('/api/deals/board')).body.columns[0]?.items).toEqual([]);
  });

  it('[ACC-1] tells nothing of a colleague’s client, and takes none that the reader cannot see', async () => {
    const secret = (await firm.maria.post<Contact>('/api/contacts', { name: 'Secret', ownerId: firm.boris.agent.id }))
      .body;
    expect((await firm.anna.post('/api/deals', { title: 'X', contactId: secret.id })).status).toBe(422);
    const deal = await create({ contactId: secret.id, ownerId: firm.anna.agent.id }, firm.maria);
    expect(deal.contactName).toBe('Secret');
    expect((await firm.anna.get<Deal>(`/api/deals/${deal.id}`)).body).toMatchObject({
      contactId: null,
      contactName: null,
    });
    expect((await firm.anna.get<List>('/api/deals?q=Secret')).body.items).toEqual([]);
    expect((await firm.maria.get<List>('/api/deals?q=Secret')).body.items.map(({ id }) => id)).toEqual([deal.id]);
  });

  it('is found by words of its title, person and organisation, and listed in three orders', async () => {
    const person = { name: 'Zoya Lind', organisationName: 'Wharf Ltd', ownerId: firm.anna.agent.id };
    const contact = (await firm.anna.post<Contact>('/api/contacts', person)).body;
    const small = await create({ title: 'Pier', contactId: contact.id, potential: '5', expectedClose: '2026-12-30' });
    const large = await create({ title: 'Quay', contactId: contact.id, potential: '70', expectedClose: '2027-01-02' });
    expect(small).toMatchObject({ organisationName: 'Wharf Ltd' });
    const ids = async (query: string) =>
      (await firm.anna.get<List>(`/api/deals?contactId=${contact.id}&${query}`)).body.items.map(({ id }) => id);
    expect(await ids('q=zoya')).toEqual([large.id, small.id]);
    expect(await ids('q=wharf+ltd')).toEqual([large.id, small.id]);
    expect(await ids('q=quay')).toEqual([large.id]);
    expect(await ids('order=largest')).toEqual([large.id, small.id]);
    expect(await ids('order=closing')).toEqual([small.id, large.id]);
    expect(await ids('closingBefore=2027-01-01')).toEqual([small.id]);
    for (const order of ['newest', 'closing', 'largest']) {
      const first = (await firm.anna.get<List>(`/api/deals?contactId=${contact.id}&order=${order}&limit=1`)).body;
      const rest = await ids(`order=${order}&cursor=${first.nextCursor}`);
      expect(rest, order).toHaveLength(1);
      expect(rest[0]).not.toBe(first.items[0]?.id);
    }
  });

  it('is deleted by a leader, and taken back', async () => {
    const deal = await create();
    expect((await firm.anna.delete(`/api/deals/${deal.id}`)).status).toBe(403);
    expect((await firm.sveta.delete(`/api/deals/${deal.id}`)).status).toBe(204);
    expect((await firm.anna.get(`/api/deals/${deal.id}`)).status).toBe(404);
    expect((await firm.sveta.post(`/api/deals/${deal.id}/restore`)).status).toBe(200);
    expect((await firm.anna.get(`/api/deals/${deal.id}`)).status).toBe(200);
  });

  it('makes a client of a lead, unless the firm chose otherwise', async () => {
    const lead = async () => (await firm.anna.post<Contact>('/api/contacts', { name: 'New Lead' })).body.id;
    const lifecycle = async (id: string) => (await firm.anna.get<Contact>(`/api/contacts/${id}`)).body.lifecycle;
    const first = await lead();
    await create({ contactId: first });
    await server.idle();
    expect(await lifecycle(first)).toBe('client');
    const { body: settings } = await firm.admin.get<{ deals: object }>('/api/settings');
    await firm.admin.patch('/api/settings', { deals: { ...settings.deals, leadBecomesClient: 'deal-won' } });
    const second = await lead();
    const deal = await create({ contactId: second });
    await server.idle();
    expect(await lifecycle(second)).toBe('lead');
    await move(deal, 'stg_won');
    await server.idle();
    expect(await lifecycle(second)).toBe('client');
    await firm.admin.patch('/api/settings', settings);
  });

  it('[CRM-1] makes clients of the organisation that is named and of that of the person; the audit puts it back', async () => {
    const firms = await Promise.all(
      ['Vesta', 'Juno'].map(async (name) => (await firm.anna.post<Organisation>('/api/organisations', { name })).body),
    );
    const [vesta, juno] = firms as [Organisation, Organisation];
    const stageOf = async (id: string) =>
      (await firm.anna.get<Organisation>(`/api/organisations/${id}`)).body.lifecycle;
    expect(await stageOf(vesta.id)).toBe('lead');
    const person = (await firm.anna.post<Contact>('/api/contacts', { name: 'Of Juno', organisationId: juno.id })).body;
    await create({ organisationId: vesta.id });
    await create({ contactId: person.id });
    await server.idle();
    expect(await Promise.all([stageOf(vesta.id), stageOf(juno.id)])).toEqual(['client', 'client']);
    const [entry] = await server.db.sql<{ id: string }[]>`
      select id from audit_entries where record = ${vesta.id} and action = 'organisation.changed'`;
    const restored = await firm.admin.post(`/api/audit/${entry?.id}/restore`);
    expect(restored.status, JSON.stringify(restored.body)).toBe(200);
    expect(await stageOf(vesta.id)).toBe('lead');
  });
});

describe('[DEAL-2] moves', () => {
  it('with manual stages: the board shows them, the history keeps how long, an untyped probability follows', async () => {
    const deal = await create({ potential: '200' });
    const before = (await firm.anna.get<Board>('/api/deals/board')).body;
    const moved = (await move(deal, 'stg_offer')).body;
    expect(moved).toMatchObject({ stageName: 'Offer sent', probability: 50, expectedSum: '100.00', version: 2 });
    const typed = (await firm.anna.patch<Deal>(`/api/deals/${deal.id}`, { probability: 60 })).body;
    expect((await move(typed, 'stg_agreement')).body.probability).toBe(60);
    const after = (await firm.anna.get<Board>('/api/deals/board')).body;
    expect(columnOf(after, 'stg_new').count).toBe(columnOf(before, 'stg_new').count - 1);
    const column = columnOf(after, 'stg_agreement');
    expect(column).toMatchObject({ count: 1, totalPotential: '200.00', totalExpected: '120.00' });
    expect(column.items.map(({ id }) => id)).toEqual([deal.id]);
    const history = await server.db.sql<
      { from_stage_id: string | null; to_stage_id: string; seconds: number | null }[]
    >`
      select from_stage_id, to_stage_id, seconds_in_stage as seconds from deal_stage_changes
      where deal_id = ${deal.id} order by at, id`;
    expect(history.map((row) => [row.from_stage_id, row.to_stage_id])).toEqual([
      [null, 'stg_new'],
      ['stg_new', 'stg_offer'],
      ['stg_offer', 'stg_agreement'],
    ]);
    expect(history[0]?.seconds).toBeNull();
    expect(history[1]?.seconds).toBeGreaterThanOrEqual(0);
  });

  it('to lost need a reason in use; opened again it is where it was, without the reason', async () => {
    const deal = await create();
    await move(deal, 'stg_offer');
    expect((await move(deal, 'stg_lost')).body.error).toMatchObject({ code: 'deals.no_loss_reason' });
    expect((await move(deal, 'stg_lost', { lossReasonId: 'lsr_none' })).status).toBe(422);
    const lost = await move(deal, 'stg_lost', { lossReasonId: 'lsr_price', lossComment: '10 % over budget' });
    expect(lost.body).toMatchObject({
      state: 'lost',
      probability: 0,
      lossReason: { name: 'Too expensive' },
      lossComment: '10 % over budget',
    });
    expect(lost.body.closedAt).not.toBeNull();
    const again = (await move(deal, 'stg_offer')).body;
    expect(again).toMatchObject({
      state: 'open',
      stageId: 'stg_offer',
      lossReason: null,
      closedAt: null,
      probability: 50,
    });
  });

  it('asked for twice, or by two at once, happen once', async () => {
    const deal = await create();
    const both = await Promise.all([move(deal, 'stg_need'), move(deal, 'stg_need')]);
    expect(both.map((reply) => [reply.status, reply.body.version])).toEqual([
      [200, 2],
      [200, 2],
    ]);
    expect((await move(deal, 'stg_offer', { version: 1 })).status).toBe(409);
  });

  it('[CRM-3] a stage asks for a field of the firm’s own, until that field is switched off', async () => {
    const field = { record: 'deal', label: 'Budget agreed', type: 'yes-no' };
    const { id } = (await firm.admin.post<{ id: string }>('/api/custom-fields', field)).body;
    const requiredFields = ['custom.budget_agreed'];
    const strict = await pipeline('strict', [{ name: 'Ask', requiredFields }, { name: 'Offer' }]);
    const [first, second] = strict.stages;
    const deals = [await create({ pipelineId: strict.id }), await create({ pipelineId: strict.id })];
    expect(deals[0]?.stageId).toBe(first?.id);
    expect((await move(deals[0]!, second!.id)).body.error).toMatchObject({
      code: 'deals.not_complete',
      fields: { 'field.custom.budget_agreed': 'must be filled' },
    });
    await firm.anna.patch(`/api/deals/${deals[0]!.id}`, { custom: { budget_agreed: false } });
    expect((await move(deals[0]!, second!.id)).body).toMatchObject({ stageId: second?.id });
    await firm.admin.patch(`/api/custom-fields/${id}`, { active: false });
    expect((await move(deals[1]!, second!.id)).body).toMatchObject({ stageId: second?.id });
  });

  it('in a strict process keep the order, ask for fields and tasks, and say what is missing', async () => {
    const strict = await pipeline('strict', [
      {
        name: 'First',
        probability: 10,
        requiredFields: ['potential', 'offeredLines'],
        tasks: [{ title: 'Ask for the budget', dueInHours: 24 }],
      },
      { name: 'Second', probability: 40, tasks: [{ title: 'Send the offer' }] },
      { name: 'Third', probability: 70 },
    ]);
    const [first, second, third] = strict.stages;
    const deal = await create({ pipelineId: strict.id });
    expect(deal).toMatchObject({ mode: 'strict', stageId: first?.id });
    expect(deal.stageTasks).toMatchObject([
      { title: 'Ask for the budget: Boards for the barn', done: false, required: true },
    ]);
    const task = deal.stageTasks[0]!;
    expect((await move(deal, third!.id)).body.error).toMatchObject({
      code: 'deals.skips_stages',
      fields: { [`stage.${second?.id}`]: 'Second' },
    });
    expect((await move(deal, second!.id)).body.error).toMatchObject({
      code: 'deals.not_complete',
      fields: {
        'field.potential': 'must be filled',
        'field.offeredLines': 'must be filled',
        [`task.${task.taskId}`]: task.title,
      },
    });
    await firm.anna.patch(`/api/deals/${deal.id}`, { potential: '10' });
    const line = { name: 'Oak', price: '10', quantity: '1' };
    await firm.anna.request('PUT', `/api/deals/${deal.id}/lines`, { offered: [line], sold: [] });
    await firm.anna.patch(`/api/tasks/${task.taskId}`, { done: true });
    const moved = (await move(deal, second!.id)).body;
    expect(moved).toMatchObject({
      stageId: second?.id,
      stageTasks: [{ title: 'Send the offer: Boards for the barn' }],
    });
    expect((await move(deal, first!.id)).body.error).toMatchObject({ code: 'deals.goes_back' });
    // A slip of the hand: taken back with the tasks it made, and made again.
    const undone = (await firm.anna.post<Deal>(`/api/deals/${deal.id}/stage/undo`)).body;
    expect(undone).toMatchObject({ stageId: first?.id, stageTasks: [{ taskId: task.taskId, done: true }] });
    const open = (await firm.anna.get<{ items: Task[] }>('/api/tasks?limit=200')).body.items;
    expect(open.filter(({ title }) => title.startsWith('Send the offer'))).toEqual([]);
    expect((await move(deal, second!.id)).body.stageTasks).toHaveLength(1);
    expect((await firm.sveta.post<Refusal>(`/api/deals/${deal.id}/stage/undo`)).body.error.code).toBe(
      'deals.undo_too_late',
    );
  });

  it('change their rule in mid-deal: outside only won and lost, manual anything, strict with the tasks of the stage', async () => {
    const line = await pipeline('manual', [{ name: 'One', tasks: [{ title: 'Call' }] }, { name: 'Two' }]);
    const [one, two] = line.stages;
    const deal = await create({ pipelineId: line.id });
    expect(deal.stageTasks).toEqual([]);
    const mode = async (to: string) => (await firm.anna.patch<Deal>(`/api/deals/${deal.id}`, { mode: to })).body;
    expect(await mode('outside')).toMatchObject({ mode: 'outside', stageId: one?.id });
    expect((await move(deal, two!.id)).body.error.code).toBe('deals.outside_process');
    expect((await mode('strict')).stageTasks).toMatchObject([{ title: 'Call: Boards for the barn' }]);
    expect((await move(deal, two!.id)).body.error.code).toBe('deals.not_complete');
    await mode('manual');
    expect((await mode('strict')).stageTasks).toHaveLength(1);
    await mode('manual');
    expect((await move(deal, two!.id)).status).toBe(200);
  });
});

describe('[DEAL-1] pipelines', () => {
  it('are edited while deals run: a stage that goes hands its deals over, and their history says so', async () => {
    const line = await pipeline('manual', [{ name: 'A' }, { name: 'B' }, { name: 'C' }]);
    const [a, b, c] = line.stages;
    const deal = await create({ pipelineId: line.id, stageId: b?.id });
    const lost = await create({ pipelineId: line.id, stageId: b?.id });
    await move(lost, line.stages.at(-1)!.id, { lossReasonId: 'lsr_other' });
    const at = `/api/pipelines/${line.id}/stages/${b?.id}`;
    expect((await firm.maria.request<Refusal>('DELETE', at)).body.error.code).toBe('pipelines.stage_has_deals');
    expect((await firm.maria.request('DELETE', `${at}?moveTo=stg_new`)).status).toBe(422);
    const after = await firm.maria.request<Pipeline>('DELETE', `${at}?moveTo=${c?.id}`);
    expect(after.body.stages.map(({ name }) => name)).toEqual(['A', 'C', 'Won', 'Lost']);
    expect((await firm.anna.get<Deal>(`/api/deals/${deal.id}`)).body).toMatchObject({ stageId: c?.id, version: 2 });
    const timeline = await firm.anna.get<{ items: object[] }>(`/api/deals/${deal.id}/timeline`);
    expect(timeline.body.items).toContainEqual(
      expect.objectContaining({ kind: 'stage', from: 'B', to: 'C', by: null }),
    );
    expect((await move(lost, c!.id)).status).toBe(200);
    const order = [c?.id, a?.id];
    const ordered = await firm.maria.patch<Pipeline>(`/api/pipelines/${line.id}`, { stageOrder: order });
    expect(ordered.body.stages.map(({ name }) => name)).toEqual(['C', 'A', 'Won', 'Lost']);
    expect((await firm.maria.patch(`/api/pipelines/${line.id}`, { stageOrder: [a?.id] })).status).toBe(422);
    expect((await firm.maria.patch(`/api/pipelines/${line.id}`, { name: 'X', version: 1 })).status).toBe(409);
    const won = after.body.stages.find(({ kind }) => kind === 'won');
    expect((await firm.maria.request('DELETE', `/api/pipelines/${line.id}/stages/${won?.id}`)).status).toBe(409);
  });

  it('lose no deal that is moved while its stage is deleted', async () => {
    const line = await pipeline('manual', [{ name: 'A' }, { name: 'B' }]);
    const [a, b] = line.stages;
    const deals = await Promise.all(Array.from({ length: 6 }, () => create({ pipelineId: line.id })));
    await Promise.all([
      ...deals.map((deal) => move(deal, b!.id)),
      firm.maria.request('DELETE', `/api/pipelines/${line.id}/stages/${b?.id}?moveTo=${a?.id}`),
      ...deals.map((deal) => move(deal, line.stages.at(-2)!.id)),
    ]);
    const board = (await firm.anna.get<Board>(`/api/deals/board?pipelineId=${line.id}`)).body;
    expect(board.columns.reduce((sum, { count }) => sum + count, 0)).toBe(6);
  });
});

describe('[DEAL-1] the sums of columns', () => {
  it('are kept with every change, and are what counting gives', async () => {
    const totals = () => server.db.sql`
      select stage_id, owner_agent_id, team_id, count, potential, expected_sum from deal_totals
      where count <> 0 or potential <> 0 or expected_sum <> 0 order by stage_id, owner_agent_id, team_id`;
    const deal = await create({ potential: '12.34', ownerId: firm.boris.agent.id }, firm.maria);
    await move(deal, 'stg_need', {}, firm.maria);
    await firm.maria.patch(`/api/deals/${deal.id}`, { potential: '99.99', ownerId: firm.anna.agent.id });
    await firm.sveta.delete(`/api/deals/${(await create({ potential: '5' })).id}`);
    const kept = await totals();
    expect(kept.length).toBeGreaterThan(0);
    await server.db.sql`select rebuild_deal_totals()`;
    expect(await totals()).toEqual(kept);
    const sum = (board: Board) => board.columns.map(({ count, totalPotential }) => [count, totalPotential]);
    const query = `/api/deals/board?ownerId=${firm.anna.agent.id}`;
    const [all, team] = [await firm.maria.get<Board>(query), await firm.anna.get<Board>(query)];
    expect(sum(all.body)).toEqual(sum(team.body));
  });
});
