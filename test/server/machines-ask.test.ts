/** What machines ask of a server: is it well, its figures, its description, and whether the description is true. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callFacts, journal } from '../factories/call-facts.ts';
import { connectBridge, type FakeBridge } from './fake-bridge.ts';
import { foundFirm } from './firm.ts';
import { startTestServer, type TestClient, type TestServer } from './test-server.ts';

interface Operation {
  operationId: string;
  parameters?: { in: string; name: string }[];
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
}
interface Description {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
}

let server: TestServer;
let bridge: FakeBridge;
let admin: TestClient;
const book = journal();
beforeAll(async () => {
  server = await startTestServer();
  await foundFirm(server);
  admin = await server.keyOf('administrator');
  bridge = await connectBridge(server, { bridgeId: book.bridgeId, journalId: book.journalId });
});
afterAll(async () => {
  bridge?.close();
  await server.close();
});

const description = async () => (await server.anonymous.get<Description>('/api/openapi.json')).body;

describe('GET /healthz', () => {
  it('[OPS-1] tells database, jobs and bridges, and how the link of each bridge is', async () => {
    const bridges = async () => (await server.anonymous.get<{ bridges: object[] }>('/healthz')).body.bridges;
    expect((await server.anonymous.get('/healthz')).body).toMatchObject({
      status: 'ok',
      database: { ok: true },
      jobs: { waiting: expect.any(Number), failing: 0 },
    });
    const link = { state: 'rejected' as const, detail: 'wrong secret', asteriskVersion: null };
    bridge.say({ kind: 'state.link', link: { ...link, since: '2026-03-02T09:00:00.000Z' } });
    await expect
      .poll(bridges)
      .toEqual([
        { bridgeId: 'pbx1', pbx: 'pbx1', connected: true, state: 'rejected', since: '2026-03-02T09:00:00.000Z' },
      ]);
    const gone = await connectBridge(server, { bridgeId: 'pbx2', journalId: 'j2' });
    await expect
      .poll(bridges)
      .toContainEqual(expect.objectContaining({ bridgeId: 'pbx2', connected: true, state: 'connecting', since: null }));
    gone.close();
    await expect
      .poll(bridges)
      .toContainEqual(expect.objectContaining({ bridgeId: 'pbx2', connected: false, state: 'offline' }));
  });
});

describe('GET /metrics', () => {
  const figure = async (name: string) => {
    const { body } = await server.anonymous.get<string>('/metrics');
    return new RegExp(`^${name} (\\S+)$`, 'm').exec(body)?.[1];
  };

  it('[OPS-1] counts live calls, open debts, and what waits', async () => {
    expect(await figure('trunkline_calls_live')).toBe('0');
    const call = callFacts({ journal: book, queue: 'sales' });
    await bridge.send([call.started()]);
    await expect.poll(() => figure('trunkline_calls_live')).toBe('1');
    await bridge.send([call.ended()]);
    await server.idle();
    await expect.poll(() => figure('trunkline_missed_calls_open')).toBe('1');
    for (const name of ['outbox_waiting', 'outbox_failing', 'jobs_waiting', 'jobs_failing', 'bridges'])
      expect(await figure(`trunkline_${name}`), name).toMatch(/^\d+$/);
  });

  it('[OPS-1] still answers when a figure cannot be read', async () => {
    await server.db.sql`alter table missed_calls rename to missed_calls_gone`;
    try {
      await expect.poll(() => figure('trunkline_calls_live')).toBe('Nan');
      expect(await figure('process_cpu_user_seconds_total')).toMatch(/^[\d.]+$/);
    } finally {
      await server.db.sql`alter table missed_calls_gone rename to missed_calls`;
    }
  });
});

describe('GET /api/openapi.json', () => {
  it('[API-1] names every operation once, and refusals in the shape they have', async () => {
    const { openapi, paths, components } = await description();
    expect(openapi).toBe('3.1.0');
    const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain('postCallsIdRecordPause');
    for (const { operationId, responses } of operations) {
      const refusal = responses.default?.content?.['application/json']?.schema;
      expect(refusal, operationId).toEqual({ $ref: '#/components/schemas/Error' });
    }
    expect(components.schemas.Error).toMatchObject({ properties: { error: { required: ['code', 'message'] } } });
  });

  it('[API-1] says of each address that is read what it truly answers: status and kind of content', async () => {
    const call = callFacts({ journal: book, from: '+79127778899' });
    await bridge.send([call.started(), call.ended()]);
    await server.idle();
    const { paths } = await description();
    const ids = (path: string) => path.replace('{id}', path.startsWith('/api/calls') ? call.callId : 'none');
    for (const [path, { get }] of Object.entries(paths)) {
      if (!get) continue;
      const query = path.endsWith('/lookup') ? '?number=1' : path.endsWith('/search') ? '?q=1' : '';
      const reply = await admin.get(`${ids(path)}${query}`);
      const described = get.responses[reply.status] ?? get.responses.default;
      const type = reply.headers.get('content-type')?.split(';')[0] ?? '';
      expect([path, reply.status, Object.keys(described?.content ?? {})]).toEqual([path, reply.status, [type]]);
    }
  });

  it('[TEL-4] describes the sound of a call: whole, in part, and too far', async () => {
    const { paths } = await description();
    const { responses, parameters } = paths['/api/calls/{id}/recording']!.get!;
    expect(responses[200]?.content).toHaveProperty(['audio/*']);
    expect(responses[206]?.content).toHaveProperty(['audio/*']);
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(['404', '416', 'default']));
    expect(parameters).toContainEqual(expect.objectContaining({ in: 'header', name: 'range', required: false }));
  });
});
