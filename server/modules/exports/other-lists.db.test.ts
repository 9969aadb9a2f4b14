import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type CallingFirm, openCallingFirm } from '../../../test/server/missed-calls-firm.ts';
import type { TestClient } from '../../../test/server/test-server.ts';
import { exportableLists } from '../../app/exportable-lists.ts';
import type { OwnRole } from '../../contract/access.contract.ts';
import type { Export } from '../../contract/exports.contract.ts';
import { runExport } from './exports.usecases.ts';

vi.setConfig({ testTimeout: 120_000 });

let firm: CallingFirm;
const made = async (path: string, body: object) => {
  const { status, body: record } = await firm.admin.post<{ id: string }>(path, body);
  expect(status, JSON.stringify(record)).toBe(201);
  return record.id;
};
beforeAll(async () => {
  firm = await openCallingFirm();
  const lead = { name: 'Ivan Buyer', sourceId: 'exhibition', phones: [{ raw: '+7 916 555-01-01' }] };
  const contactId = await made('/api/contacts', lead);
  await made('/api/contacts', { name: 'Olga Other', sourceId: 'call' });
  await made('/api/deals', { title: 'Sold', contactId, potential: '1000', ownerId: null });
  const [won] = (await firm.admin.get<{ items: { id: string }[] }>('/api/deals')).body.items;
  await firm.admin.post(`/api/deals/${won?.id}/stage`, { stageId: 'stg_won' });
  const falling = await made('/api/deals', {
    title: 'Falling',
    contactId,
    potential: '900',
    probability: 90,
    ownerId: null,
  });
  await firm.admin.patch(`/api/deals/${falling}`, { potential: '100' });
  const groupId = await made('/api/product-groups', { name: 'Wood' });
  await made('/api/products', { groupId, name: 'Oak', code: 'W-1', price: '12.50' });
  await firm.server.idle();
  await firm.missed('+79165550101');
  await firm.server.idle();
}, 120_000);
afterAll(() => firm?.close());

async function linesOf(by: TestClient, list: string, filters: object = {}, language = 'en'): Promise<string> {
  const asked = await by.post<Export>('/api/exports', { list, filters, language });
  expect(asked.status, JSON.stringify(asked.body)).toBe(201);
  const { platform } = firm.server.app;
  await runExport(platform, exportableLists(firm.server.app), asked.body.id, new AbortController().signal);
  expect((await by.get<Export>(`/api/exports/${asked.body.id}`)).body).toMatchObject({ state: 'done' });
  return readFile(platform.storage.pathOf(`exports/${asked.body.id}.csv`), 'utf8');
}
const span = () => ({
  from: new Date(Date.now() - 86_400_000 * 400).toISOString(),
  to: new Date(Date.now() + 86_400_000 * 400).toISOString(),
});

describe('[IMP-1] every list can be taken out as a file', () => {
  it('missed calls, with their state and attempts', async () => {
    const file = await linesOf(firm.admin, 'missed-calls', { state: 'open' });
    expect(file).toContain('+79165550101,Ivan Buyer');
    // In words, those of the language of whoever asks.
    expect(file).toMatch(/,Open,(Due|Later),/);
    expect(await linesOf(firm.admin, 'missed-calls', { state: 'open' }, 'ru')).not.toMatch(/,(open|due|later),/i);
  });

  it('[CRM-8] open leads, searched and filtered as on the screen, and what came of their sources', async () => {
    const all = await linesOf(firm.admin, 'leads', {});
    expect(all).toContain('Olga Other');
    const found = await linesOf(firm.admin, 'leads', { q: 'olga' });
    expect(found).toContain('Olga Other');
    expect(found).not.toContain('Ivan');
    const sources = await linesOf(firm.admin, 'lead-sources', { ...span(), by: 'source' });
    expect(sources).toMatch(/Exhibition,1,/);
  });

  it('[SUP-4] events', async () => {
    expect(await linesOf(firm.admin, 'events', { kind: 'deal' })).toMatch(/,Deals,Created,Sold/);
    const russian = await linesOf(firm.admin, 'events', { kind: 'missed-call' }, 'ru');
    expect(russian).toContain('звонил раз: 1');
    expect(russian).not.toMatch(/tries|"state|no-answer/);
  });

  it('[DEAL-3] slipping deals and ABC, with sums as numbers', async () => {
    expect(await linesOf(firm.admin, 'slipping-deals')).toMatch(/Falling,[^\n]*,90,810,720/);
    expect(await linesOf(firm.admin, 'abc', { by: 'contact' })).toContain('Ivan Buyer,A,1000,1,100,100');
    const filter = { field: 'potential', is: 'less-than', value: 1000 };
    expect(await linesOf(firm.admin, 'abc', { by: 'contact', filter })).not.toContain('Ivan Buyer');
  });

  it('[DEAL-1] the sums of a board, and [CRM-6] likely duplicates in words', async () => {
    expect(await linesOf(firm.admin, 'board')).toMatch(/,Open,1,100,90/);
    await made('/api/contacts', { name: 'Ivan Twice', phones: [{ raw: '+7 916 555-01-01' }] });
    expect(await linesOf(firm.admin, 'duplicates')).toMatch(/Ivan Buyer,ctc_\w+,Ivan Twice,ctc_\w+,same number/);
    await made('/api/organisations', { name: 'Vega Ltd' });
    await made('/api/organisations', { name: 'Vega' });
    expect(await linesOf(firm.admin, 'organisation-duplicates')).toContain('similar name');
    for (const list of ['duplicates', 'organisation-duplicates'])
      expect((await firm.manager.post('/api/exports', { list })).status, list).toBe(201);
  });

  it('[DEAL-2] products', async () => {
    expect(await linesOf(firm.admin, 'products', { active: 'all' })).toContain('W-1,Oak,Wood,,12.5,yes');
  });

  it('[ACC-1] but what a role hides: no list of money, no column of what is hidden of people', async () => {
    const fields = { deal: { money: 'hidden' }, contact: { source: 'hidden' } };
    const role = await firm.admin.post<OwnRole>('/api/roles', { name: 'No sums', base: 'manager', fields });
    await firm.admin.patch(`/api/users/${firm.manager.userId}`, { roleId: role.body.id });
    expect(await linesOf(firm.manager, 'board')).not.toMatch(/Potential|Expected/);
    for (const list of ['slipping-deals', 'abc'])
      expect((await firm.manager.post('/api/exports', { list })).status, list).toBe(403);
    const leads = await linesOf(firm.manager, 'leads');
    expect(leads).toContain('Olga Other');
    expect(leads).not.toMatch(/Source|Exhibition/);
    await firm.admin.patch(`/api/users/${firm.manager.userId}`, { roleId: null });
  });
});
