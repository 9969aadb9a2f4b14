/** CRM-8: leads are given by rules, told, written down, passed on and counted. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importerOf } from '../../../test/factories/import-of-text.ts';
import { type Firm, peopleOfFirm } from '../../../test/factories/people-of-firm.ts';
import { startTestServer, type TestServer } from '../../../test/server/test-server.ts';
import type { Agent } from '../../contract/agents.contract.ts';
import type { Contact } from '../../contract/contacts.contract.ts';
import type { DirectoryEntry } from '../../contract/directories.contract.ts';
import type { DistributedLeads, Lead, LeadSettings, LeadSources, NextLead } from '../../contract/leads.contract.ts';
import type { Settings } from '../../contract/settings.contract.ts';
import type { Fact, ListenerContext } from '../../platform/outbox/fact.ts';
import { systemPrincipal } from '../access/principal.ts';
import type { ContactsImported } from '../contacts/contacts.events.ts';
import { giveLeads } from './give-leads.usecases.ts';
import { passOnUntouched } from './leads.jobs.ts';
import { leadListeners } from './leads.listeners.ts';

let server: TestServer;
let firm: Firm;
let anna: string;
let boris: string;
let asFirst: LeadSettings;
beforeAll(async () => {
  server = await startTestServer();
  firm = await peopleOfFirm(server);
  anna = firm.anna.agent.id;
  boris = firm.boris.agent.id;
  asFirst = (await firm.admin.get<Settings>('/api/settings')).body.leads;
});
afterAll(() => server.close());

const rules = async (change: Partial<LeadSettings>) => {
  const leads = { ...asFirst, on: true, takers: { agentIds: [anna, boris], teamIds: [] }, ...change };
  const reply = await firm.admin.patch('/api/settings', { leads });
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
};
const only = (...order: LeadSettings['order'][number]['rule'][]) => ({
  order: [
    ...order.map((rule) => ({ rule, on: true })),
    ...asFirst.order.filter(({ rule }) => !order.includes(rule)).map(({ rule }) => ({ rule, on: false })),
  ],
});
let number = 0;
const lead = async (body: object = {}): Promise<Contact> => {
  number += 1;
  const reply = await firm.admin.post<Contact>('/api/contacts', { name: `Lead ${number}`, ...body });
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  await server.idle();
  return (await firm.admin.get<Contact>(`/api/contacts/${reply.body.id}`)).body;
};
const ownerOf = async (id: string) => (await firm.admin.get<Contact>(`/api/contacts/${id}`)).body.owner?.id ?? null;
const leads = async () => (await firm.admin.get<{ items: Lead[] }>('/api/leads?limit=200')).body.items;
const presence = (agentId: string, state: string) => server.db.sql`
  insert into agent_presence (agent_id, asked_since, since, state) values (${agentId}, now(), now(), ${state})
  on conflict (agent_id) do update set state = excluded.state`;

describe('[CRM-8] a new lead', () => {
  it('[CRM-8] stays everybody’s while the rules are switched off', async () => {
    expect((await lead()).owner).toBeNull();
  });

  it('[CRM-8] goes to whose turn it is; both are told, and the time-line says why', async () => {
    await rules(only('round-robin'));
    const live = await firm.anna.live();
    const owners = [];
    for (let count = 0; count < 4; count += 1) owners.push((await lead()).owner?.id);
    expect(owners).toEqual([anna, boris, anna, boris]);
    const told = await live.event(({ event }) => event.name === 'lead.given');
    expect(told.event.payload).toMatchObject({ agentId: anna, fromAgentId: null, why: 'new' });
    live.close();
    const [newest] = await leads();
    expect(newest).toMatchObject({ owner: { id: boris }, given: { why: 'new', reason: { decidedBy: 'round-robin' } } });
    const timeline = await firm.admin.get<{ items: { text?: string }[] }>(
      `/api/contacts/${newest?.contactId}/timeline`,
    );
    expect(timeline.body.items.map(({ text }) => text ?? '')).toContain('contact.lead-given: Boris, new, round-robin');
    const audit = await server.db.sql<{ after: object }[]>`
      select after from audit_entries where record = ${newest?.contactId ?? ''} and action = 'contact.lead-given'`;
    expect([...audit]).toEqual([
      { after: expect.objectContaining({ owner: { id: boris, name: 'Boris' }, decidedBy: 'round-robin' }) },
    ]);
  });

  it('[CRM-8] belongs to the team of its new owner', async () => {
    await rules({ ...only('round-robin'), takers: { agentIds: [boris], teamIds: [] } });
    const made = await lead();
    expect((await firm.anna.get(`/api/contacts/${made.id}`)).status).toBe(404);
    expect((await firm.boris.get(`/api/contacts/${made.id}`)).status).toBe(200);
  });

  it('[CRM-8] keeps the owner that was typed in; clients and suppliers are none of it', async () => {
    await rules(only('round-robin'));
    expect((await lead({ ownerId: boris })).owner?.id).toBe(boris);
    expect((await lead({ lifecycle: 'supplier' })).owner).toBeNull();
  });

  it('[CRM-8] that somebody types in stays theirs, unless the firm has the rules give it out or nobody is to have it', async () => {
    await rules({ ...only('round-robin'), takers: { agentIds: [anna], teamIds: [] } });
    const typed = async (body: object = {}) => {
      const reply = await firm.boris.post<Contact>('/api/contacts', { name: 'Typed in', ...body });
      await server.idle();
      return ownerOf(reply.body.id);
    };
    expect(await typed()).toBe(boris);
    expect(await typed({ ownerId: null })).toBe(anna);
    await rules({ ...only('round-robin'), takers: { agentIds: [anna], teamIds: [] }, handMade: 'rules' });
    expect(await typed()).toBe(anna);
    await firm.admin.patch(`/api/agents/${boris}`, { active: false });
    await rules({ on: false });
    expect(await typed()).toBeNull();
    await firm.admin.patch(`/api/agents/${boris}`, { active: true });
  });

  it('[CRM-8] goes where its number is from, to whoever is there, to whoever has fewest', async () => {
    const region = { name: 'Italy', countries: ['IT'], timeZones: [], agentIds: [boris], teamIds: [] };
    await rules({ ...only('region', 'present'), regions: [region] });
    await presence(anna, 'ready');
    await presence(boris, 'off');
    expect((await lead({ phones: [{ raw: '+39 02 1234 5678' }] })).owner?.id).toBe(boris);
    expect((await lead({ phones: [{ raw: '+33 1 42 68 53 00' }] })).owner?.id).toBe(anna);
    await rules(only('load'));
    for (let count = 0; count < 3; count += 1) await lead({ ownerId: anna });
    expect((await lead()).owner?.id).toBe(boris);
  });

  it('[CRM-8] goes to whoever has the skill that it asks for, and goes on when the skill is switched off', async () => {
    const skill = (await firm.admin.post<DirectoryEntry>('/api/directories', { directory: 'skill', label: 'French' }))
      .body;
    const given = await firm.admin.patch<Agent>(`/api/agents/${boris}`, { skillIds: ['french'] });
    expect(given.body.skillIds).toEqual([skill.id]);
    const france = { name: 'France', sourceIds: [], channels: [], countries: ['FR'], skillId: skill.id };
    await rules({
      ...only('skill', 'round-robin'),
      skills: [{ ...france, timeZones: [], agentIds: [], teamIds: [] }],
    });
    const asked = '/api/leads/next?number=%2B33142685300';
    const next = (await firm.admin.get<NextLead>(asked)).body;
    const step = { rule: 'skill', left: 1, detail: 'France', skill: 'French' };
    expect(next).toMatchObject({ owner: { id: boris }, reason: { decidedBy: 'skill', steps: [step] } });
    expect(next.takers.find(({ id }) => id === boris)?.skillIds).toEqual([skill.id]);
    for (let count = 0; count < 2; count += 1)
      expect((await lead({ phones: [{ raw: '+33 1 42 68 53 00' }] })).owner?.id).toBe(boris);
    await firm.admin.patch(`/api/directories/${skill.id}`, { active: false, label: 'Français' });
    expect((await firm.admin.get<NextLead>(asked)).body.reason?.steps).toEqual([{ ...step, skill: 'Français' }]);
    // Nobody has it any more: the lead goes on to the next rule instead of waiting.
    await firm.admin.patch(`/api/agents/${boris}`, { skillIds: [] });
    expect((await firm.admin.get<NextLead>(asked)).body.reason?.decidedBy).toBe('round-robin');
  });

  it('[CRM-8] goes to the owner of its organisation', async () => {
    await rules(only('organisation-owner', 'round-robin'));
    await firm.admin.post('/api/organisations', { name: 'Vega', ownerId: firm.maria.agent.id });
    expect((await lead({ organisationName: 'Vega' })).owner?.id).toBe(firm.maria.agent.id);
  });

  it('[CRM-8] of an import is given like one that was typed in, and a second time changes nothing', async () => {
    await rules({ on: false });
    const made = [(await lead()).id, (await lead()).id, (await lead({ lifecycle: 'partner' })).id];
    await rules(only('round-robin'));
    const { platform } = server.app;
    const tell = async () => {
      await platform.database.transaction((tx) =>
        platform.facts.append<ContactsImported>(tx, {
          type: 'contacts.imported',
          payload: { importId: 'imp_1', contactIds: made, removedNumbers: [] },
          subject: 'imp_1',
        }),
      );
      await server.idle();
      return Promise.all(made.map(ownerOf));
    };
    const owners = await tell();
    expect([...owners.slice(0, 2)].sort()).toEqual([anna, boris].sort());
    expect(owners[2]).toBeNull();
    expect(await tell()).toEqual(owners);
  });

  it('[CRM-8] [IMP-1] of an import that is taken back goes, although the rules gave it; what a person did to it stays', async () => {
    await rules(only('round-robin'));
    const importer = importerOf(server.app.platform);
    const { id } = await importer.bring('Name;Phone;Company\nFirst;89160000101;Lyra\nSecond;89160000102;Lyra\n');
    await server.idle();
    const made = await server.db.sql<{ id: string; name: string; owner: string | null }[]>`
      select id, name, owner_agent_id as owner from contacts where name in ('First', 'Second') order by name`;
    expect(made.map(({ owner }) => owner).sort()).toEqual([anna, boris].sort());
    const reply = await firm.admin.patch(`/api/contacts/${made[1]?.id}`, { notes: 'called, wants an offer' });
    expect(reply.status, JSON.stringify(reply.body)).toBe(200);
    await importer.command(id, 'undo');
    // The second one stays, and so does its organisation.
    expect(await importer.work(id)).toMatchObject({ state: 'undone', counts: { restored: 1, kept: 2 } });
    const statuses = made.map(async (one) => (await firm.admin.get(`/api/contacts/${one.id}`)).status);
    expect(await Promise.all(statuses)).toEqual([404, 200]);
  }, 120_000);

  it('[CRM-8] two servers that decide at once keep the turns fair', async () => {
    await rules({ on: false });
    const made = [];
    for (let count = 0; count < 6; count += 1) made.push((await lead()).id);
    await rules(only('round-robin'));
    const { platform } = server.app;
    await Promise.all(
      made.map((contactId) =>
        platform.database.transaction((tx) =>
          giveLeads(platform, tx, [{ contactId }], { why: 'new', by: { principal: systemPrincipal } }),
        ),
      ),
    );
    const owners = await Promise.all(made.map(ownerOf));
    expect([anna, boris].map((agentId) => owners.filter((owner) => owner === agentId).length)).toEqual([3, 3]);
  });
});

describe('[CRM-8] giving again', () => {
  it('[CRM-8] never to the same one, by whoever leads the owner, and by nobody else', async () => {
    await rules(only('round-robin'));
    const made = await lead({ ownerId: anna });
    const body = { contactIds: [made.id] };
    expect((await firm.anna.post('/api/leads/distribute', body)).status).toBe(403);
    const given = await firm.sveta.post<DistributedLeads>('/api/leads/distribute', body);
    expect(given.body.items).toEqual([
      expect.objectContaining({
        contactId: made.id,
        owner: { id: boris, name: 'Boris' },
        from: { id: anna, name: 'Anna' },
      }),
    ]);
    // It is of the south now, which she does not lead.
    const again = await firm.sveta.post<{ error: { code: string } }>('/api/leads/distribute', body);
    expect([again.status, again.body.error.code]).toEqual([403, 'leads.not_yours']);
  });

  it('[CRM-8] a lead that was left lying goes to somebody who is there, not for ever and not back', async () => {
    await presence(anna, 'off');
    await presence(boris, 'off');
    await rules({ ...only('round-robin'), untouched: { on: true, afterMinutes: 60, most: 2 } });
    const lying = await lead();
    const touched = await lead();
    const first = lying.owner?.id;
    const other = first === anna ? boris : anna;
    await server.db.sql`update lead_hand_overs set given_at = given_at - interval '59 minutes'`;
    await server.db.sql`update contacts set updated_at = updated_at - interval '1 day'`;
    await firm.admin.patch(`/api/contacts/${touched.id}`, { mainNeed: 'Oak' });
    const { platform } = server.app;
    await server.db.sql`update lead_hand_overs set ended_at = now() where contact_id <> all(${[lying.id, touched.id]})`;
    expect(await passOnUntouched(platform)).toBe(0);
    await server.db.sql`update lead_hand_overs set given_at = given_at - interval '2 minutes'`;
    expect(await passOnUntouched(platform), 'nobody is there').toBe(0);
    await presence(other ?? '', 'ready');
    await presence(first ?? '', 'ready');
    expect(await passOnUntouched(platform)).toBe(1);
    expect(await ownerOf(lying.id)).toBe(other);
    expect(await ownerOf(touched.id)).toBe(touched.owner?.id);
    await server.db.sql`update lead_hand_overs set given_at = given_at - interval '2 hours'`;
    await server.db.sql`update contacts set updated_at = updated_at - interval '2 hours'`;
    expect(await passOnUntouched(platform), 'both had it').toBe(0);
  });
});

describe('[CRM-8] who would get the next one', () => {
  it('[CRM-8] is told with the reason, and nothing is given', async () => {
    const region = { name: 'Italy', countries: ['IT'], timeZones: [], agentIds: [boris], teamIds: [] };
    await rules({ ...only('region', 'round-robin'), regions: [region] });
    const next = await firm.admin.get<NextLead>(`/api/leads/next?number=${encodeURIComponent('+390212345678')}`);
    expect(next.body).toMatchObject({
      owner: { id: boris },
      reason: { decidedBy: 'region', steps: [{ rule: 'region', left: 1, detail: 'Italy' }] },
    });
    expect(next.body.takers.map(({ id }) => id).sort()).toEqual([anna, boris].sort());
    const twice = [
      await firm.admin.get<NextLead>('/api/leads/next'),
      await firm.admin.get<NextLead>('/api/leads/next'),
    ];
    expect(twice[0]?.body).toEqual(twice[1]?.body);
  });

  it('[CRM-8] rules that name one twice are refused by name', async () => {
    const order = asFirst.order.map(({ on }) => ({ rule: 'load', on }));
    const reply = await firm.admin.patch<{ error: { fields: object } }>('/api/settings', {
      leads: { ...asFirst, order },
    });
    expect(reply.status).toBe(422);
    expect(Object.keys(reply.body.error.fields)).toEqual(['leads.order']);
  });
});

describe('[CRM-8] what came of each source', () => {
  it('[CRM-8] counts leads, those reached, deals and money, of what the reader may see', async () => {
    await rules({ on: false });
    const fair = await firm.admin.post<{ id: string }>('/api/directories', { directory: 'source', label: 'Fair' });
    const of = { sourceId: fair.body.id, advertisingChannel: 'Hall 7' };
    const one = await lead({ ...of, ownerId: boris });
    const two = await lead({ ...of, ownerId: boris });
    await lead({ ...of, lifecycle: 'client', ownerId: boris });
    await server.db.sql`update contacts set reached_count = 1 where id = ${two.id}`;
    const pipelines = await firm.admin.get<{ items: { stages: { id: string; kind: string }[] }[] }>('/api/pipelines');
    const won = pipelines.body.items[0]?.stages.find(({ kind }) => kind === 'won');
    const deal = await firm.admin.post<{ id: string }>('/api/deals', {
      title: 'Oak',
      contactId: one.id,
      potential: '1200.00',
      ownerId: boris,
    });
    expect(deal.status, JSON.stringify(deal.body)).toBe(201);
    const moved = await firm.admin.post(`/api/deals/${deal.body.id}/stage`, { stageId: won?.id });
    expect(moved.status, JSON.stringify(moved.body)).toBe(200);
    await server.idle();
    const from = new Date(Date.now() - 3_600_000).toISOString();
    const to = new Date(Date.now() + 3_600_000).toISOString();
    const read = async (by: string, who = firm.admin) =>
      (await who.get<LeadSources>(`/api/leads/sources?from=${from}&to=${to}&by=${by}`)).body.items;
    const row = { leads: 2, reached: 1, withDeal: 1, won: 1, wonSum: '1200.00' };
    expect(await read('source')).toContainEqual({ key: fair.body.id, ...row });
    expect(await read('channel')).toContainEqual({ key: 'Hall 7', ...row });
    expect((await read('source', firm.anna)).map(({ key }) => key)).not.toContain(fair.body.id);
    expect((await firm.admin.get(`/api/leads/sources?from=${to}&to=${from}`)).status).toBe(422);
    // The lead became a client by the deal, without anything typed again, and counts as what it came as.
    const lifecycle = async () => (await firm.admin.get<Contact>(`/api/contacts/${one.id}`)).body.lifecycle;
    expect(await lifecycle()).toBe('client');
    const [entry] = await server.db.sql<{ id: string }[]>`
      select id from audit_entries where record = ${one.id} and after->>'lifecycle' = 'client' and action = 'contact.changed'`;
    expect((await firm.admin.post(`/api/audit/${entry?.id}/restore`)).status).toBe(200);
    expect(await lifecycle()).toBe('lead');
  });

  it('[CRM-8] counts a lead that a deal made a client of before anybody heard that it came', async () => {
    const { id } = await lead({ lifecycle: 'client', advertisingChannel: 'Hall 8' });
    const told = leadListeners(server.app.platform).find(({ name }) => name === 'give-lead.on-contact-created');
    const payload = { contactId: id, version: 1, callId: null, lifecycle: 'lead' };
    await server.db.transaction(async (tx) => {
      const fact = { id: 'fct_late', type: 'contact.created', payload, occurredAt: new Date() };
      await told?.handle(fact as unknown as Fact, { tx } as ListenerContext);
    });
    const span = `from=${new Date(Date.now() - 3_600_000).toISOString()}&to=${new Date(Date.now() + 3_600_000).toISOString()}`;
    const { items } = (await firm.admin.get<LeadSources>(`/api/leads/sources?${span}&by=channel`)).body;
    expect(items).toContainEqual(expect.objectContaining({ key: 'Hall 8', leads: 1 }));
    expect((await leads()).map(({ contactId }) => contactId)).not.toContain(id);
  });
});
