/** CRM-7: a colleague's clients, tasks and callbacks change hands in one step, and come back. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Firm, peopleOfFirm } from '../../../test/factories/people-of-firm.ts';
import { startTestServer, type TestServer } from '../../../test/server/test-server.ts';
import { handOverDeps } from '../../app/hand-overs.ts';
import type { Contact } from '../../contract/contacts.contract.ts';
import type { Deal } from '../../contract/deals.contract.ts';
import type { HandedOver, HandOverPreview, Holdings } from '../../contract/hand-overs.contract.ts';
import type { Undone } from '../../contract/reversible-actions.contract.ts';
import { giveBackWhenDue } from './give-back.usecases.ts';

let server: TestServer;
let firm: Firm;
let dmitri: string;
beforeAll(async () => {
  server = await startTestServer();
  firm = await peopleOfFirm(server);
  const body = {
    name: 'Dmitri',
    email: 'd@firm.test',
    role: 'operator',
    teamId: firm.north,
    password: 'correct horse battery',
  };
  dmitri = (await firm.admin.post<{ id: string }>('/api/agents', { ...body, interface: 'PJSIP/109' })).body.id;
});
afterAll(() => server.close());

const refusal = (body: unknown) => (body as { error: { code: string } }).error.code;
const client = async (body: object) => (await firm.admin.post<Contact>('/api/contacts', body)).body;
const ownerOf = async (id: string) => (await firm.admin.get<Contact>(`/api/contacts/${id}`)).body.owner?.id ?? null;
const all = ['contacts', 'organisations', 'tasks', 'missedCalls'];
const from = () => firm.anna.agent.id;
const give = (body: object, by: { post: Firm['admin']['post'] } = firm.sveta) =>
  by.post<HandedOver>('/api/hand-overs', { fromAgentId: from(), what: all, to: { agentIds: [dmitri] }, ...body });

describe('[CRM-7] hand-over', () => {
  it('[CRM-7] previews, gives all in one step, tells who got it, and takes it back but for what was given on', async () => {
    const one = await client({ name: 'Client One', ownerId: from() });
    const two = await client({ name: 'Client Two', ownerId: from(), lifecycle: 'client' });
    await firm.admin.post('/api/organisations', { name: 'Their Firm', ownerId: from() });
    await firm.admin.post('/api/tasks', { title: 'Call them', contactId: one.id, agentId: from() });
    const body = { fromAgentId: from(), what: all, to: { agentIds: [dmitri] } };
    const preview = await firm.sveta.post<HandOverPreview>('/api/hand-overs/preview', body);
    expect(preview.body).toMatchObject({
      from: { name: 'Anna' },
      to: [{ name: 'Dmitri' }],
      counts: { contacts: 2, organisations: 1, tasks: 1, missedCalls: 0 },
    });
    const live = await firm.anna.live();
    const given = await give({ note: 'till Monday' });
    expect(given.status, JSON.stringify(given.body)).toBe(201);
    expect(given.body.shares).toEqual([
      { agentId: dmitri, name: 'Dmitri', counts: { contacts: 2, organisations: 1, tasks: 1 } },
    ]);
    expect(await ownerOf(one.id)).toBe(dmitri);
    const tasks = await firm.admin.get<{ items: unknown[] }>(`/api/tasks?agentId=${dmitri}`);
    expect(tasks.body.items).toHaveLength(1);
    const told = await live.event(({ event }) => event.name === 'records.handed-over');
    expect(told.event.payload).toMatchObject({ fromName: 'Anna', toName: 'Dmitri', note: 'till Monday' });
    live.close();
    const timeline = await firm.admin.get<{ items: { text?: string }[] }>(`/api/contacts/${one.id}/timeline`);
    expect(timeline.body.items.map(({ text }) => text ?? '')).toContainEqual(
      expect.stringContaining('contact.handed-over'),
    );

    await firm.admin.patch(`/api/contacts/${two.id}`, { ownerId: firm.sveta.agent.id });
    const undone = await firm.sveta.post<Undone>(`/api/reversible-actions/${given.body.actionId}/undo`);
    expect(undone.body).toMatchObject({
      restored: { contacts: 1, organisations: 1, tasks: 1 },
      kept: [{ part: 'contacts', what: '1', because: 'moved-on' }],
    });
    expect([await ownerOf(one.id), await ownerOf(two.id)]).toEqual([from(), firm.sveta.agent.id]);
    await firm.admin.patch(`/api/contacts/${two.id}`, { ownerId: null });
  });

  it('[CRM-7] only some, by life-cycle, dealt evenly among a team', async () => {
    const leads = [
      await client({ name: 'Lead 1', ownerId: from() }),
      await client({ name: 'Lead 2', ownerId: from() }),
    ];
    const kept = await client({ name: 'No Lead', ownerId: from(), lifecycle: 'partner' });
    for (const about of [leads[0], kept])
      await firm.admin.post('/api/tasks', { title: 'About', contactId: about?.id, agentId: from() });
    const given = await give({
      what: ['contacts', 'tasks'],
      to: { teamId: firm.north, how: 'evenly' },
      only: { lifecycles: ['lead'], contactIds: [...leads.map(({ id }) => id), kept.id] },
    });
    expect(given.body.shares.map(({ counts }) => counts.contacts)).toEqual([1, 1]);
    expect(given.body.counts).toMatchObject({ tasks: 1 });
    expect(await ownerOf(kept.id)).toBe(from());
    await firm.sveta.post(`/api/reversible-actions/${given.body.actionId}/undo`);
    expect(await ownerOf(leads[0]!.id)).toBe(from());
  });

  it('[CRM-7] a holiday ends by itself, and is over once', async () => {
    const one = await client({ name: 'Holiday', ownerId: from() });
    const until = new Date(Date.now() + 86_400_000).toISOString();
    const given = await give({ what: ['contacts'], only: { contactIds: [one.id] }, until });
    const job = await server.db.sql`
      select j.run_at from graphile_worker._private_jobs j where j.key = ${`hand-over ${given.body.actionId}`}`;
    expect(new Date(String(job[0]?.run_at)).toISOString().slice(0, 19)).toBe(until.slice(0, 19));
    await giveBackWhenDue(handOverDeps(server.app.platform), given.body.actionId);
    expect(await ownerOf(one.id)).toBe(from());
    await firm.admin.patch(`/api/contacts/${one.id}`, { ownerId: dmitri });
    await giveBackWhenDue(handOverDeps(server.app.platform), given.body.actionId);
    expect(await ownerOf(one.id)).toBe(dmitri);
  });

  it('[CRM-7] refuses people who left, other teams, the past, and operators', async () => {
    expect(refusal((await give({ to: { agentIds: [from()] } })).body)).toBe('hand-overs.invalid');
    expect(refusal((await give({ to: { agentIds: [firm.boris.agent.id] } })).body)).toBe('hand-overs.not_yours');
    expect((await give({ to: { agentIds: [firm.boris.agent.id] }, what: ['tasks'] }, firm.maria)).status).toBe(201);
    expect(refusal((await give({ until: '2020-01-01T00:00:00Z' })).body)).toBe('hand-overs.invalid');
    expect((await give({}, firm.anna)).status).toBe(403);
  });

  it('[CRM-7] chosen deals and seats of further managers change hands, and the table is as it was after undo', async () => {
    const { admin, sveta, maria } = firm;
    const managers = [{ agentId: from(), role: 'Engineer' }];
    const make = async (body: object) => (await admin.post<Deal>('/api/deals', body)).body;
    const mine = await make({ title: 'Chosen', ownerId: from() });
    const other = await make({ title: 'Not chosen', ownerId: from() });
    const theirs = await make({ title: 'Managed', ownerId: maria.agent.id, managers });
    const both = await make({ title: 'Sits there already', ownerId: dmitri, managers });
    const read = async ({ id }: Deal) => (await admin.get<Deal>(`/api/deals/${id}`)).body;
    const seatsOf = async (deal: Deal) => (await read(deal)).managers.map(({ agent, role }) => [agent.name, role]);
    const listed = async (agentId: string) =>
      (await admin.get<{ items: Deal[] }>(`/api/deals?agentId=${agentId}`)).body.items.map(({ title }) => title).sort();

    const chosen = await give({ what: ['deals'], only: { records: { deals: [mine.id, theirs.id] } } });
    expect(chosen.body.counts).toEqual({ deals: 1 });
    expect([(await read(mine)).owner?.id, (await read(other)).owner?.id]).toEqual([dmitri, from()]);
    await sveta.post(`/api/reversible-actions/${chosen.body.actionId}/undo`);

    const seats = await give({ what: ['managedDeals'] });
    expect(seats.body.counts).toEqual({ managedDeals: 2 });
    expect([await seatsOf(theirs), await seatsOf(both)]).toEqual([[['Dmitri', 'Engineer']], []]);
    expect((await read(theirs)).owner?.id).toBe(maria.agent.id);
    expect(await listed(dmitri)).toEqual(['Managed', 'Sits there already']);
    const undone = await sveta.post<Undone>(`/api/reversible-actions/${seats.body.actionId}/undo`);
    expect(undone.body).toMatchObject({ restored: { managedDeals: 2 }, kept: [] });
    expect([await seatsOf(theirs), await seatsOf(both)]).toEqual([[['Anna', 'Engineer']], [['Anna', 'Engineer']]]);
    expect(await listed(from())).toEqual(['Chosen', 'Managed', 'Not chosen', 'Sits there already']);

    const found = { deals: { q: 'chosen' } };
    const preview = await sveta.post<HandOverPreview>('/api/hand-overs/preview', {
      ...{ fromAgentId: from(), what: ['deals', 'managedDeals', 'tasks'], to: { agentIds: [dmitri] } },
      only: { found },
    });
    expect(preview.body.counts).toMatchObject({ deals: 2, managedDeals: 0 });
    const wrong = await give({ what: ['deals'], only: { found: { deals: { nonsense: '1' } } } });
    expect(wrong.status).toBe(422);
    const holdings = await sveta.get<Holdings>(`/api/hand-overs/holdings?agentId=${from()}`);
    expect(holdings.body.counts).toMatchObject({ deals: 2, managedDeals: 2 });
    expect(refusal((await sveta.get(`/api/hand-overs/holdings?agentId=${firm.boris.agent.id}`)).body)).toBe(
      'hand-overs.not_yours',
    );
  });

  it('[CRM-7] what is nobody’s is given out in one step, as far as one sees it, and goes back to its team', async () => {
    const { admin, sveta, north, south } = firm;
    const nobodys = await client({ name: 'Nobody of the north', ownerId: null });
    const ofSouth = await client({ name: 'Nobody of the south', ownerId: null });
    await server.db.sql`update contacts set team_id = ${north} where id = ${nobodys.id}`;
    await server.db.sql`update contacts set team_id = ${south} where id = ${ofSouth.id}`;
    const deal = (await admin.post<Deal>('/api/deals', { title: 'Nobody’s deal', ownerId: null })).body;
    const ids = [nobodys.id, ofSouth.id];
    const given = await give({
      fromAgentId: null,
      what: ['contacts', 'deals', 'managedDeals'],
      only: { records: { contacts: ids, deals: [deal.id] } },
    });
    expect(given.body.counts, JSON.stringify(given.body)).toEqual({ contacts: 1, deals: 1, managedDeals: 0 });
    expect([await ownerOf(nobodys.id), await ownerOf(ofSouth.id)]).toEqual([dmitri, null]);
    const undone = await sveta.post<Undone>(`/api/reversible-actions/${given.body.actionId}/undo`);
    expect(undone.body).toMatchObject({ restored: { contacts: 1, deals: 1 }, action: { summary: { from: null } } });
    const rows = await server.db.sql`
      select owner_agent_id as owner, team_id as team from contacts where id = ${nobodys.id}
      union all select owner_agent_id, array_to_string(agent_ids, ',') from deals where id = ${deal.id}`;
    expect([...rows]).toEqual([
      { owner: null, team: north },
      { owner: null, team: '' },
    ]);
    const about = { title: 'About one of them', agentId: null, contactId: nobodys.id };
    await admin.post('/api/tasks', about);
    await admin.post('/api/tasks', { ...about, contactId: null });
    const only = { found: { contacts: { q: 'nobody of' } } };
    const all = await give({ fromAgentId: null, what: ['contacts', 'tasks'], only }, firm.maria);
    expect(all.body.counts).toEqual({ contacts: 2, tasks: 1 });
  });

  it('[CRM-7] twenty thousand clients change hands and come back in seconds', async () => {
    await server.db.sql`
      insert into contacts (id, name, lifecycle, owner_agent_id, created_at, updated_at)
      select 'ctc_many' || n, 'Many ' || n, 'former', ${from()}, now(), now() from generate_series(1, 20000) n`;
    const started = performance.now();
    const given = await give({ what: ['contacts'], only: { lifecycles: ['former'] } });
    expect(given.body.counts).toEqual({ contacts: 20_000 });
    const undone = await firm.sveta.post<Undone>(`/api/reversible-actions/${given.body.actionId}/undo`);
    expect(undone.body.restored).toEqual({ contacts: 20_000 });
    // Some hundred thousand rows a minute on a slow machine; one statement per record would take far longer.
    expect(performance.now() - started).toBeLessThan(60_000);
  });
});
