/** [ACC-2] Reading what is not everybody's is written down: private people of others, rows of an import. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditEvent } from '../../server/contract/audit.contract.ts';
import type { Contact } from '../../server/contract/contacts.contract.ts';
import { type Firm, foundFirm } from './firm.ts';
import { type SignedInClient, startTestServer, type TestClient, type TestServer } from './test-server.ts';

let server: TestServer;
let firm: Firm;
let admin: TestClient;
let reader: SignedInClient;

beforeAll(async () => {
  server = await startTestServer();
  firm = await foundFirm(server);
  admin = await server.keyOf('administrator');
  reader = await server.signIn('administrator');
});
afterAll(() => server?.close());

async function reads(action: string): Promise<(string | null)[]> {
  const { body } = await admin.get<{ items: AuditEvent[] }>('/api/audit/events?limit=200');
  return body.items.filter((event) => event.action === action).map(({ userId }) => userId);
}

describe('[ACC-2] a private person of somebody else', () => {
  it('is opened with an entry, once an hour for each reader; by the owner without', async () => {
    const made = await firm.anna.post<Contact>('/api/contacts', { name: 'Secret client', private: true });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const path = `/api/contacts/${made.body.id}`;
    expect((await firm.anna.get(path)).status).toBe(200);
    expect((await firm.boris.get(path)).status).toBe(404);
    expect((await firm.manager.get(path)).status).toBe(404);
    expect(await reads('contact.private-read')).toEqual([]);
    // A page asks for its parts at once.
    const parts = await Promise.all([path, `${path}/timeline`, `${path}/notes`, path].map((part) => reader.get(part)));
    expect(parts.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(await reads('contact.private-read')).toEqual([reader.userId]);
    const other = await server.signIn('administrator');
    await other.get(`${path}/timeline`);
    expect((await reads('contact.private-read')).sort()).toEqual([reader.userId, other.userId].sort());
    const timeline = await firm.anna.get(`${path}/timeline`);
    expect(JSON.stringify(timeline.body)).not.toContain('private-read');
    await server.db.sql`update audit_entries set at = at - interval '61 minutes' where action = 'contact.private-read'`;
    await reader.get(path);
    expect(await reads('contact.private-read')).toHaveLength(3);
  });

  it('is not told of people whom everybody may see', async () => {
    const before = (await reads('contact.private-read')).length;
    const open = await firm.anna.post<Contact>('/api/contacts', { name: 'Open client' });
    await reader.get(`/api/contacts/${open.body.id}`);
    expect(await reads('contact.private-read')).toHaveLength(before);
  });
});

describe('[ACC-2] [IMP-1] the rows of an import', () => {
  it('are read and fetched with an entry', async () => {
    const sent = await fetch(`${server.url}/api/imports?fileName=list.csv&target=contacts`, {
      method: 'POST',
      headers: { ...reader.headers, 'content-type': 'application/octet-stream' },
      body: 'name,phone\nAnna,+74951234567\n',
    });
    expect(sent.status, await sent.clone().text()).toBe(201);
    const { id } = (await sent.json()) as { id: string };
    for (let turn = 0; turn < 2; turn += 1) {
      expect((await reader.get(`/api/imports/${id}/rows?what=problem`)).status).toBe(200);
      expect((await reader.get(`/api/imports/${id}/errors.csv`)).status).toBe(200);
    }
    expect(await reads('import.rows-read')).toEqual([reader.userId]);
    expect(await reads('import.errors-fetched')).toEqual([reader.userId]);
    expect((await reader.get('/api/imports/imp_none/errors.csv')).status).toBe(404);
  });
});
