/** CRM-6 over HTTP: organisations of the base that are likely the same. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CallingFirm, openCallingFirm } from '../../../test/server/missed-calls-firm.ts';
import type { TestClient } from '../../../test/server/test-server.ts';
import type { Organisation } from '../../contract/contacts.contract.ts';
import type { Merged, OrganisationPairs } from '../../contract/merges.contract.ts';

let firm: CallingFirm;
beforeAll(async () => {
  firm = await openCallingFirm();
});
afterAll(() => firm.close());

const create = async (body: object) => (await firm.admin.post<Organisation>('/api/organisations', body)).body;
const pairs = async (query = 'limit=200', by: TestClient = firm.admin) =>
  (await by.get<OrganisationPairs>(`/api/organisations/duplicate-pairs?${query}`)).body;
const namesOf = (found: OrganisationPairs) =>
  found.items.map(({ first, second, because }) => [[first.name, second.name].sort().join(' = '), ...because]);

it('[CRM-6] tells organisations that share a name without its legal form, a number or a domain, each pair once', async () => {
  await create({ name: 'ООО «Ромашка»', phones: [{ raw: '+74951230001' }], emails: ['sales@romashka.test'] });
  await create({ name: 'Ромашка, ЗАО', phones: [{ raw: '+74951230001' }], emails: ['office@romashka.test'] });
  await create({ name: 'Other firm', emails: ['INFO@romashka.test'] });
  await create({ name: 'Mail one', emails: ['one@gmail.com'] });
  await create({ name: 'Mail two', emails: ['two@gmail.com'] });
  expect(namesOf(await pairs()).sort()).toEqual([
    ['Other firm = ООО «Ромашка»', 'email'],
    ['Other firm = Ромашка, ЗАО', 'email'],
    ['ООО «Ромашка» = Ромашка, ЗАО', 'phone', 'name', 'email'],
  ]);
});

it('[CRM-6] page by page each pair comes once, and only to whoever may merge both', async () => {
  const first = await pairs('limit=2');
  const rest = await pairs(`limit=2&cursor=${encodeURIComponent(first.nextCursor ?? '')}`);
  expect([...first.items, ...rest.items]).toEqual((await pairs()).items);
  expect(rest.nextCursor).toBeNull();
  const hers = { name: 'Clara & Co', phones: [{ raw: '+74951230002' }], ownerId: firm.clara.agentId };
  const theirs = { name: 'Somebody', phones: [{ raw: '+74951230002' }] };
  await create(hers);
  await create(theirs);
  const isThere = (found: OrganisationPairs) => namesOf(found).some(([names]) => names === 'Clara & Co = Somebody');
  expect(isThere(await pairs())).toBe(true);
  expect(isThere(await pairs('limit=200', firm.anna))).toBe(false);
});

it('[CRM-6] of two that are not the same it is remembered, by whoever may merge both', async () => {
  const [one, two] = [
    await create({ name: 'Sirius LLC' }),
    await create({ name: 'Sirius GmbH', ownerId: firm.clara.agentId }),
  ];
  const isThere = async () =>
    (await pairs()).items.some(({ first, second }) => first.id === one.id && second.id === two.id);
  expect(await isThere()).toBe(true);
  const body = { ids: [two.id, one.id] };
  expect((await firm.anna.post('/api/organisations/not-duplicates', body)).status).toBe(404);
  for (let count = 0; count < 2; count += 1)
    expect((await firm.admin.post('/api/organisations/not-duplicates', body)).status).toBe(204);
  expect(await isThere()).toBe(false);
  const audit = await firm.server.db
    .sql`select record, after from audit_entries where action = 'organisation.not-duplicate'`;
  expect([...audit]).toEqual([{ record: one.id, after: { other: two.id } }]);
});

it('[CRM-6] what six share says nothing, and a merged pair is gone', async () => {
  for (let i = 0; i < 6; i += 1) await create({ name: `Tenant ${i}`, phones: [{ raw: '+74951230003' }] });
  expect(
    namesOf(await pairs())
      .flat()
      .join(),
  ).not.toContain('Tenant');
  const one = (await pairs()).items.find(({ because }) => because.includes('name'));
  const { status } = await firm.admin.post<Merged>(`/api/organisations/${one?.first.id}/merge`, {
    otherIds: [one?.second.id],
  });
  expect(status).toBe(200);
  expect((await pairs()).items.some(({ because }) => because.includes('name'))).toBe(false);
});
