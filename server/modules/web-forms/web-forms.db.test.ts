/** API-1, CRM-8: a form on the firm's own site becomes a lead, once, whatever happens on the way. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Firm, peopleOfFirm } from '../../../test/factories/people-of-firm.ts';
import { clientOf, startTestServer, type TestServer } from '../../../test/server/test-server.ts';
import type { Contact } from '../../contract/contacts.contract.ts';
import type { Message } from '../../contract/messages.contract.ts';
import type { Settings } from '../../contract/settings.contract.ts';
import type { Task } from '../../contract/tasks.contract.ts';
import type { Submission, WebForm } from '../../contract/web-forms.contract.ts';
import { makeToken } from './form-token.ts';

let server: TestServer;
let firm: Firm;
let form: WebForm;
let anna: string;
beforeAll(async () => {
  server = await startTestServer();
  firm = await peopleOfFirm(server);
  anna = firm.anna.agent.id;
  const leads = (await firm.admin.get<Settings>('/api/settings')).body.leads;
  await firm.admin.patch('/api/settings', { leads: { ...leads, on: true, takers: { agentIds: [anna], teamIds: [] } } });
  const source = await firm.admin.post<{ id: string }>('/api/directories', { directory: 'source', label: 'Our site' });
  const made = await firm.admin.post<WebForm>('/api/web-forms', { name: 'Contact form', sourceId: source.body.id });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  form = made.body;
});
afterAll(() => server.close());

let nonces = 0;
/** A token as if the form had been shown `seconds` ago. */
async function token(seconds = 10): Promise<string> {
  await server.anonymous.get(`/api/web-forms/${form.id}`);
  const [secret] = await server.db.sql<{ value: string }[]>`select value from server_secrets where name = 'web-forms'`;
  nonces += 1;
  const shown = new Date(Date.now() - seconds * 1_000);
  return makeToken(secret?.value ?? '', { formId: form.id, now: shown, nonce: `n${nonces}` });
}
const address = () => `/api/web-forms/${form.id}`;
/** Each from an address of its own, so that tests do not share a limit. */
const send = (fields: object, headers: Record<string, string> = {}) =>
  server.anonymous.request<{ received?: true; error?: { code: string } }>('POST', address(), fields, headers);
const fresh = () => server.db.sql`delete from web_form_limits`;
const submissions = async (query = '') => {
  await server.idle();
  const reply = await firm.admin.get<{ items: Submission[] }>(`${address()}/submissions${query}`);
  return reply.body.items;
};
const people = async (q: string) =>
  (await firm.admin.get<{ items: Contact[] }>(`/api/contacts?q=${encodeURIComponent(q)}`)).body.items;

const messagesOf = async (id: string) => {
  const timeline = await firm.admin.get<{ items: { message?: Message }[] }>(`/api/contacts/${id}/timeline`);
  return timeline.body.items.flatMap(({ message }) => message ?? []);
};

describe('[API-1] a form that is sent', () => {
  it('[API-1] becomes a lead with its source and channel, is given by the rules, and the message is on the time-line', async () => {
    const fields = { name: 'Ann Web', phone: '+33 1 42 68 53 00', message: 'Call me', utm_source: 'google' };
    const reply = await send({ ...fields, token: await token() });
    expect([reply.status, reply.body]).toEqual([202, { received: true }]);
    const [latest] = await submissions();
    expect(latest).toMatchObject({ state: 'taken', suspicions: [] });
    expect(latest?.fields.map(({ name }) => name)).not.toContain('token');
    const person = (await firm.admin.get<Contact>(`/api/contacts/${latest?.contactId}`)).body;
    expect(person).toMatchObject({
      name: 'Ann Web',
      lifecycle: 'lead',
      owner: { id: anna },
      sourceId: form.sourceId,
      advertisingChannel: 'google',
      phones: [expect.objectContaining({ e164: '+33142685300' })],
    });
    expect(await messagesOf(person.id)).toEqual([
      expect.objectContaining({ subject: 'Contact form', text: 'Call me', channel: 'web-form', state: 'received' }),
    ]);
  });

  it('[API-1] of somebody who is there already is a message and a task for the owner, and the answer tells neither', async () => {
    const known = await firm.admin.post<Contact>('/api/contacts', {
      name: 'Known One',
      lifecycle: 'client',
      ownerId: anna,
      emails: ['known@example.com'],
    });
    const reply = await send({
      name: 'Somebody',
      email: 'Known@Example.com',
      message: 'Me again',
      token: await token(),
    });
    expect([reply.status, reply.body]).toEqual([202, { received: true }]);
    expect((await submissions())[0]).toMatchObject({ state: 'joined', contactId: known.body.id });
    expect(await people('Somebody')).toEqual([]);
    const tasks = await firm.admin.get<{ items: Task[] }>(`/api/tasks?contactId=${known.body.id}`);
    expect(tasks.body.items).toEqual([
      expect.objectContaining({ title: 'Contact form: Known One', agent: { id: anna, name: 'Anna' }, kind: 'call' }),
    ]);
    expect(await messagesOf(known.body.id)).toEqual([
      expect.objectContaining({ text: 'Me again', address: 'known@example.com', by: null }),
    ]);
  });

  it('[API-1] sent twice by one page, or twice at once, is one person', async () => {
    const fields = { name: 'Twice', phone: '+33 1 42 68 53 02', token: await token() };
    await Promise.all([send(fields), send(fields), send(fields)]);
    await fresh();
    await Promise.all([
      send({ ...fields, token: await token() }),
      send({ ...fields, phone: '0033142685302', token: await token() }),
    ]);
    await submissions();
    expect(await people('Twice')).toHaveLength(1);
    expect(
      (await submissions()).filter(({ fields: sent }) => sent.some(({ value }) => value === 'Twice')),
    ).toHaveLength(3);
    const key = { 'idempotency-key': 'abc' };
    await send({ name: 'Keyed', phone: '+33142685303' }, key);
    await send({ name: 'Keyed', phone: '+33142685303' }, key);
    expect(
      (await submissions()).filter(({ fields: sent }) => sent.some(({ value }) => value === 'Keyed')),
    ).toHaveLength(1);
    await fresh();
  });

  it('[API-1] sent again from the same page with other words is another one, also after one that was put aside', async () => {
    const shown = await token(1);
    const people = [
      { name: 'Too Fast', phone: '+33142685305', message: 'First' },
      { name: 'Too Fast', phone: '+33142685306', message: 'First' },
      { name: 'A Colleague', email: 'colleague@example.com' },
    ];
    for (const fields of people) await send({ ...fields, token: shown });
    await send({ ...people[2], token: shown });
    const key = { 'idempotency-key': 'one-page' };
    await send({ name: 'Keyed Page', phone: '+33142685307', token: await token() }, key);
    await send({ name: 'Keyed Page', phone: '+33142685308', token: await token() }, key);
    const latest = (await submissions()).slice(0, 5).reverse();
    const texts = latest.map(({ fields }) => fields.map(({ value }) => value).join(' '));
    expect(texts).toEqual([
      'Too Fast +33142685305 First',
      'Too Fast +33142685306 First',
      'A Colleague colleague@example.com',
      'Keyed Page +33142685307',
      'Keyed Page +33142685308',
    ]);
    await fresh();
  });

  it('[API-1] by a page without a script works too, from any site, and leads to the page of thanks', async () => {
    const body = new URLSearchParams({ name: 'No Script', tel: '+33 1 42 68 53 04' });
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      origin: 'https://firm.example',
      'sec-fetch-site': 'cross-site',
    };
    const page = await fetch(`${server.url}${address()}`, { method: 'POST', body, headers, redirect: 'manual' });
    expect(page.status).toBe(202);
    expect(await page.text()).toContain('Merci');
    // Without a script there is no token: a person looks at it, and it is not lost.
    expect((await submissions())[0]).toMatchObject({ state: 'suspected', suspicions: ['no-token'] });
    await firm.admin.patch(address(), { thanksUrl: 'https://firm.example/thanks' });
    const redirected = await fetch(`${server.url}${address()}`, { method: 'POST', body, headers, redirect: 'manual' });
    expect([redirected.status, redirected.headers.get('location')]).toEqual([303, 'https://firm.example/thanks']);
    await fresh();
  });

  it('[API-1] may be read and sent by a page of another site; nothing else of the API may', async () => {
    const ask = (path: string, method: string) =>
      fetch(`${server.url}${path}`, {
        method: 'OPTIONS',
        headers: { origin: 'https://firm.example', 'access-control-request-method': method },
      });
    const allowed = await ask(address(), 'POST');
    expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
    expect(allowed.headers.get('access-control-allow-credentials')).toBeNull();
    expect((await ask('/api/web-forms', 'POST')).headers.get('access-control-allow-origin')).toBeNull();
    const foreign = clientOf(server.url, { ...firm.sveta.headers, origin: 'https://firm.example' });
    expect((await foreign.patch(address(), { active: false })).status).toBe(403);
    expect((await foreign.post('/api/web-forms', { name: 'x' })).status).toBe(403);
  });
});

describe('[API-1] spam', () => {
  const aside = async (name: string) =>
    (await submissions('?state=suspected')).find(({ fields }) => fields.some(({ value }) => value === name));

  it('[API-1] is put aside with the reason and makes nobody, until a person accepts it', async () => {
    const message = 'Buy http://a.example http://b.example';
    await send({ name: 'Spam One', phone: '+33142685310', message, homepage: 'x', token: await token(1) });
    const one = await aside('Spam One');
    expect(one).toMatchObject({ suspicions: ['honeypot', 'too-fast', 'links'], contactId: null });
    expect(await people('Spam One')).toEqual([]);
    expect((await firm.anna.post(`/api/web-forms/submissions/${one?.id}/accept`)).status).toBe(403);
    expect((await firm.sveta.post(`/api/web-forms/submissions/${one?.id}/refuse`)).body).toMatchObject({
      state: 'refused',
    });
    expect((await firm.sveta.post(`/api/web-forms/submissions/${one?.id}/accept`)).body).toMatchObject({
      state: 'new',
    });
    await server.idle();
    expect(await people('Spam One')).toHaveLength(1);
    const again = await firm.sveta.post<{ error: { code: string } }>(`/api/web-forms/submissions/${one?.id}/refuse`);
    expect(again.body.error.code).toBe('web-forms.already_taken');
    await fresh();
  });

  it('[API-1] from a site that is not the firm’s is put aside', async () => {
    await firm.admin.patch(address(), { origins: ['https://firm.example'] });
    const fields = async (name: string) => ({ name, phone: `+3314268531${nonces % 10}`, token: await token() });
    await send(await fields('Foreign'), { origin: 'https://thief.example' });
    await send(await fields('Own'), { origin: 'https://firm.example' });
    expect(await aside('Foreign')).toMatchObject({ suspicions: ['foreign-origin'] });
    expect(await aside('Own')).toBeUndefined();
    await firm.admin.patch(address(), { origins: [] });
    await fresh();
  });

  it('[API-1] of one address ends after ten within ten minutes, with the time to wait', async () => {
    const statuses = [];
    for (let count = 0; count < 11; count += 1)
      statuses.push((await send({ name: 'Many', phone: '+33142685320' }, { 'idempotency-key': 'many' })).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 202), 429]);
    const refused = await send({ name: 'Many', phone: '+33142685320' });
    expect(refused.body.error?.code).toBe('web-forms.too_often');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    await fresh();
  });

  it('[API-1] nobody to reach, too much, and a form that is switched off are refused in words', async () => {
    expect((await send({ name: 'Nobody', token: await token() })).body.error?.code).toBe('web-forms.nobody_to_reach');
    expect((await send({ message: 'x'.repeat(70_000) })).status).toBe(413);
    expect((await send(Object.fromEntries(Array.from({ length: 61 }, (_, at) => [`f${at}`, 'x'])))).status).toBe(422);
    await firm.admin.patch(address(), { active: false });
    expect((await send({ phone: '1' })).body.error?.code).toBe('web-forms.not_found');
    expect((await server.anonymous.get(address())).status).toBe(404);
    await firm.admin.patch(address(), { active: true });
  });
});
