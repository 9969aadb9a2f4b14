/**
 * [ACC-1] What a role hides of a record is neither shown by a search, a list, a look for duplicates or a file, nor a reason to
 * be found by one. The routes are found in the table, so that a new one is asked as well.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { exportableLists } from '../../server/app/exportable-lists.ts';
import type { OwnRole } from '../../server/contract/access.contract.ts';
import { recordFields } from '../../server/contract/record-fields.ts';
import { systemPrincipal } from '../../server/modules/access/principal.ts';
import { readMeaning } from '../../server/modules/access/roles.usecases.ts';
import { runExport } from '../../server/modules/exports/exports.usecases.ts';
import { readTargetsFor } from '../../server/modules/imports/read-targets.usecases.ts';
import { type HiddenSecrets, plantSecrets, recordsWithMargin } from '../factories/hidden-secrets.ts';
import { type Colleague, type Firm, foundFirm } from './firm.ts';
import { startTestServer, type TestClient, type TestServer } from './test-server.ts';

let server: TestServer;
let firm: Firm;
let admin: TestClient;
let planted: HiddenSecrets;

const rights = [
  ...Object.entries(recordFields).flatMap(([kind, fields]) =>
    Object.entries(fields).flatMap(([field, { canHide }]) => (canHide ? [`${kind}.${field}`] : [])),
  ),
  ...recordsWithMargin.map((record) => `${record}.custom.margin`),
];

beforeAll(async () => {
  server = await startTestServer();
  firm = await foundFirm(server);
  admin = await server.keyOf('administrator');
  await server.db.sql`update agents set name = 'Ownerquill' where id = 'agt_anna'`;
  await server.db.sql`update agents set name = 'Keeperquill' where id = 'agt_boris'`;
  planted = await plantSecrets(admin, {
    contact: { id: 'agt_anna', name: 'Ownerquill' },
    organisation: { id: 'agt_boris', name: 'Keeperquill' },
  });
  await server.idle();
});
afterAll(() => server?.close());

let roles = 0;
/** Gives this person a role of that base which hides these fields, for the time of the work. */
async function withoutFields<T>(person: Colleague, base: string, hidden: readonly string[], work: () => Promise<T>) {
  const fields: Record<string, Record<string, string>> = {};
  for (const right of hidden) {
    const [kind = '', field = ''] = right.split('.');
    if (!(right in planted.ownFields)) fields[kind] = { ...fields[kind], [field]: 'hidden' };
  }
  roles += 1;
  const role = await admin.post<OwnRole>('/api/roles', { name: `Role ${roles}`, base, fields });
  expect(role.status, JSON.stringify(role.body)).toBe(201);
  await holdOwnBack(hidden, { [role.body.id]: 'hidden' });
  const given = await admin.patch(`/api/users/${person.userId}`, { roleId: role.body.id });
  expect(given.status, JSON.stringify(given.body)).toBe(200);
  try {
    return await work();
  } finally {
    await admin.patch(`/api/users/${person.userId}`, { roleId: null });
    await holdOwnBack(hidden, {});
  }
}

/** Says of those of these rights that are fields of the firm's own which roles do not get them. */
async function holdOwnBack(hidden: readonly string[], roles: Record<string, string>) {
  for (const right of hidden) {
    const id = planted.ownFields[right];
    if (id === undefined) continue;
    const changed = await admin.patch(`/api/custom-fields/${id}`, { roles });
    expect(changed.status, JSON.stringify(changed.body)).toBe(200);
  }
}

interface Question {
  address: string;
  ask(by: TestClient, words: string): Promise<{ status: number; body: unknown }>;
}

/** Parameters into which somebody types. */
const typedInto = ['q', 'number', 'phone', 'email', 'name'];
const keysOf = (schema: unknown) => (schema instanceof z.ZodObject ? Object.keys(schema.shape) : []);

/** Every address that finds records by words, each of its parameters as one question. */
function questions(): Question[] {
  return server.routes.flatMap(({ method, path, query, body }): Question[] => {
    if (path.includes('{')) return [];
    const ofQuery = keysOf(query).filter((key) => method === 'get' && typedInto.includes(key));
    const asked = ofQuery.map((key): Question => {
      return {
        address: `${path}?${key}`,
        ask: (by, words) => by.get(`${path}?${key}=${encodeURIComponent(words)}`),
      };
    });
    const keys = keysOf(body);
    if (method !== 'post' || !keys.includes('q')) return asked;
    const records = keys.includes('record') ? ['contact', 'organisation'] : [undefined];
    const posted = records.map((record): Question => {
      return { address: [path, record].filter(Boolean).join(' '), ask: (by, q) => by.post(path, { record, q }) };
    });
    return [...asked, ...posted];
  });
}

const plain = (body: unknown) => JSON.stringify(body).replace(/(?<=\d)[\s().\-\u2011](?=\d)/g, '');
const holds = (text: string, wanted: string) => text.includes(wanted.replace(/(?<=\d)-(?=\d)/g, ''));

/** Which questions find a record by this secret. */
async function found(by: TestClient, right: string): Promise<string[]> {
  const { ask, ids, foundIn = /./ } = planted.secrets[right]!;
  const kind = right.split('.')[0];
  const answers = questions().map(async ({ address, ask: put }) => {
    const { status, body } = await put(by, ask);
    expect(status, address).toBeLessThan(500);
    const isCounted = address.endsWith(` ${kind}`) && ((body as { count?: number }).count ?? 0) > 0;
    return isCounted || ids.some((id) => JSON.stringify(body).includes(id)) ? [address] : [];
  });
  return (await Promise.all(answers)).flat().filter((address) => foundIn.test(address));
}

/** Which questions show it to whoever asks for something else: the name, the end of the number. */
async function shown(by: TestClient, right: string): Promise<string[]> {
  const { tells, within = /./ } = planted.secrets[right]!;
  const others = ['Zinaida', 'Firmquill', '51746', 'private@mailquill'].filter((words) => !words.includes(tells));
  const asked = questions().filter(({ address }) => within.test(address));
  const answers = asked.flatMap(({ address, ask }) =>
    others.map(async (words) => (holds(plain((await ask(by, words)).body), tells) ? [`${address} ${words}`] : [])),
  );
  return (await Promise.all(answers)).flat();
}

/** Every address that can be read, with the planted records in it. */
function addresses(): string[] {
  const { client, organisation, deal, task } = planted;
  const ids: [RegExp, string][] = [
    [/^\/api\/contacts/, client.id],
    [/^\/api\/organisations/, organisation.id],
    [/^\/api\/deals/, deal.id],
    [/^\/api\/tasks/, task.id],
  ];
  const paths = server.routes
    .filter(({ method, permission }) => method === 'get' && permission !== 'public')
    .map(({ path }) => path.replace(/\{\w+\}/g, ids.find(([fits]) => fits.test(path))?.[1] ?? 'none'));
  return [
    ...paths,
    '/api/contacts/birthdays?from=2026-01-01&to=2026-12-31',
    `/api/contacts?ownerId=agt_anna`,
    '/api/audit?limit=200',
    '/api/audit/events?limit=200',
  ].filter((path) => !/^\/api\/(directories|custom-fields|agents|users|teams|roles|deals\/abc)/.test(path));
}

/** `contact.emails /api/contacts`: every right with every address that tells its secret. */
async function readable(by: TestClient): Promise<string[]> {
  const answers = addresses().map(async (address) => {
    const reply = await by.get(address);
    expect(reply.status, address).toBeLessThan(500);
    const text = plain(reply.body);
    return Object.entries(planted.secrets).flatMap(([right, { tells, within = /./ }]) =>
      within.test(address) && holds(text, tells) ? [`${right} ${address}`] : [],
    );
  });
  return (await Promise.all(answers)).flat();
}

/** What a list cannot be asked without. */
const days = { from: '2026-01-01T00:00:00.000Z', to: '2027-12-31T00:00:00.000Z' };
const needed: Readonly<Record<string, object>> = { 'lead-sources': days };

async function exported(by: Colleague, list: string, more: object = {}): Promise<string> {
  const filters = { ...needed[list], ...more };
  const asked = await by.post<{ id: string }>('/api/exports', { list, filters });
  expect(asked.status, JSON.stringify(asked.body)).toBe(201);
  const { platform } = server.app;
  await runExport(platform, exportableLists(server.app), asked.body.id, new AbortController().signal);
  const reply = await fetch(`${server.url}/api/exports/${asked.body.id}/file`, { headers: by.headers });
  expect(reply.status).toBe(200);
  return plain(await reply.text());
}

describe('a field that a role hides', () => {
  it('[ACC-1] has its secret in this walk, whichever field it is', () => {
    expect(Object.keys(planted.secrets).sort()).toEqual([...rights].sort());
  });

  it('[ACC-1] is found and shown by these for whoever may see it', async () => {
    const asked = questions().map(({ address }) => address);
    // So that the walk is known to ask what there is to ask.
    for (const address of [
      '/api/search?q',
      '/api/contacts?q',
      '/api/contacts/lookup?number',
      '/api/contacts/duplicates?email',
      '/api/organisations?q',
      '/api/organisations/duplicates?email',
      '/api/deals?q',
      '/api/deals/board?q',
      '/api/contacts/search',
      '/api/segments/count contact',
    ])
      expect(asked).toContain(address);
    expect(await found(firm.manager, 'contact.emails')).toEqual(
      expect.arrayContaining([
        '/api/search?q',
        '/api/contacts?q',
        '/api/contacts/duplicates?email',
        '/api/contacts/search',
        '/api/segments/count contact',
        '/api/deals?q',
      ]),
    );
    expect(await found(firm.manager, 'contact.phones')).toEqual(
      expect.arrayContaining(['/api/search?q', '/api/contacts/lookup?number', '/api/contacts/duplicates?phone']),
    );
    expect(await shown(firm.manager, 'contact.role')).toContain('/api/search?q Zinaida');
    expect(await shown(firm.manager, 'contact.emails')).toContain('/api/contacts?q Zinaida');
  });

  it.each(rights)('[ACC-1] %s: nothing is found by it, and nothing that is found shows it', async (right) => {
    await withoutFields(firm.manager, 'manager', [right], async () => {
      expect(await found(firm.manager, right)).toEqual([]);
      expect(await shown(firm.manager, right)).toEqual([]);
    });
  });

  it('[ACC-1] stands in no address; for others it stands in these', async () => {
    const open = await readable(firm.manager);
    const birthdays = addresses().find((path) => path.startsWith('/api/contacts/birthdays?'));
    for (const right of rights)
      expect(
        open.map((one) => one.split(' ')[0]),
        right,
      ).toContain(right);
    expect(open).toContain(`contact.organisation ${birthdays}`);
    await withoutFields(firm.manager, 'manager', rights, async () => {
      expect(await readable(firm.manager)).toEqual([]);
    });
  });
});

describe("a field of the firm's own that a role does not get", () => {
  const margins = recordsWithMargin.map((record) => `${record}.custom.margin`);
  type Fields = { items: { key: string; right: string | null; roles: object }[] };
  const fieldsOf = async (by: TestClient) => (await by.get<Fields>('/api/custom-fields')).body.items;
  const marginsOf = async (by: TestClient) => (await fieldsOf(by)).filter(({ key }) => key === 'margin');

  it('[ACC-1] is held back from a built-in role as well, and from own roles of that base unless they are named', async () => {
    await holdOwnBack(margins, { manager: 'hidden' });
    expect((await readable(firm.manager)).filter((one) => one.includes('.custom.margin'))).toEqual([]);
    expect(await marginsOf(firm.manager)).toEqual([]);
    expect((await marginsOf(admin)).map(({ right, roles: said }) => [right, said])).toEqual(
      margins.map(() => [null, { manager: 'hidden' }]),
    );
    const patched = await firm.manager.patch<{ error: { fields: object } }>(`/api/contacts/${planted.client.id}`, {
      custom: { grade: 'Gradequill', margin: 'mine' },
    });
    expect(patched).toMatchObject({ status: 403, body: { error: { code: 'access.field_held_back' } } });
    const asked = { record: 'contact', filter: { field: 'custom.margin', is: 'not-empty' } };
    const counted = await firm.manager.post('/api/segments/count', asked);
    const open = await admin.post<{ count: number }>('/api/segments/count', asked);
    expect([counted.status, open.status], JSON.stringify([counted.body, open.body])).toEqual([422, 200]);
    const { sql } = server.db;
    const importer = { ...systemPrincipal, ...(await readMeaning(sql, { role: 'manager', role_id: null })) };
    const targets = (await readTargetsFor(sql, 'contacts', importer)).map(({ key }) => key);
    expect(targets).toContain('custom.grade');
    expect(targets).not.toContain('custom.margin');
    const role = await admin.post<OwnRole>('/api/roles', { name: 'Seller', base: 'manager' });
    await admin.patch(`/api/users/${firm.manager.userId}`, { roleId: role.body.id });
    expect(await marginsOf(firm.manager)).toEqual([]);
    await holdOwnBack(margins, { manager: 'hidden', [role.body.id]: 'read-only' });
    expect((await marginsOf(firm.manager)).map(({ right, roles: said }) => [right, said])).toEqual(
      margins.map(() => ['read-only', {}]),
    );
    const again = { custom: { margin: 'mine' } };
    expect((await firm.manager.patch(`/api/tasks/${planted.task.id}`, again)).status).toBe(403);
    await holdOwnBack(margins, { manager: 'hidden', [role.body.id]: 'free' });
    expect((await firm.manager.patch(`/api/tasks/${planted.task.id}`, { custom: {} })).status).toBe(200);
    await admin.patch(`/api/users/${firm.manager.userId}`, { roleId: null });
    expect((await admin.delete(`/api/roles/${role.body.id}`)).status).toBe(204);
    expect((await marginsOf(admin))[0]?.roles).toEqual({ manager: 'hidden' });
    await holdOwnBack(margins, {});
  });

  it('[ACC-1] is told neither by the audit nor by the time-line, and not freed by whom it is held back from', async () => {
    const clerk = { ...(await server.signIn('administrator')), agentId: null };
    const { client } = planted;
    await admin.patch(`/api/contacts/${client.id}`, { custom: { margin: 'Clientmarginquill2' } });
    const places = ['/api/audit?limit=200', `/api/audit/events?limit=200`, `/api/contacts/${client.id}/timeline`];
    const texts = async () => Promise.all(places.map(async (place) => JSON.stringify((await clerk.get(place)).body)));
    const [audit, events, timeline] = await texts();
    for (const text of [audit, events]) expect(text).toContain('Clientmarginquill2');
    expect(timeline).toContain('contact.changed: custom');
    await withoutFields(clerk, 'administrator', margins, async () => {
      const [heldAudit, heldEvents, heldTimeline] = await texts();
      for (const text of [heldAudit, heldEvents]) {
        expect(text).not.toContain('Clientmarginquill');
        expect(text).not.toContain('Taskmarginquill');
      }
      expect(heldTimeline).not.toContain('contact.changed: custom');
      const free = await clerk.patch(`/api/custom-fields/${planted.ownFields[margins[0]!]}`, { roles: {} });
      expect(free).toMatchObject({ status: 403 });
      const wide = await clerk.post('/api/roles', { name: 'Wide', base: 'operator' });
      expect(wide).toMatchObject({ status: 403 });
    });
    await admin.patch(`/api/contacts/${client.id}`, { custom: { margin: 'Clientmarginquill' } });
  });

  it('[ACC-1] refuses roles that do not exist, and the administrator', async () => {
    const id = planted.ownFields[margins[0]!]!;
    const refused = await admin.patch<{ error: { fields: object } }>(`/api/custom-fields/${id}`, {
      roles: { administrator: 'hidden', rol_nobody: 'hidden' },
    });
    expect(refused.status).toBe(422);
    expect(Object.keys(refused.body.error.fields)).toEqual(['roles.administrator', 'roles.rol_nobody']);
  });
});

describe('files of a role that hides a field', () => {
  /** So that the walk is known to look at what there is to see. */
  const atLeast = [
    'contacts contact.emails',
    'contacts contact.owner',
    'organisations organisation.phones',
    'deals deal.money',
  ];

  it.each(['supervisor', 'manager', 'administrator'] as const)(
    '[ACC-1] [IMP-1] based on that of a %s: no list holds it',
    async (base) => {
      const others = { supervisor: firm.leadOfSales, manager: firm.manager };
      const person =
        base === 'administrator' ? { ...(await server.signIn('administrator')), agentId: null } : others[base];
      const lists = exportableLists(server.app).map(({ list }) => list);
      const files = new Map<string, string>();
      for (const list of lists) files.set(list, await exported(person, list));
      const told: string[] = [];
      for (const right of rights) {
        const { tells, within = /./ } = planted.secrets[right]!;
        const telling = lists.filter(
          (list) => within.test(`/api/exports/${list}`) && holds(files.get(list) ?? '', tells),
        );
        told.push(...telling.map((list) => `${list} ${right}`));
        if (telling.length === 0) continue;
        await withoutFields(person, base, [right], async () => {
          for (const list of telling)
            expect(holds(await exported(person, list), tells), `${list} ${right}`).toBe(false);
        });
      }
      expect(told).toEqual(expect.arrayContaining(atLeast));
    },
    60_000,
  );

  // The last one: the list of events repeats which words were asked for.
  it('[ACC-1] [IMP-1] holds no row that was found by it', async () => {
    for (const right of rights) {
      const { foundIn = /./, ask, ids } = planted.secrets[right]!;
      const asked = ['contacts', 'organisations', 'deals'].filter((list) => foundIn.test(`/api/exports/${list}`));
      await withoutFields(firm.manager, 'manager', [right], async () => {
        for (const list of asked) {
          const file = await exported(firm.manager, list, { q: ask });
          for (const id of ids) expect(file, `${list} ${right}`).not.toContain(id);
        }
      });
    }
  }, 60_000);
});
