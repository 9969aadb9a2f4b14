import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientOf, type SignedInClient, startTestServer, type TestServer } from '../../../test/server/test-server.ts';

let server: TestServer;
let administrator: SignedInClient;
beforeAll(async () => {
  server = await startTestServer();
  administrator = await server.signIn('administrator');
});
afterAll(async () => {
  await server.close();
});

const cookieOf = (headers: Headers): string =>
  headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
const code = (reply: { body: unknown }) => (reply.body as { error?: { code: string } }).error?.code;

describe('signing in', () => {
  it('sets a cookie that scripts cannot read and other sites do not send, and says who it is', async () => {
    const { email, password } = await server.signIn('operator');
    const reply = await server.anonymous.post('/api/session', { email: email.toUpperCase(), password });
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({ email, role: 'operator', defaultRegion: 'RU' });
    expect((reply.body as { permissions: string[] }).permissions).toContain('calls.read');
    expect((reply.body as { permissions: string[] }).permissions).not.toContain('users.manage');
    const [line] = reply.headers.getSetCookie().filter((value) => value.startsWith('trunkline.session_token='));
    expect(line).toMatch(/HttpOnly/i);
    expect(line).toMatch(/SameSite=Lax/i);
  });

  it('answers the same for an unknown address, a wrong password and a closed account', async () => {
    const { email, password, userId } = await server.signIn('operator');
    await administrator.patch(`/api/users/${userId}`, { active: false });
    const replies = [
      await server.anonymous.post('/api/session', { email: 'nobody@example.test', password }),
      await server.anonymous.post('/api/session', { email: administrator.email, password: 'wrong password' }),
      await server.anonymous.post('/api/session', { email, password }),
    ];
    for (const reply of replies) expect([reply.status, code(reply)]).toEqual([401, 'access.wrong_credentials']);
    expect(replies[0]?.body).toEqual(replies[2]?.body);
  });

  it('is locked after five failures, also with the right password, and whatever X-Forwarded-For says', async () => {
    const { email, password } = await server.signIn('operator');
    const attempt = (given: string, ip: string) =>
      server.anonymous.request('POST', '/api/session', { email, password: given }, { 'x-forwarded-for': ip });
    for (let n = 1; n <= 5; n += 1) expect((await attempt('wrong password', `203.0.113.${n}`)).status).toBe(401);
    const locked = await attempt(password, '203.0.113.99');
    expect([locked.status, code(locked)]).toEqual([429, 'access.locked_out']);
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(60);
  });

  it('out ends the session at once', async () => {
    const operator = await server.signIn('operator');
    expect((await operator.get('/api/session')).status).toBe(200);
    expect((await operator.delete('/api/session')).status).toBe(204);
    expect((await operator.get('/api/session')).status).toBe(401);
  });

  it('a forged or foreign cookie is nobody', async () => {
    const real = (await server.signIn('operator')).headers.cookie ?? '';
    const forged = real.replace(/=(.)/, (_, first: string) => `=${first === 'a' ? 'b' : 'a'}`);
    for (const cookie of [forged, 'trunkline.session_token=x', 'trunkline.session_token=%', `other=${real}`]) {
      expect((await clientOf(server.url, { cookie }).get('/api/session')).status).toBe(401);
    }
  });
});

describe('sessions', () => {
  it('are listed for their owner only and can be ended one by one', async () => {
    const operator = await server.signIn('operator');
    const other = await server.signIn('operator');
    const second = await server.anonymous.post('/api/session', { email: operator.email, password: operator.password });
    const { body } = await operator.get<{ items: { id: string; current: boolean }[] }>('/api/sessions');
    expect(body.items.map(({ current }) => current).sort()).toEqual([false, true]);
    const away = body.items.find(({ current }) => !current)!;
    expect((await other.delete(`/api/sessions/${away.id}`)).status).toBe(404);
    expect((await operator.delete(`/api/sessions/${away.id}`)).status).toBe(204);
    const ended = clientOf(server.url, { cookie: cookieOf(second.headers) });
    expect((await ended.get('/api/session')).status).toBe(401);
    expect((await operator.get('/api/session')).status).toBe(200);
  });
});

describe('users', () => {
  const newUser = (email: string) => ({ name: 'Vera', email, role: 'operator' });

  it('are made with a password that is shown once and works', async () => {
    const made = await administrator.post<{ id: string; initialPassword: string }>(
      '/api/users',
      newUser('vera@example.test'),
    );
    expect(made.status).toBe(201);
    const { initialPassword } = made.body;
    expect(initialPassword).toMatch(/^\w{4}-\w{4}-\w{4}-\w{4}$/);
    const signedIn = await server.anonymous.post('/api/session', {
      email: 'vera@example.test',
      password: initialPassword,
    });
    expect(signedIn.status).toBe(200);
    const audited = await administrator.get<{ items: { action: string; after: unknown }[] }>(
      `/api/audit?record=${made.body.id}`,
    );
    expect(audited.body.items.map(({ action }) => action)).toEqual(['session.began', 'user.created']);
    expect(JSON.stringify(audited.body)).not.toContain(initialPassword);
  });

  it('an address is taken whatever its letters; an unknown team is refused', async () => {
    await administrator.post('/api/users', newUser('twice@example.test'));
    const again = await administrator.post('/api/users', newUser('TWICE@example.test'));
    expect([again.status, code(again)]).toEqual([409, 'access.email_taken']);
    const team = await administrator.post('/api/users', { ...newUser('team@example.test'), teamId: 'team_none' });
    expect([team.status, code(team)]).toEqual([422, 'access.unknown_team']);
  });

  it('a role that is taken away is gone with the next request, a closed account is signed out', async () => {
    const supervisor = await server.signIn('supervisor');
    expect((await supervisor.get('/api/users')).status).toBe(200);
    await administrator.patch(`/api/users/${supervisor.userId}`, { role: 'operator' });
    expect((await supervisor.get('/api/users')).status).toBe(403);
    await administrator.patch(`/api/users/${supervisor.userId}`, { active: false });
    expect((await supervisor.get('/api/session')).status).toBe(401);
  });

  it('a patch leaves alone what it does not name', async () => {
    const { body: team } = await administrator.post<{ id: string }>('/api/teams', { name: 'North' });
    const operator = await server.signIn('operator', { teamId: team.id });
    await administrator.patch(`/api/users/${operator.userId}`, { language: 'fr' });
    const { body } = await administrator.get(`/api/users/${operator.userId}`);
    expect(body).toMatchObject({ language: 'fr', teamId: team.id, role: 'operator', active: true });
  });

  it('a new password ends the sessions that knew the old one', async () => {
    const operator = await server.signIn('operator');
    await administrator.patch(`/api/users/${operator.userId}`, { password: 'a new long password' });
    expect((await operator.get('/api/session')).status).toBe(401);
    const reply = await server.anonymous.post('/api/session', {
      email: operator.email,
      password: 'a new long password',
    });
    expect(reply.status).toBe(200);
  });

  it('the last administrator stays one', async () => {
    const alone = await startTestServer();
    try {
      const only = alone.app.platform.config.adminEmail ?? 'admin@trunkline.local';
      const first = await alone.anonymous.post<{ userId: string }>('/api/session', {
        email: only,
        password: 'first administrator',
      });
      const me = clientOf(alone.url, { cookie: cookieOf(first.headers) });
      for (const change of [{ role: 'operator' }, { active: false }]) {
        const reply = await me.patch(`/api/users/${first.body.userId}`, change);
        expect([reply.status, code(reply)]).toEqual([409, 'access.last_administrator']);
      }
    } finally {
      await alone.close();
    }
  });

  it('come in pages that neither repeat nor leave out', async () => {
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query: string = cursor ? `&cursor=${cursor}` : '';
      const { body } = await administrator.get<{ items: { id: string }[]; nextCursor: string | null }>(
        `/api/users?limit=3${query}`,
      );
      seen.push(...body.items.map(({ id }) => id));
      cursor = body.nextCursor;
    }
    const [row] = await server.db.sql<{ n: number }[]>`select count(*) as n from users`;
    expect(seen.length).toBe(row?.n);
    expect(new Set(seen).size).toBe(seen.length);
    expect((await administrator.get('/api/users?cursor=nonsense')).status).toBe(422);
  });
});

describe('API keys', () => {
  it('carry the role they were made for, note their use, and stop when revoked', async () => {
    const key = await server.keyOf('operator');
    expect((await key.get('/api/teams')).status).toBe(200);
    expect((await key.get('/api/api-keys')).status).toBe(403);
    const { body } = await administrator.get<{ items: { id: string; lastUsedAt: string | null; key?: string }[] }>(
      '/api/api-keys',
    );
    const [listed] = body.items;
    expect(listed?.lastUsedAt).not.toBeNull();
    expect(JSON.stringify(body)).not.toContain(key.key);
    expect((await administrator.delete(`/api/api-keys/${listed?.id}`)).status).toBe(204);
    const refused = await key.get('/api/teams');
    expect([refused.status, code(refused)]).toEqual([401, 'access.invalid_key']);
  });

  it('a wrong or malformed Authorization header is refused, not ignored', async () => {
    for (const authorization of ['Bearer nonsense', 'Basic YTpi', 'Bearer ', 'Bearer a b']) {
      const reply = await clientOf(server.url, { ...administrator.headers, authorization }).get('/api/teams');
      expect([reply.status, code(reply)]).toEqual([401, 'access.invalid_key']);
    }
  });

  it('the one of TRUNKLINE_API_KEY works from the first start and stays revoked once revoked', async () => {
    const apiKey = 'k'.repeat(40);
    const own = await startTestServer({ config: { apiKey } });
    try {
      const me = clientOf(own.url, { authorization: `Bearer ${apiKey}` });
      const { body } = await me.get<{ items: { id: string; name: string }[] }>('/api/api-keys');
      expect(body.items.map(({ name }) => name)).toEqual(['TRUNKLINE_API_KEY']);
      await me.delete(`/api/api-keys/${body.items[0]?.id}`);
      expect((await me.get('/api/api-keys')).status).toBe(401);
      const { ensureConfiguredKey } = await import('./first-start.ts');
      await ensureConfiguredKey(own.app.platform);
      expect((await me.get('/api/api-keys')).status).toBe(401);
    } finally {
      await own.close();
    }
  });
});
