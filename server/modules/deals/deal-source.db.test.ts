import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database/test-database.ts';
import { type Firm, peopleOfFirm } from '../../../test/factories/people-of-firm.ts';
import { startTestServer, type TestServer } from '../../../test/server/test-server.ts';
import type { Deal } from '../../contract/deals.contract.ts';
import { migrate, migrationsFolder } from '../../platform/database/migrate.ts';
import { silentLogger as logger } from '../../platform/logger/logger.ts';

describe('[DEAL-1] sources that were typed', () => {
  let old: TestDatabase;
  let folder: string;
  beforeAll(async () => {
    old = await createTestDatabase({ isEmpty: true });
    folder = await mkdtemp(path.join(os.tmpdir(), 'trunkline-source-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
    await old.drop();
  });
  /** The migrations of this program whose name passes. */
  const run = async (isWanted: (name: string) => boolean) => {
    for (const name of (await readdir(migrationsFolder())).filter((one) => /^\d/.test(one) && isWanted(one)))
      await cp(path.join(migrationsFolder(), name), path.join(folder, name));
    await migrate({ url: old.url, logger, folder });
  };

  it('become entries of the directory: by label, key or word in any language, and new ones where none is meant', async () => {
    await run((name) => name < '0032');
    await old.sql`insert into directory_entries (id, directory, key, label, position, active)
      values ('dir_fair', 'source', 'our-fair', 'Fair in Lyon', 90, false)`;
    const typed = ['Website', ' выставка', 'COLD-CALL', 'fair  in lyon', 'Old  friends', 'old friends', '', 'Salon'];
    for (const [n, source] of typed.entries())
      await old.sql`insert into deals (id, title, pipeline_id, stage_id, last_open_stage_id, state, mode, probability, source,
          stage_since, created_at, updated_at)
        values (${`dea_${n}`}, 'Deal', 'pip_sales', 'stg_new', 'stg_new', 'open', 'manual', 10, ${source},
          now(), now() + ${n} * interval '1 second', now())`;
    await run(() => true);
    const rows = await old.sql<{ key: string | null; label: string | null }[]>`
      select e.key, e.label from deals d left join directory_entries e on e.id = d.source_id order by d.id`;
    expect(rows.map(({ key, label }) => label ?? key)).toEqual([
      'web-form',
      'exhibition',
      'cold-call',
      'Fair in Lyon',
      'Old friends',
      'Old friends',
      null,
      'exhibition',
    ]);
    const [entry] = await old.sql<{ active: boolean; directory: string; position: number }[]>`
      select active, directory, position from directory_entries where label = 'Old friends'`;
    expect(entry).toEqual({ active: true, directory: 'source', position: 91 });
  });
});

describe('[DEAL-1] the source of a deal', () => {
  let server: TestServer;
  let firm: Firm;
  beforeAll(async () => {
    server = await startTestServer();
    firm = await peopleOfFirm(server);
  });
  afterAll(() => server.close());
  const create = async (body: object) => (await firm.anna.post<Deal>('/api/deals', { title: 'Boards', ...body })).body;

  it('is that of the person when nothing is said, what is said otherwise, and can be asked for', async () => {
    const ownerId = firm.anna.agent.id;
    const person = await firm.anna.post<{ id: string }>('/api/contacts', {
      name: 'Olga',
      ownerId,
      sourceId: 'exhibition',
    });
    const contactId = person.body.id;
    const taken = await create({ contactId });
    const said = await create({ contactId, sourceId: 'recommendation' });
    const none = await create({ contactId, sourceId: null });
    expect([taken, said, none].map(({ sourceId }) => sourceId)).toEqual([
      'dir_source_exhibition',
      'dir_source_recommendation',
      null,
    ]);
    const listed = await firm.anna.get<{ items: { id: string }[] }>('/api/deals?sourceId=dir_source_recommendation');
    expect(listed.body.items.map(({ id }) => id)).toEqual([said.id]);
    const changed = await firm.anna.patch<Deal>(`/api/deals/${none.id}`, { sourceId: 'call' });
    expect(changed.body.sourceId).toBe('dir_source_call');
    const refused = await firm.anna.patch(`/api/deals/${none.id}`, { sourceId: 'moon' });
    expect(refused).toMatchObject({
      status: 422,
      body: { error: { fields: { sourceId: 'is no source of this firm; see GET /api/directories' } } },
    });
  });

  it('[CRM-4] people are found by the source of their deals', async () => {
    const filter = { field: 'deals.source', is: 'any-of', value: ['dir_source_recommendation'] };
    const answer = await firm.anna.post<{ count: number }>('/api/segments/count', { record: 'contact', filter });
    expect(answer.body).toMatchObject({ count: 1 });
  });
});
