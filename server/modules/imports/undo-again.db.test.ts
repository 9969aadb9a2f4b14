/** The undo of an import, run again for what it had left, once a merge was taken back or nothing hangs on a record any more. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Importer, importerOf } from '../../../test/factories/import-of-text.ts';
import { startTestServer, type TestClient, type TestServer } from '../../../test/server/test-server.ts';
import type { Contact } from '../../contract/contacts.contract.ts';
import { defaultRules } from './default-rules.ts';

vi.setConfig({ testTimeout: 120_000 });

let server: TestServer;
let admin: TestClient;
let importer: Importer;
beforeAll(async () => {
  server = await startTestServer();
  admin = await server.keyOf('administrator');
  importer = importerOf(server.app.platform);
}, 180_000);
afterAll(() => server.close());
beforeEach(async () => {
  await server.idle();
  await server.db.sql`
    truncate import_rows, import_changes, import_lanes, imports, phones, contact_roles, contacts, organisations, tasks,
      reversible_actions cascade`;
});

async function post<Reply>(path: string, body: object = {}): Promise<Reply> {
  const reply = await admin.post<Reply>(path, body);
  expect(reply.status, `${path} ${JSON.stringify(reply.body)}`).toBeLessThan(300);
  return reply.body;
}
const make = async (list: 'contacts' | 'organisations', body: object) =>
  (await post<{ id: string }>(`/api/${list}`, body)).id;
const idOf = async (table: 'contacts' | 'organisations', name: string) => {
  const [row] = await server.db.sql<{ id: string }[]>`
    select id from ${server.db.sql(table)} where name = ${name} and deleted_at is null`;
  return row?.id ?? '';
};
const merge = async (list: 'contacts' | 'organisations', into: string, other: string) =>
  (await post<{ actionId: string }>(`/api/${list}/${into}/merge`, { otherIds: [other] })).actionId;
const takeBack = (actionId: string) => post(`/api/reversible-actions/${actionId}/undo`);
const people = async () => {
  const { items } = (await admin.get<{ items: Contact[] }>('/api/contacts?limit=100')).body;
  return items.map(({ name, role, phones }) => `${name} ${role ?? ''} ${phones.map(({ e164 }) => e164).join()}`).sort();
};
const firms = async () => {
  const { items } = (await admin.get<{ items: { name: string }[] }>('/api/organisations?limit=100')).body;
  return items.map(({ name }) => name).sort();
};
async function undo(id: string) {
  await server.idle();
  await importer.command(id, 'undo');
  const { state, counts, commands } = await importer.work(id);
  await server.idle();
  return { state, restored: counts.restored, kept: counts.kept, commands };
}
/** As the page of the import, and the list of imports, show it. */
async function commandsNow(id: string) {
  const one = (await admin.get<{ commands: string[] }>(`/api/imports/${id}`)).body.commands;
  const { items } = (await admin.get<{ items: { id: string; commands: string[] }[] }>('/api/imports?limit=50')).body;
  expect(items.find((item) => item.id === id)?.commands).toEqual(one);
  return one;
}
const kept = async (id: string) =>
  (await admin.get<{ items: { name: string; kept: string[] }[] }>(`/api/imports/${id}/kept`)).body.items.map(
    (item) => `${item.name} ${item.kept.join()}`,
  );
const file = 'Name;Phone\nBoris;89160000002\nVera;89160000003\n';

describe('[IMP-1] [CRM-6] undoing an import again', () => {
  it('takes what was merged away, once the merge is taken back, and is offered only then', async () => {
    const anna = await make('contacts', { name: 'Anna', phones: [{ raw: '89160000001' }] });
    const { id } = await importer.bring(file);
    const actionId = await merge('contacts', anna, await idOf('contacts', 'Boris'));
    expect(await undo(id)).toEqual({ state: 'undone', restored: 1, kept: 1, commands: [] });
    await expect(importer.command(id, 'undo')).rejects.toThrow();
    expect(await kept(id)).toHaveLength(1);
    await takeBack(actionId);
    expect(await commandsNow(id)).toEqual(['undo']);
    expect(await undo(id)).toEqual({ state: 'undone', restored: 2, kept: 0, commands: [] });
    expect(await people()).toEqual(['Anna  +79160000001']);
    expect(await kept(id)).toEqual([]);
    expect(await commandsNow(id)).toEqual([]);
  });

  it('takes who had taken others in, and leaves those others with what was theirs', async () => {
    const anna = await make('contacts', { name: 'Anna', role: 'Boss', phones: [{ raw: '89160000001' }] });
    const { id } = await importer.bring(file);
    const actionId = await merge('contacts', await idOf('contacts', 'Boris'), anna);
    expect(await undo(id)).toMatchObject({ restored: 1, kept: 1, commands: [] });
    await takeBack(actionId);
    expect(await undo(id)).toMatchObject({ restored: 2, kept: 0, commands: [] });
    expect(await people()).toEqual(['Anna Boss +79160000001']);
  });

  it('puts fields back that the import had changed, and takes the number that it had added', async () => {
    await make('contacts', { name: 'Anna', role: 'Boss', phones: [{ raw: '89160000001' }] });
    const other = await make('contacts', { name: 'Olga', phones: [{ raw: '89160000009' }] });
    const usual = defaultRules('contacts');
    const { id } = await importer.bring('Name;Phone;Mobile;Role\nAnna;89160000001;89160000002;Chief\n', 'contacts', {
      rules: { ...usual, inBase: { ...usual.inBase, phone: 'update-all' } },
    });
    const actionId = await merge('contacts', await idOf('contacts', 'Anna'), other);
    expect(await undo(id)).toMatchObject({ restored: 0, kept: 1, commands: [] });
    await takeBack(actionId);
    expect(await undo(id)).toMatchObject({ restored: 1, kept: 0, commands: [] });
    expect(await people()).toEqual(['Anna Boss +79160000001', 'Olga  +79160000009']);
  });

  it('is not needed when the merge was taken back before: that nobody changed the record is known', async () => {
    const anna = await make('contacts', { name: 'Anna' });
    const { id } = await importer.bring(file);
    await takeBack(await merge('contacts', anna, await idOf('contacts', 'Boris')));
    await takeBack(await merge('contacts', await idOf('contacts', 'Vera'), anna));
    expect(await undo(id)).toEqual({ state: 'undone', restored: 2, kept: 0, commands: [] });
    expect(await people()).toEqual(['Anna  ']);
  });

  it('leaves what somebody changed, whatever became of the merge, and what was restored by hand', async () => {
    const anna = await make('contacts', { name: 'Anna' });
    const { id } = await importer.bring(file);
    const boris = await idOf('contacts', 'Boris');
    const vera = await idOf('contacts', 'Vera');
    const actionId = await merge('contacts', boris, anna);
    expect(await undo(id)).toMatchObject({ restored: 1, kept: 1 });
    await admin.patch(`/api/contacts/${boris}`, { role: 'Chief' });
    await takeBack(actionId);
    expect(await commandsNow(id)).toEqual([]);
    await post(`/api/contacts/${vera}/restore`);
    expect(await commandsNow(id)).toEqual([]);
    expect(await people()).toEqual(['Anna  ', 'Boris Chief +79160000002', 'Vera  +79160000003']);
  });

  it('takes people on whom something hung, once it is gone', async () => {
    const { id } = await importer.bring(file);
    const boris = await idOf('contacts', 'Boris');
    const task = await post<{ id: string }>('/api/tasks', { title: 'Ring', contactId: boris, kind: 'call' });
    expect(await undo(id)).toEqual({ state: 'undone', restored: 1, kept: 1, commands: [] });
    expect(await kept(id)).toEqual(['Boris in-use']);
    await server.db.sql`delete from tasks where id = ${task.id}`;
    expect(await commandsNow(id)).toEqual(['undo']);
    expect(await undo(id)).toEqual({ state: 'undone', restored: 2, kept: 0, commands: [] });
    expect(await people()).toEqual([]);
  });

  it('takes organisations whose merge was taken back, with people who went along, but nobody who was moved on', async () => {
    const galaxy = await make('organisations', { name: 'Galaxy' });
    const { id } = await importer.bring('Name;Phone;Company\nBoris;89160000002;Orion\nVera;89160000003;Orion\n');
    const actionId = await merge('organisations', galaxy, await idOf('organisations', 'Orion'));
    expect(await undo(id)).toMatchObject({ restored: 0, kept: 3, commands: [] });
    const vega = await make('organisations', { name: 'Vega' });
    await admin.patch(`/api/contacts/${await idOf('contacts', 'Vera')}`, { organisationId: vega });
    await takeBack(actionId);
    expect(await undo(id)).toEqual({ state: 'undone', restored: 2, kept: 1, commands: [] });
    expect(await people()).toEqual(['Vera  +79160000003']);
    expect(await firms()).toEqual(['Galaxy', 'Vega']);
    expect(await kept(id)).toEqual(['Vera changed']);
  });
});
