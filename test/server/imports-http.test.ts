/** Imports over HTTP: handing in, the right and whose import it is, progress on the live link, what calls and debts learn. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { webhookSources } from '../../server/app/webhook-sources.ts';
import type { Import } from '../../server/contract/imports.contract.ts';
import { runImport } from '../../server/modules/imports/run-import.usecases.ts';
import { readerOf } from '../../server/modules/webhooks/webhook-reader.ts';
import { type Firm, peopleOfFirm } from '../factories/people-of-firm.ts';
import { startTestServer, type TestClient, type TestServer } from './test-server.ts';

// Each import starts a thread that compiles its sources first, which a busy machine takes its time for.
vi.setConfig({ testTimeout: 120_000 });

let server: TestServer;
let firm: Firm;
beforeAll(async () => {
  server = await startTestServer({ config: { importMaxMb: 1 } });
  firm = await peopleOfFirm(server);
});
afterAll(() => server.close());

const file = 'Имя;Телефон;Ответственный\nПётр;8 (495) 765-43-21;anna\nОля;8 916 000 00 02;Boris\n';
const hand = (by: TestClient, body: string) =>
  by.request<Import & { error: { code: string } }>('POST', '/api/imports?fileName=people.csv', body, {
    'content-type': 'text/csv',
  });
const ask = async (by: TestClient, id: string, command: string) =>
  (await by.post<Import & { error: { code: string; message: string } }>(`/api/imports/${id}/${command}`)).body;
const work = (id: string) => runImport(server.app.platform, id, new AbortController().signal);

describe('[IMP-1] imports over HTTP', () => {
  it('go from the file to the base, tell how far they are, and can be taken back', async () => {
    const live = await firm.sveta.live();
    const { status, body } = await hand(firm.sveta, file);
    expect(status, JSON.stringify(body)).toBe(201);
    expect(body).toMatchObject({
      state: 'ready',
      mapping: ['name', 'phone', 'owner'],
      commands: ['check', 'start', 'cancel'],
    });
    const targets = await firm.sveta.get<{ items: { key: string }[] }>('/api/imports/targets?target=contacts');
    expect(targets.body.items.map(({ key }) => key)).toContain('doNotCall');
    expect(await ask(firm.sveta, body.id, 'start')).toMatchObject({ state: 'waiting' });
    await work(body.id);
    await server.idle();
    const done = (await firm.sveta.get<Import>(`/api/imports/${body.id}`)).body;
    expect(done).toMatchObject({ state: 'done', counts: { created: 2 }, commands: ['undo'], createdBy: 'Sveta' });
    // A web-hook is told of it once, as its role reads it.
    const { sql } = server.db;
    expect((await sql`select from outbox_facts where type = 'import.finished' and subject = ${body.id}`).count).toBe(1);
    const source = webhookSources(server.app).find(({ events }) => events.includes('import.finished'));
    const readBy = async (role: 'manager' | 'operator') => {
      const hook = { id: 'whk', name: 'Hook', role, role_id: null };
      return source?.read(await readerOf(sql, hook), 'import.finished', body.id);
    };
    expect([await readBy('manager'), await readBy('operator')]).toMatchObject([{ import: { state: 'done' } }, null]);
    const told = live.events.flatMap(({ event }) => (event.name === 'import.changed' ? [event.payload] : []));
    expect(told.at(-1)).toMatchObject({ importId: body.id, state: 'done', rowsDone: 2, rowsTotal: 2 });
    expect((await ask(firm.sveta, body.id, 'start')).error).toMatchObject({ code: 'imports.not_now' });
    expect(await ask(firm.sveta, body.id, 'undo')).toMatchObject({ state: 'waiting' });
    await work(body.id);
    expect((await firm.sveta.get<Import>(`/api/imports/${body.id}`)).body).toMatchObject({ state: 'undone' });
  });

  it('are seen by whoever handed them in, their team, and those who see all; others get 404', async () => {
    const { body } = await hand(firm.maria, file);
    expect((await firm.admin.get(`/api/imports/${body.id}`)).status).toBe(200);
    const south = await server.signIn('supervisor', { teamId: firm.south });
    const { body: theirs } = await hand(south, file);
    expect((await firm.maria.get(`/api/imports/${theirs.id}`)).status).toBe(200);
    for (const path of ['', '/preview', '/rows?what=create', '/kept', '/errors.csv'])
      expect((await firm.sveta.get(`/api/imports/${theirs.id}${path}`)).status, path).toBe(404);
    expect((await firm.sveta.post(`/api/imports/${theirs.id}/start`)).status).toBe(404);
    expect((await firm.sveta.get<{ items: Import[] }>('/api/imports')).body.items.map(({ id }) => id)).not.toContain(
      theirs.id,
    );
    expect((await firm.anna.get('/api/imports')).status).toBe(403);
  });

  it('refuse a file that is too large, empty, or no table, in words, and keep nothing of it', async () => {
    const large = await hand(firm.maria, 'x'.repeat(1_100_000));
    expect(large.status).toBe(413);
    expect((await hand(firm.maria, '')).body.error.code).toBe('imports.file_empty');
    expect((await hand(firm.maria, '%PDF-1.7 …')).body.error.code).toBe('imports.file_unknown');
  });

  it('take columns and rules that make sense, and no others', async () => {
    const { body } = await hand(firm.maria, file);
    const patch = (change: object) =>
      firm.maria.patch<Import & { error: { code: string } }>(`/api/imports/${body.id}`, change);
    expect((await patch({ mapping: ['name', 'name', null] })).body.error.code).toBe('imports.mapping_invalid');
    expect((await patch({ mapping: ['phone', 'phone', null], version: body.version })).status).toBe(200);
    expect((await patch({ mapping: ['name', 'phone', null], version: body.version })).body.error.code).toBe(
      'imports.stale',
    );
    const again = await patch({ format: { encoding: 'utf-8', delimiter: ',', hasHeader: true } });
    expect(again.body.headers).toHaveLength(1);
  });
});

describe('[TEL-8] numbers that come with an import', () => {
  it('link the earlier calls of these numbers, in bulk, and unlink them when the import is taken back', async () => {
    const call = (id: string, number: string) => server.db.sql`
      insert into calls (id, bridge_id, pbx, journal_id, sequence, recorded_at, direction, state, from_withheld, to_withheld,
        started_at, ended_at, wait_seconds, ring_seconds, talk_seconds, hold_seconds, end_inferred, version, customer_e164, customer_raw)
      values (${id}, 'pbx1', 'pbx1', 'j', 1, now(), 'inbound', 'ended', false, false, now(), now(), 0, 0, 0, 0, false, 1, ${number}, ${number})`;
    await call('call_known', '+74951110001');
    await call('call_other', '+74951110009');
    const nameOf = async (id: string) =>
      (
        await server.db.sql<{ name: string | null }[]>`
        select c.name from calls k left join contacts c on c.id = k.contact_id where k.id = ${id}`
      )[0]?.name;
    const { body } = await hand(firm.maria, 'Name;Phone\nCaller;8 495 111-00-01\nNobody;8 495 111-00-02\n');
    await ask(firm.maria, body.id, 'start');
    await work(body.id);
    await server.idle();
    expect(await nameOf('call_known')).toBe('Caller');
    expect(await nameOf('call_other')).toBeNull();
    await ask(firm.maria, body.id, 'undo');
    await work(body.id);
    await server.idle();
    expect(await nameOf('call_known')).toBeNull();
  });
});

describe('[ACC-1] what an own role may not write', () => {
  it('is offered to no column, refused when it is chosen, and refused again when the role came later', async () => {
    const { body: mapped } = await hand(firm.maria, file);
    const locked = { contact: { owner: 'read-only', phones: 'hidden', custom: 'read-only' } };
    const role = { name: 'Keeps owners', base: 'supervisor', scopes: {}, fields: locked };
    const { body: made } = await firm.admin.post<{ id: string }>('/api/roles', role);
    await firm.admin.patch(`/api/users/${firm.maria.agent.userId}`, { roleId: made.id });
    const offered = await firm.maria.get<{ items: { key: string }[] }>('/api/imports/targets?target=contacts');
    const keys = offered.body.items.map(({ key }) => key);
    expect(keys).toEqual(expect.arrayContaining(['name', 'email']));
    expect(keys.filter((key) => ['owner', 'phone', 'mobile', 'doNotCall'].includes(key))).toEqual([]);
    expect((await ask(firm.maria, mapped.id, 'start')).error.code).toBe('access.field_held_back');
    const { body } = await hand(firm.maria, file);
    expect(body.mapping).toEqual(['name', null, null]);
    for (const change of [
      { mapping: ['name', 'phone', null] },
      { defaults: { ownerId: firm.anna.agent.id, sourceId: null, lifecycle: null } },
    ]) {
      const refused = await firm.maria.patch<{ error: { code: string } }>(`/api/imports/${body.id}`, change);
      expect([refused.status, refused.body.error.code]).toEqual([403, 'access.field_held_back']);
    }
    expect((await ask(firm.maria, body.id, 'start')).state).toBe('waiting');
    await firm.admin.patch(`/api/users/${firm.maria.agent.userId}`, { roleId: null });
  });

  it('is the name of somebody who is there already; a new person gets theirs', async () => {
    const role = { name: 'Keeps names', base: 'supervisor', scopes: {}, fields: { contact: { name: 'read-only' } } };
    const { body: made } = await firm.admin.post<{ id: string }>('/api/roles', role);
    const known = { name: 'Agreed', phones: [{ raw: '+7 495 111-00-77' }] };
    const person = (await firm.admin.post<{ id: string }>('/api/contacts', known)).body;
    const rules = {
      inFile: { phone: 'merge', email: 'merge', name: 'keep' },
      inBase: { phone: 'update-all', email: 'update-all', name: 'create' },
      namesTellApart: false,
    };
    const nameAfter = async (roleId: string | null, name: string) => {
      await firm.admin.patch(`/api/users/${firm.maria.agent.userId}`, { roleId });
      const { body } = await hand(
        firm.maria,
        `Name;Phone;Role\n${name};84951110077;${name}\nNew ${name};84951110078;\n`,
      );
      await firm.maria.patch(`/api/imports/${body.id}`, { rules });
      await ask(firm.maria, body.id, 'start');
      await work(body.id);
      const done = (await firm.maria.get<Import>(`/api/imports/${body.id}`)).body;
      expect(done.state).toBe('done');
      const { name: now, role: position } = (
        await firm.admin.get<{ name: string; role: string }>(`/api/contacts/${person.id}`)
      ).body;
      return { now, position, created: done.counts.created };
    };
    expect(await nameAfter(made.id, 'First')).toEqual({ now: 'Agreed', position: 'First', created: 1 });
    expect(await nameAfter(null, 'Second')).toEqual({ now: 'Second', position: 'Second', created: 0 });
  });

  it('stops an import that was started before the role was given', async () => {
    const { body } = await hand(firm.maria, file);
    await ask(firm.maria, body.id, 'start');
    const role = { name: 'No owners', base: 'supervisor', scopes: {}, fields: { contact: { owner: 'read-only' } } };
    const { body: made } = await firm.admin.post<{ id: string }>('/api/roles', role);
    await firm.admin.patch(`/api/users/${firm.maria.agent.userId}`, { roleId: made.id });
    await work(body.id);
    const stopped = (await firm.maria.get<Import>(`/api/imports/${body.id}`)).body;
    expect(stopped).toMatchObject({ state: 'failed', failure: 'not-allowed', counts: { created: 0 } });
    await firm.admin.patch(`/api/users/${firm.maria.agent.userId}`, { roleId: null });
  });
});
