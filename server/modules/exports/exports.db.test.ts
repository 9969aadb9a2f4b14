import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Firm, peopleOfFirm } from '../../../test/factories/people-of-firm.ts';
import { clientOf, startTestServer, type TestClient, type TestServer } from '../../../test/server/test-server.ts';
import { exportableLists } from '../../app/exportable-lists.ts';
import type { Export } from '../../contract/exports.contract.ts';
import { readCells } from '../imports/read-cells.ts';
import { runExport, tendExports } from './exports.usecases.ts';

let server: TestServer;
let firm: Firm;
beforeAll(async () => {
  server = await startTestServer();
  firm = await peopleOfFirm(server);
  const add = (body: object) => firm.admin.post('/api/contacts', body);
  await add({ name: '=HYPERLINK("http://evil")', phones: [{ raw: '8 495 123-45-67 доб. 9' }] });
  await add({ name: 'Nina of the north', ownerId: firm.anna.agent.id, phones: [{ raw: '89160000001' }] });
  await add({ name: 'Semyon of the south', ownerId: firm.boris.agent.id });
});
afterAll(() => server.close());

/** Asks, lets the job run, and gives what the file holds. */
async function exported(by: TestClient, body: object) {
  const asked = await by.post<Export>('/api/exports', body);
  expect(asked.status, JSON.stringify(asked.body)).toBe(201);
  const { platform } = server.app;
  await runExport(platform, exportableLists(server.app), asked.body.id, new AbortController().signal);
  const done = (await by.get<Export>(`/api/exports/${asked.body.id}`)).body;
  expect(done).toMatchObject({ state: 'done', failure: null });
  return done;
}
const columns = ['name', 'phone1', 'extension1', 'owner'];

describe('[IMP-1] export of a list', () => {
  it('writes what is on the screen, with numbers that stay usable and formulas that are none', async () => {
    const done = await exported(firm.maria, { list: 'contacts', columns });
    const file = await firm.maria.get<string>(done.downloadPath ?? '');
    expect(file.headers.get('content-disposition')).toContain('contacts-');
    expect(String(file.body).replace('\ufeff', '').split('\r\n')).toEqual([
      'Name,Phone,Extension,Owner',
      `"'=HYPERLINK(""http://evil"")",+74951234567,9,`,
      'Nina of the north,+79160000001,,Anna',
      'Semyon of the south,,,Boris',
      '',
    ]);
  });

  it('holds only what whoever asked may see, and nobody else may fetch it', async () => {
    const done = await exported(firm.sveta, { list: 'contacts', columns: ['name'], language: 'ru' });
    const file = String((await firm.sveta.get<string>(done.downloadPath ?? '')).body);
    expect(file).toContain('Имя');
    expect(file).toContain('Nina');
    expect(file).not.toContain('Semyon');
    for (const other of [firm.maria, firm.admin]) expect((await other.get(done.downloadPath ?? '')).status).toBe(404);
    expect((await firm.anna.get('/api/exports')).status).toBe(403);
    expect((await clientOf(server.url, {}).get(done.downloadPath ?? '')).status).toBe(401);
  });

  it('follows the filters of the list, as a spreadsheet too', async () => {
    const filters = { ownerId: firm.boris.agent.id };
    const done = await exported(firm.maria, { list: 'contacts', columns: ['name'], filters, format: 'xlsx' });
    const { platform } = server.app;
    const path = platform.storage.pathOf(`exports/${done.id}.xlsx`);
    const rows = [];
    const format = { encoding: 'utf-8', delimiter: ';', hasHeader: true } as const;
    for await (const page of readCells({ path, kind: 'xlsx', format })) rows.push(...page.map(({ cells }) => cells));
    expect(rows).toEqual([['Name'], ['Semyon of the south']]);
  });

  it('takes the filter that was built on the screen, and refuses one that this reader may not use when it is asked', async () => {
    const owned = { field: 'owner', is: 'any-of', value: [firm.boris.agent.id] };
    const done = await exported(firm.maria, {
      list: 'contacts',
      columns: ['name'],
      filters: { q: 'of the', filter: owned },
    });
    const file = String((await firm.maria.get<string>(done.downloadPath ?? '')).body);
    expect(file.replace('\ufeff', '').split('\r\n')).toEqual(['Name', 'Semyon of the south', '']);
    const others = await exported(firm.sveta, { list: 'contacts', columns: ['name'], filters: { filter: owned } });
    expect(others.rowsWritten).toBe(0);
    for (const [name, lifecycle] of [
      ['Oak Ltd', 'supplier'],
      ['Elm Ltd', 'client'],
    ])
      await firm.maria.post('/api/organisations', { name, lifecycle });
    const suppliers = { filter: { field: 'lifecycle', is: 'any-of', value: ['supplier'] } };
    const firms = await exported(firm.maria, { list: 'organisations', columns: ['name'], filters: suppliers });
    const ofFirms = String((await firm.maria.get<string>(firms.downloadPath ?? '')).body);
    expect(ofFirms.replace('\ufeff', '').split('\r\n')).toEqual(['Name', 'Oak Ltd', '']);
    await server.db.sql`delete from organisations`;
    const refused = await firm.maria.post<{ error: { code: string } }>('/api/exports', {
      list: 'contacts',
      filters: { filter: { field: 'moon', is: 'any-of', value: ['full'] } },
    });
    expect([refused.status, refused.body.error.code]).toEqual([422, 'filters.invalid']);
  });

  it('[IMP-1] of deals, tasks and calls takes the filter of the screen beside what the list was asked for', async () => {
    const made = async (path: string, body: object) =>
      (await firm.maria.post<{ id: string }>(`/api/${path}`, body)).body.id;
    await firm.admin.post('/api/custom-fields', { record: 'deal', label: 'Tender', type: 'yes-no' });
    await firm.admin.post('/api/custom-fields', { record: 'task', label: 'Place', type: 'text' });
    const deals = [
      await made('deals', { title: 'Tender of Anna', ownerId: firm.anna.agent.id, custom: { tender: true } }),
      await made('deals', { title: 'Tender of Boris', ownerId: firm.boris.agent.id, custom: { tender: true } }),
      await made('deals', { title: 'No tender', ownerId: firm.anna.agent.id, custom: { tender: false } }),
    ];
    await made('tasks', { title: 'In Lyon', agentId: firm.anna.agent.id, custom: { place: 'Lyon' } });
    await made('tasks', { title: 'In Paris', agentId: firm.anna.agent.id, custom: { place: 'Paris' } });
    await made('tasks', { title: 'In Lyon as well', agentId: firm.boris.agent.id, custom: { place: 'Lyon' } });
    const rows = async (by: TestClient, list: string, filters: object) => {
      const { downloadPath } = await exported(by, { list, columns: ['title'], filters });
      const file = String((await by.get<string>(downloadPath ?? '')).body).replace('\ufeff', '');
      return file.trim().split('\r\n').slice(1).sort();
    };
    const tender = { filter: { field: 'custom.tender', is: 'is', value: true } };
    expect(await rows(firm.maria, 'deals', tender)).toEqual(['Tender of Anna', 'Tender of Boris']);
    expect(await rows(firm.maria, 'deals', { ...tender, ownerId: firm.anna.agent.id })).toEqual(['Tender of Anna']);
    expect(await rows(firm.sveta, 'deals', tender)).toEqual(['Tender of Anna']);
    const lyon = { filter: { field: 'custom.place', is: 'is', value: 'Lyon' } };
    expect(await rows(firm.maria, 'tasks', lyon)).toEqual(['In Lyon', 'In Lyon as well']);
    expect(await rows(firm.maria, 'tasks', { ...lyon, agentId: firm.boris.agent.id })).toEqual(['In Lyon as well']);
    for (const list of ['deals', 'tasks', 'calls']) {
      const wrong = await firm.maria.post<{ error: { code: string } }>('/api/exports', {
        list,
        filters: { filter: { field: 'moon', is: 'not-empty' } },
      });
      expect([list, wrong.status, wrong.body.error.code]).toEqual([list, 422, 'filters.invalid']);
    }
    for (const id of deals) await firm.maria.delete(`/api/deals/${id}`);
  });

  it('[DEAL-1] holds the deals that whoever asked may see, with sums that a spreadsheet can add up', async () => {
    const deal = (title: string, by: TestClient) => by.post('/api/deals', { title, potential: '1250.50' });
    await deal('Boards of the north', firm.anna);
    await deal('Beams of the south', firm.boris);
    const columns = ['title', 'owner', 'potential'];
    const textOf = async (by: TestClient, filters: object) => {
      const { downloadPath } = await exported(by, { list: 'deals', columns, filters });
      return String((await by.get<string>(downloadPath ?? '')).body)
        .replace('\ufeff', '')
        .trim()
        .split('\r\n');
    };
    expect(await textOf(firm.sveta, {})).toEqual(['Deal,Owner,Potential', 'Boards of the north,Anna,1250.5']);
    expect(await textOf(firm.maria, { q: 'beams' })).toEqual([
      'Deal,Owner,Potential',
      'Beams of the south,Boris,1250.5',
    ]);
  });

  it('ends as failed, and is not tried for ever, when its list refuses it in the end', async () => {
    const asked = await firm.maria.post<Export>('/api/exports', { list: 'contacts' });
    const { platform } = server.app;
    const filter = { field: 'gone', is: 'any-of', value: ['x'] };
    await platform.database
      .sql`update exports set filters = ${platform.database.sql.json({ filter })} where id = ${asked.body.id}`;
    await runExport(platform, exportableLists(server.app), asked.body.id, new AbortController().signal);
    const done = await firm.maria.get<Export>(`/api/exports/${asked.body.id}`);
    expect(done.body).toMatchObject({ state: 'failed', failure: 'filters.invalid', downloadPath: null });
  });

  it('refuses lists, columns and filters that do not exist, in words', async () => {
    const refusal = async (body: object) =>
      (await firm.maria.post<{ error: { code: string } }>('/api/exports', body)).body.error.code;
    expect(await refusal({ list: 'secrets' })).toBe('exports.list_unknown');
    expect(await refusal({ list: 'contacts', columns: ['password'] })).toBe('exports.column_unknown');
    expect(await refusal({ list: 'contacts', filters: { ownerId: 5 } })).toBe('exports.filters_invalid');
  });

  it('[API-1] refuses a filter that its list does not know instead of taking everything out', async () => {
    for (const [list, filters] of [
      ['contacts', { owner: firm.boris.agent.id }],
      ['deals', { state: 'open', stage: 'x' }],
    ] as const) {
      const { status, body } = await firm.maria.post<{ error: { fields: Record<string, string> } }>('/api/exports', {
        list,
        filters,
      });
      const wrong = list === 'contacts' ? 'filters.owner' : 'filters.stage';
      expect([status, Object.keys(body.error.fields)]).toEqual([422, [wrong]]);
      expect(body.error.fields[wrong]).toMatch(/^is no field here; there are: .*ownerId/);
    }
  });

  it('[ACC-2] is audited with its filters and the number of rows, and the file is gone after a day', async () => {
    const done = await exported(firm.maria, { list: 'organisations' });
    const { platform } = server.app;
    const entries = await platform.database.sql<{ action: string; after: object }[]>`
      select action, after from audit_entries where record = ${done.id} order by at, id`;
    expect(entries.map(({ action }) => action)).toEqual(['organisations.export-asked', 'organisations.exported']);
    expect(entries[1]?.after).toMatchObject({ list: 'organisations', rows: 0 });
    await platform.database.sql`update exports set expires_at = now() - interval '1 minute' where id = ${done.id}`;
    await tendExports(platform);
    expect((await firm.maria.get(done.downloadPath ?? '')).status).toBe(404);
    expect(await platform.storage.stat(`exports/${done.id}.csv`)).toBeNull();
  });

  it('is refused at the end when the right was taken away meanwhile', async () => {
    const asked = await firm.sveta.post<Export>('/api/exports', { list: 'contacts' });
    const { platform } = server.app;
    await platform.database.sql`update users set active = false where email = ${firm.sveta.email}`;
    await runExport(platform, exportableLists(server.app), asked.body.id, new AbortController().signal);
    const [row] = await platform.database.sql`select state, failure from exports where id = ${asked.body.id}`;
    expect(row).toEqual({ state: 'failed', failure: 'not-allowed' });
  });
});
