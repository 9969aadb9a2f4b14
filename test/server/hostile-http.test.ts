/** Hostile and broken requests: a clear refusal, never a 500, and the server goes on. */
import net from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInClient, startTestServer, type TestClient, type TestServer } from './test-server.ts';

let server: TestServer;
let administrator: SignedInClient;
let key: TestClient;
beforeAll(async () => {
  server = await startTestServer();
  administrator = await server.signIn('administrator');
  key = await server.keyOf('administrator');
});
afterEach(async () => {
  expect((await administrator.get('/healthz')).status).toBe(200);
});
afterAll(async () => {
  await server.close();
});

const code = (reply: { body: unknown }) => (reply.body as { error?: { code: string } }).error?.code;

/** Sends bytes as they are and returns what comes back until the server closes. */
const raw = (text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = net.connect(server.port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (data) => {
      answer += data.toString('latin1');
      if (answer.includes('\r\n\r\n')) socket.end();
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' ? resolve(answer) : reject(error),
    );
    socket.setTimeout(5_000, () => socket.destroy());
  });

describe('bodies', () => {
  it.each([
    ['no JSON', '{"name":', 400, 'request.malformed_json'],
    ['a bare word', 'undefined', 400, 'request.malformed_json'],
    ['a number', '5', 422, 'request.invalid'],
    ['null', 'null', 422, 'request.invalid'],
    ['a list', '[]', 422, 'request.invalid'],
    ['a NUL', '{"name":"a\\u0000b"}', 422, 'request.invalid'],
    ['half a surrogate pair', '{"name":"\\ud800"}', 422, 'request.invalid'],
    ['a prototype', '{"name":"x","__proto__":{"role":"administrator"}}', 422, 'request.invalid'],
    ['deep nesting', `{"name":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, 422, 'request.invalid'],
    ['a name of a megabyte and more', `{"name":"${'x'.repeat(1_100_000)}"}`, 413, 'request.too_large'],
    ['a long name', `{"name":"${'x'.repeat(1_000)}"}`, 422, 'request.invalid'],
  ])('%s', async (_name, body, status, expected) => {
    const reply = await administrator.request('POST', '/api/teams', body);
    expect([reply.status, code(reply)]).toEqual([status, expected]);
  });

  it('that are no JSON by their type are refused before they are read', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', '']) {
      const reply = await administrator.request('POST', '/api/teams', '{"name":"x"}', { 'content-type': type });
      expect([reply.status, code(reply)]).toEqual([415, 'request.not_json']);
    }
  });

  it('of broken UTF-8 are refused', async () => {
    const answer = await fetch(`${server.url}/api/teams`, {
      method: 'POST',
      headers: { ...administrator.headers, 'content-type': 'application/json' },
      body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
    });
    expect(answer.status).toBe(400);
  });

  it('without an end, announced small, are cut at the limit', async () => {
    const chunk = Buffer.alloc(64 * 1024, 0x20);
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(chunk) });
    const answer = fetch(`${server.url}/api/teams`, {
      method: 'POST',
      headers: { ...administrator.headers, 'content-type': 'application/json' },
      body: endless,
      duplex: 'half',
    } as RequestInit);
    // Either the refusal arrives, or the connection is closed while we still send.
    const status = await answer.then(
      ({ status: given }) => given,
      () => 413,
    );
    expect(status).toBe(413);
  });
});

describe('addresses', () => {
  it.each([
    ['/api/users/%00', 422],
    ['/api/users/a%0d%0ab', 404],
    [`/api/users/${'x'.repeat(100)}`, 422],
    ["/api/users/'%20or%201=1--", 404],
    ['/api/users/%E0%A4%A', 404],
    ['/api/users?limit=0', 422],
    ['/api/users?limit=1e9', 422],
    ['/api/users?limit=5&limit=6', 422],
    ['/api/users?cursor=%00', 422],
    [`/api/users?cursor=${Buffer.from('a\nb').toString('base64url')}`, 200],
    ['/api/audit?cursor=YQpi', 422],
    ['/api/nothing', 404],
    ['/api//users', 404],
    ['/bridge', 404],
  ])('%s is answered with %i', async (path, status) => {
    expect((await administrator.get(path)).status).toBe(status);
  });

  it('that are too long are refused by the server itself', async () => {
    expect(await raw(`GET /api/users?cursor=${'x'.repeat(40_000)} HTTP/1.1\r\nHost: x\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 431/,
    );
  });

  it('know their methods', async () => {
    const reply = await administrator.request('PUT', '/api/users');
    expect([reply.status, code(reply)]).toEqual([405, 'request.method_not_allowed']);
    expect(reply.headers.get('allow')).toBe('GET, HEAD, POST');
    expect((await administrator.request('HEAD', '/api/users')).status).toBe(200);
  });

  it('of files never lead out of the console', async () => {
    for (const path of [
      '/../package.json',
      '/%2e%2e/package.json',
      '/..%2fpackage.json',
      '/.env',
      '/%2e%2e%5cx.json',
    ]) {
      const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1.1 (404|400)/);
    }
  });
});

describe('requests', () => {
  it('of another site change nothing, with cookie or without', async () => {
    for (const origin of ['https://evil.test', 'null', `http://127.0.0.1:${server.port}.evil.test`]) {
      const reply = await administrator.request('POST', '/api/teams', { name: 'From elsewhere' }, { origin });
      expect([reply.status, code(reply)]).toEqual([403, 'request.foreign_origin']);
    }
    const ours = { origin: new URL(server.url).origin };
    const own = await administrator.request('POST', '/api/teams', { name: 'From our page' }, ours);
    expect(own.status).toBe(201);
    expect((await server.db.sql`select 1 from teams where name = 'From elsewhere'`).count).toBe(0);
  });

  it('that are no HTTP are refused', async () => {
    expect(await raw('\x16\x03\x01\x02\x00\x01\x00\r\n\r\n')).toMatch(/^HTTP\/1.1 400/);
    expect(await raw('GET / HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n')).toMatch(/^HTTP\/1.1 400/);
    expect(await raw(`GET / HTTP/1.1\r\nHost: x\r\nX-Big: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1.1 431/);
    const smuggled =
      'POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n';
    expect(await raw(smuggled)).toMatch(/^HTTP\/1.1 400/);
    expect(await raw('GET /nowhere HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n')).toMatch(
      /^HTTP\/1.1 404/,
    );
  });

  it('get headers that keep browsers careful', async () => {
    const { headers } = await key.get('/api/teams');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-request-id')).toMatch(/^[\w-]{10,}$/);
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('while the database is away are told so and find it again', async () => {
    const { pool } = server.app.platform.database;
    await server.db.sql`select 1`;
    const broken = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    const query = pool.query.bind(pool);
    type Done = (error: Error) => void;
    pool.query = ((_query: unknown, done?: Done) =>
      done ? done(broken) : Promise.reject(broken)) as typeof pool.query;
    const reply = await key.get('/api/users');
    const health = await key.get<{ status: string }>('/healthz');
    pool.query = query;
    expect([reply.status, code(reply), reply.headers.get('retry-after')]).toEqual([503, 'database.unavailable', '1']);
    expect([health.status, health.body.status]).toEqual([503, 'database-down']);
    expect((await key.get('/api/users')).status).toBe(200);
  });
});
