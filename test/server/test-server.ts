/**
 * A whole server on a database of its own and a free port: `const server = await startTestServer()` in `beforeAll`,
 * `await server.close()` in `afterAll`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type RunningServer, startServer } from '../../server/app/start.ts';
import type { Role } from '../../server/contract/access.contract.ts';
import { createKey } from '../../server/modules/access/api-keys.usecases.ts';
import { hashPassword } from '../../server/modules/access/passwords.ts';
import { systemPrincipal } from '../../server/modules/access/principal.ts';
import { createUser } from '../../server/modules/access/users.usecases.ts';
import { type Config, loadConfig } from '../../server/platform/config/config.ts';
import { silentLogger } from '../../server/platform/logger/logger.ts';
import { createTestDatabase, type TestDatabase } from '../database/test-database.ts';
import { connectLive, type LiveClient } from './live-client.ts';

export type { LiveClient } from './live-client.ts';

export interface Reply<T = unknown> {
  status: number;
  headers: Headers;
  body: T;
}

/** A caller of the API: `get('/api/calls')`, `post('/api/calls', { to })`. */
export interface TestClient {
  headers: Record<string, string>;
  request<T = never>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply<T>>;
  get<T = never>(path: string): Promise<Reply<T>>;
  post<T = never>(path: string, body?: unknown): Promise<Reply<T>>;
  patch<T = never>(path: string, body?: unknown): Promise<Reply<T>>;
  delete<T = never>(path: string): Promise<Reply<T>>;
  /** A live link; resolves with the first snapshot. */
  live(): Promise<LiveClient>;
}

export interface SignedInClient extends TestClient {
  userId: string;
  email: string;
  password: string;
}

export interface TestServer extends RunningServer {
  db: TestDatabase;
  anonymous: TestClient;
  /** A new user of this role, signed in through the API. */
  signIn(role: Role, user?: { teamId?: string | null; agentId?: string | null }): Promise<SignedInClient>;
  /** A client with a new API key of this role. */
  keyOf(role: Role): Promise<TestClient & { key: string }>;
  close(): Promise<void>;
}

const password = 'correct horse battery';
/** A real hash that costs a hundredth, made once. */
const cheapHash = hashPassword(password, 2 ** 8);

export async function startTestServer(
  options: { config?: Partial<Config>; withJobs?: boolean } = {},
): Promise<TestServer> {
  const db = await createTestDatabase();
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'trunkline-server-'));
  const adminPassword = 'first administrator';
  const config = { ...loadConfig({}), port: 0, dataDir, adminPassword, ...options.config };
  const server = await startServer(config, {
    databaseUrl: db.url,
    logger: silentLogger,
    withJobs: options.withJobs ?? false,
  });
  const { platform } = server.app;
  let users = 0;
  return Object.assign(server, {
    db,
    anonymous: clientOf(server.url, {}),
    async signIn(
      role: Role,
      { teamId = null, agentId = null }: { teamId?: string | null; agentId?: string | null } = {},
    ) {
      users += 1;
      const email = `${role}-${users}@example.test`;
      const prepared = { hash: await cheapHash, initialPassword: null };
      const created = await db.transaction((tx) =>
        createUser(tx, platform, { name: `${role} ${users}`, email, role, teamId }, prepared, {
          principal: systemPrincipal,
        }),
      );
      if (agentId !== null) await db.sql`update users set agent_id = ${agentId} where id = ${created.id}`;
      const reply = await clientOf(server.url, {}).post('/api/session', { email, password });
      const cookie = reply.headers
        .getSetCookie()
        .map((line) => line.split(';')[0])
        .join('; ');
      return { ...clientOf(server.url, { cookie }), userId: created.id, email, password };
    },
    async keyOf(role: Role) {
      const by = { principal: systemPrincipal };
      const { key } = await db.transaction((tx) => createKey(tx, platform, { name: role, role }, by));
      return { ...clientOf(server.url, { authorization: `Bearer ${key}` }), key };
    },
    async close() {
      await server.stop();
      await db.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  });
}

export function clientOf(url: string, headers: Record<string, string>): TestClient {
  const request: TestClient['request'] = async (method, target, body, more = {}) => {
    const hasBody = body !== undefined;
    const answer = await fetch(`${url}${target}`, {
      method,
      headers: { ...headers, ...(hasBody ? { 'content-type': 'application/json' } : {}), ...more },
      ...(hasBody ? { body: typeof body === 'string' ? body : JSON.stringify(body) } : {}),
      redirect: 'manual',
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json') && text !== '';
    return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
  };
  return {
    headers,
    request,
    get: (target) => request('GET', target),
    post: (target, body = {}) => request('POST', target, body),
    patch: (target, body = {}) => request('PATCH', target, body),
    delete: (target) => request('DELETE', target),
    live: () => connectLive(url, headers),
  };
}
