/** [ACC-1] Own roles, private people and field rights, over HTTP and the live link, in a firm of two teams. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OwnRole } from '../../server/contract/access.contract.ts';
import type { Contact } from '../../server/contract/contacts.contract.ts';
import { type Firm, type PersonAtWork, peopleOfFirm, signInAs } from '../factories/people-of-firm.ts';
import { startTestServer, type TestClient, type TestServer } from './test-server.ts';

let server: TestServer;
let firm: Firm;
beforeAll(async () => {
  server = await startTestServer();
  firm = await peopleOfFirm(server);
});
afterAll(() => server.close());

const errorOf = (body: unknown) => (body as { error: { code: string; fields?: Record<string, string> } }).error;

async function roleOf(body: object, by: TestClient = firm.admin): Promise<OwnRole> {
  const reply = await by.post<OwnRole>('/api/roles', body);
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body;
}

const give = (person: PersonAtWork, roleId: string | null) =>
  firm.admin.patch(`/api/users/${person.agent.userId}`, { roleId });

async function contactOf(body: object, by: TestClient = firm.admin): Promise<Contact> {
  const reply = await by.post<Contact>('/api/contacts', body);
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body;
}

describe('own roles', () => {
  it('[ACC-1] takes a right away while somebody works, and gives it back', async () => {
    const role = await roleOf({ name: 'No search', base: 'operator', scopes: { 'contacts.read': 'none' } });
    expect((await firm.boris.get('/api/contacts')).status).toBe(200);
    await give(firm.boris, role.id);
    expect((await firm.boris.get('/api/contacts')).status).toBe(403);
    const session = await firm.boris.get<{ permissions: string[]; ownRole: unknown }>('/api/session');
    expect(session.body.permissions).not.toContain('contacts.read');
    expect(session.body.ownRole).toEqual({ id: role.id, name: 'No search' });
    await firm.admin.patch(`/api/roles/${role.id}`, { scopes: {} });
    expect((await firm.boris.get('/api/contacts')).status).toBe(200);
    await give(firm.boris, null);
  });

  it('[ACC-1] reaches one’s own records instead of the team’s', async () => {
    const colleague = await contactOf({ name: 'Client of Sveta', ownerId: firm.sveta.agent.id });
    const mine = await contactOf({ name: 'Client of Anna', ownerId: firm.anna.agent.id });
    const role = await roleOf({ name: 'Own clients', base: 'operator', scopes: { 'contacts.read': 'own' } });
    expect((await firm.anna.get(`/api/contacts/${colleague.id}`)).status).toBe(200);
    await give(firm.anna, role.id);
    expect((await firm.anna.get(`/api/contacts/${colleague.id}`)).status).toBe(404);
    expect((await firm.anna.get(`/api/contacts/${mine.id}`)).status).toBe(200);
    const list = await firm.anna.get<{ items: Contact[] }>('/api/contacts');
    expect(list.body.items.map(({ name }) => name)).not.toContain('Client of Sveta');
    await give(firm.anna, null);
  });

  it('[ACC-1] moves people between live rooms at once', async () => {
    const role = await roleOf({ name: 'Watches all', base: 'supervisor', scopes: { 'board.read': 'none' } });
    const link = await firm.sveta.live();
    const next = link.nextSnapshot();
    await give(firm.sveta, role.id);
    await next;
    const again = link.nextSnapshot();
    await firm.admin.patch(`/api/roles/${role.id}`, { scopes: { 'board.read': 'all' } });
    await again;
    await give(firm.sveta, null);
    link.close();
  });

  it('[ACC-1] works for API keys', async () => {
    const role = await roleOf({ name: 'Reads people', base: 'manager', scopes: { 'calls.read': 'none' } });
    const made = await firm.admin.post<{ key: string; role: string }>('/api/api-keys', {
      name: 'report',
      role: 'operator',
      roleId: role.id,
    });
    expect(made.body.role).toBe('manager');
    const headers = { authorization: `Bearer ${made.body.key}` };
    const ask = async (path: string) => (await server.anonymous.request('GET', path, undefined, headers)).status;
    expect(await ask('/api/contacts')).toBe(200);
    expect(await ask('/api/calls')).toBe(403);
  });

  it('[ACC-1] refuses rights, scopes and fields that do not exist, by name', async () => {
    const wrong = {
      name: 'Wrong',
      base: 'operator',
      scopes: { 'no.such': 'all', 'teams.read': 'own' },
      fields: { contact: { name: 'hidden', shoeSize: 'hidden' } },
    };
    const reply = await firm.admin.post('/api/roles', wrong);
    expect(reply.status).toBe(422);
    expect(Object.keys(errorOf(reply.body).fields ?? {}).sort()).toEqual([
      'fields.contact.name',
      'fields.contact.shoeSize',
      'scopes.no.such',
      'scopes.teams.read',
    ]);
  });

  it('[ACC-1] is not deleted while somebody has it, nor named twice, nor overwritten unseen', async () => {
    const role = await roleOf({ name: 'Kept', base: 'operator' });
    expect(errorOf((await firm.admin.post('/api/roles', { name: 'kept', base: 'operator' })).body).code).toBe(
      'access.role_taken',
    );
    await give(firm.boris, role.id);
    expect(errorOf((await firm.admin.delete(`/api/roles/${role.id}`)).body).code).toBe('access.role_in_use');
    await give(firm.boris, null);
    await firm.admin.patch(`/api/roles/${role.id}`, { name: 'Kept on', version: 1 });
    const stale = await firm.admin.patch(`/api/roles/${role.id}`, { name: 'Late', version: 1 });
    expect([stale.status, errorOf(stale.body).code]).toEqual([409, 'access.role_stale']);
    expect((await firm.admin.delete(`/api/roles/${role.id}`)).status).toBe(204);
  });

  it('[ACC-1] a change of the built-in role ends the own one, unless it is its base', async () => {
    const role = await roleOf({ name: 'Base kept', base: 'operator' });
    const userId = firm.boris.agent.userId;
    await give(firm.boris, role.id);
    const same = await firm.admin.patch(`/api/users/${userId}`, { role: 'operator' });
    expect(same.body).toMatchObject({ role: 'operator', roleId: role.id });
    const other = await firm.admin.patch(`/api/users/${userId}`, { role: 'supervisor' });
    expect(other.body).toMatchObject({ role: 'supervisor', roleId: null });
    await firm.admin.patch(`/api/users/${userId}`, { role: 'operator' });
  });

  it('[ACC-1] nobody gives more than they have, nor takes over who has more', async () => {
    const role = await roleOf({ name: 'Hires', base: 'supervisor', scopes: { 'users.manage': 'all' } });
    await give(firm.sveta, role.id);
    const hire = (body: object) =>
      firm.sveta.post('/api/users', { name: 'New', email: `n${Math.round(performance.now())}@firm.test`, ...body });
    expect(errorOf((await hire({ role: 'administrator' })).body).code).toBe('access.more_than_yours');
    expect((await hire({ role: 'operator' })).status).toBe(201);
    const maria = await firm.sveta.patch(`/api/users/${firm.maria.agent.userId}`, { password: 'a stolen password' });
    expect(errorOf(maria.body).code).toBe('access.more_than_yours');
    expect((await firm.sveta.post('/api/roles', { name: 'Mine', base: 'operator' })).status).toBe(403);
    await give(firm.sveta, null);
  });

  it('[ACC-1] the last administrator whom no role holds back stays one', async () => {
    const role = await roleOf({ name: 'Weak', base: 'administrator', scopes: { 'users.manage': 'none' } });
    const [first] = await server.db.sql<{ id: string }[]>`select id from users where role = 'administrator'`;
    const reply = await firm.admin.patch(`/api/users/${first?.id}`, { roleId: role.id });
    expect(errorOf(reply.body).code).toBe('access.last_administrator');
  });
});

describe('private people', () => {
  it('[ACC-1] are the owner’s alone, in every list and look-up, and politely somebody’s for the others', async () => {
    const secret = await contactOf(
      { name: 'Zinaida Private', private: true, phones: [{ raw: '+7 916 555-44-33' }] },
      firm.anna,
    );
    expect(secret).toMatchObject({ private: true, owner: { name: 'Anna' } });
    expect((await firm.anna.get(`/api/contacts/${secret.id}`)).status).toBe(200);
    expect((await firm.admin.get(`/api/contacts/${secret.id}`)).status).toBe(200);
    for (const other of [firm.sveta, firm.boris, firm.maria]) {
      expect((await other.get(`/api/contacts/${secret.id}`)).status).toBe(404);
      for (const path of [
        '/api/contacts',
        '/api/contacts?q=Zinaida',
        '/api/search?q=Zinaida',
        '/api/search?q=9165554433',
        '/api/contacts/lookup?number=%2B79165554433',
        '/api/contacts/duplicates?phone=%2B79165554433&name=Zinaida%20Private',
      ]) {
        const { body } = await other.get(path);
        expect(JSON.stringify(body), path).not.toContain('Zinaida');
      }
    }
    const known = await firm.maria.get<{ candidates: object[] }>('/api/contacts/lookup?number=%2B79165554433');
    expect(known.body.candidates).toMatchObject([{ restricted: true, name: '', owner: { name: 'Anna' } }]);
  });

  it('[ACC-1] are made so by their owner only, need one, and come back to the team', async () => {
    const shared = await contactOf({ name: 'Shared', ownerId: firm.anna.agent.id });
    const bySveta = await firm.sveta.patch(`/api/contacts/${shared.id}`, { private: true });
    expect([bySveta.status, Object.keys(errorOf(bySveta.body).fields ?? {})]).toEqual([422, ['private']]);
    expect((await firm.anna.patch(`/api/contacts/${shared.id}`, { private: true })).status).toBe(200);
    const ownerless = await firm.anna.patch(`/api/contacts/${shared.id}`, { ownerId: null });
    expect(Object.keys(errorOf(ownerless.body).fields ?? {})).toEqual(['private']);
    expect((await firm.sveta.get(`/api/contacts/${shared.id}`)).status).toBe(404);
    await firm.anna.patch(`/api/contacts/${shared.id}`, { private: false });
    expect((await firm.sveta.get(`/api/contacts/${shared.id}`)).status).toBe(200);
  });

  it('[ACC-1] stay private when the owner changes the team', async () => {
    const secret = await contactOf({ name: 'Moves along', private: true }, firm.boris);
    await firm.admin.patch(`/api/agents/${firm.boris.agent.id}`, { teamId: firm.north });
    await server.idle();
    expect((await firm.sveta.get(`/api/contacts/${secret.id}`)).status).toBe(404);
    await firm.admin.patch(`/api/agents/${firm.boris.agent.id}`, { teamId: firm.south });
  });
});

describe('field rights', () => {
  it('[ACC-1] hide a field everywhere and refuse to change what is hidden or read-only, by name', async () => {
    const client = await contactOf({
      name: 'Fields',
      ownerId: firm.anna.agent.id,
      notes: 'very secret',
      emails: ['fields@client.test'],
      phones: [{ raw: '+7 916 700-70-70' }],
    });
    await firm.anna.post(`/api/contacts/${client.id}/notes`, { text: 'another secret' });
    const role = await roleOf({
      name: 'Sees little',
      base: 'operator',
      fields: { contact: { notes: 'hidden', owner: 'hidden', emails: 'read-only' } },
    });
    await give(firm.anna, role.id);
    const seen = await firm.anna.get<Contact>(`/api/contacts/${client.id}`);
    expect(seen.body).toMatchObject({ notes: '', owner: null, emails: ['fields@client.test'] });
    const timeline = await firm.anna.get(`/api/contacts/${client.id}/timeline`);
    expect(JSON.stringify(timeline.body)).not.toMatch(/secret|contact\.changed: .*notes/);
    const known = await firm.anna.get('/api/contacts/lookup?number=%2B79167007070');
    expect(known.body).toMatchObject({ candidates: [{ owner: null }] });
    for (const [key, value] of [
      ['notes', 'x'],
      ['ownerId', null],
      ['emails', []],
    ] as const) {
      const reply = await firm.anna.patch(`/api/contacts/${client.id}`, { [key]: value });
      expect([reply.status, errorOf(reply.body).code, Object.keys(errorOf(reply.body).fields ?? {})]).toEqual([
        403,
        'access.field_held_back',
        [key],
      ]);
    }
    expect((await firm.anna.patch(`/api/contacts/${client.id}`, { vip: true })).status).toBe(200);
    await give(firm.anna, null);
    expect((await firm.anna.get<Contact>(`/api/contacts/${client.id}`)).body.notes).toBe('very secret');
  });

  it('[ACC-1] let a new person be made with the other fields', async () => {
    const role = await roleOf({ name: 'No e-mails', base: 'operator', fields: { contact: { emails: 'hidden' } } });
    await give(firm.boris, role.id);
    expect(
      (await firm.boris.post('/api/contacts', { name: 'Plain', phones: [{ raw: '+7 916 700-70-71' }] })).status,
    ).toBe(201);
    expect((await firm.boris.post('/api/contacts', { name: 'Mail', emails: ['a@b.test'] })).status).toBe(403);
    await give(firm.boris, null);
  });
});

it('[ACC-1] an own role outlives a new sign-in', async () => {
  const role = await roleOf({ name: 'After signing in', base: 'operator', scopes: { 'contacts.read': 'none' } });
  await give(firm.boris, role.id);
  const again = await signInAs(server, firm.boris.email);
  expect((await again.get('/api/contacts')).status).toBe(403);
  await give(firm.boris, null);
});
