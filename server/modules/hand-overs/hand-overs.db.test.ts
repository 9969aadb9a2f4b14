/** CRM-7: a colleague's clients, tasks and callbacks change hands in one step, and come back. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Firm, peopleOfFirm } from '../../../test/factories/people-of-firm.ts';
import { startTestServer, type TestServer } from '../../../test/server/test-server.ts';
import { handOverDeps } from '../../app/hand-overs.ts';
import type { Contact } from '../../contract/contacts.contract.ts';
import type { HandedOver, HandOverPreview } from '../../contract/hand-overs.contract.ts';
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
