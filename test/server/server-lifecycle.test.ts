/** Starting, several servers side by side, a database that dies, and stopping: with real processes where it matters. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '../../server/app/start.ts';
import { loadConfig } from '../../server/platform/config/config.ts';
import { startEmbeddedPostgres } from '../../server/platform/database/embedded-postgres.ts';
import { silentLogger } from '../../server/platform/logger/logger.ts';
import { projectRoot } from '../../server/platform/project-root.ts';
import { createTestDatabase, type TestDatabase } from '../database/test-database.ts';
import { programOf } from './built-sources.ts';
import { clientOf, startTestServer } from './test-server.ts';

const key = 'k'.repeat(40);
const asAdministrator = (url: string) => clientOf(url, { authorization: `Bearer ${key}` });
const opened: (() => Promise<void>)[] = [];
let folder: string;
let db: TestDatabase;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'trunkline-lifecycle-'));
  await chmod(folder, 0o755);
  db = await createTestDatabase();
});
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});
afterAll(async () => {
  await db.drop();
  await rm(folder, { recursive: true, force: true });
});

interface ServerProcess {
  child: ChildProcess;
  said: () => string;
  /** Resolves when the process has said this; rejects when it ends before. */
  says(words: string): Promise<void>;
  ended: Promise<number | null>;
}

/** The server as `npm start` runs it. */
function startProcess(env: NodeJS.ProcessEnv): ServerProcess {
  const child = spawn(process.execPath, programOf('server/app/start'), {
    cwd: projectRoot(),
    env: { PATH: process.env.PATH, PORT: '0', DATA_DIR: folder, TRUNKLINE_API_KEY: key, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let text = '';
  const watchers = new Set<() => void>();
  const hear = (data: Buffer) => {
    text += data.toString();
    for (const watcher of watchers) watcher();
  };
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  opened.push(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return {
    child,
    said: () => text,
    says: (words) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (text.includes(words)) resolve();
        };
        watchers.add(look);
        void ended.then((code) => reject(new Error(`ended with ${code}: ${text}`)));
        look();
      }),
    ended,
  };
}

const urlIn = (text: string): string => /"url":"(http:[^"]+)"/.exec(text)?.[1] ?? '';

describe('a start', () => {
  it('[OPS-1] with a wrong value ends with one line that names it', async () => {
    const server = startProcess({ DEFAULT_REGION: 'Mars', DATABASE_URL: db.url });
    expect(await server.ended).toBe(1);
    expect(server.said()).toBe(
      'DEFAULT_REGION is "Mars": allowed is a country as two capital letters, such as RU, FR, IT or US.\n',
    );
  });

  it('[OPS-1] on a port in use, or with a database that refuses it, ends with one sentence', async () => {
    const other = net.createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as net.AddressInfo;
    const options = { databaseUrl: db.url, logger: silentLogger, withJobs: false };
    const config = { ...loadConfig({}), dataDir: folder, port };
    await expect(startServer(config, options)).rejects.toThrow(
      `Cannot listen on 127.0.0.1:${port}: another program uses it already.`,
    );
    await new Promise((resolve) => other.close(resolve));
    const wrong = new URL(db.url);
    wrong.password = 'wrong';
    await expect(startServer({ ...config, port: 0 }, { ...options, databaseUrl: wrong.toString() })).rejects.toThrow(
      'The database of DATABASE_URL refuses us: the password is wrong.',
    );
    const missing = new URL(db.url);
    missing.pathname = '/nowhere';
    await expect(startServer({ ...config, port: 0 }, { ...options, databaseUrl: missing.toString() })).rejects.toThrow(
      'there is no such database',
    );
  });

  it('waits for a database that is not there yet and says so; a signal ends the waiting', async () => {
    const server = startProcess({ DATABASE_URL: 'postgres://a:b@127.0.0.1:9/x' });
    await server.says('waiting for the database at 127.0.0.1:9');
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
  });

  it('prints the first administrator once, and the next start does not', async () => {
    const own = await createTestDatabase();
    opened.push(() => own.drop());
    const first = startProcess({ DATABASE_URL: own.url });
    await first.says('First administrator (shown this once): admin@trunkline.local');
    const [, password = ''] = /admin@trunkline\.local {2}(\S+)/.exec(first.said()) ?? [];
    const reply = await clientOf(urlIn(first.said()), {}).post('/api/session', {
      email: 'admin@trunkline.local',
      password,
    });
    expect(reply.status).toBe(200);
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    const second = startProcess({ DATABASE_URL: own.url });
    await second.says('the server is ready');
    expect(second.said()).not.toContain('First administrator');
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
  });
});

describe('a server that is told to stop', () => {
  it('[OPS-1] ends by itself when its supervisor is gone, and frees its port', async () => {
    const server = startProcess({ DATABASE_URL: db.url });
    await server.says('the server is ready');
    server.child.disconnect();
    expect(await server.ended).toBe(0);
  });

  it('lets a request that is under way end, and takes no other', async () => {
    const server = startProcess({ DATABASE_URL: db.url });
    await server.says('the server is ready');
    const url = urlIn(server.said());
    const client = await db.pool.connect();
    await client.query('begin');
    await client.query('lock table teams in access exclusive mode');
    const slow = asAdministrator(url).get('/api/teams');
    await expect
      .poll(async () => (await db.sql`select 1 from pg_locks where not granted and relation = 'teams'::regclass`).count)
      .toBe(1);
    server.child.kill('SIGTERM');
    await expect
      .poll(() =>
        asAdministrator(url)
          .get('/healthz')
          .then(
            () => 'open',
            () => 'closed',
          ),
      )
      .toBe('closed');
    await client.query('commit');
    client.release();
    const answer = await slow;
    expect(answer.status).toBe(200);
    // The connection ends with it: the server does not wait for who may ask again.
    expect(answer.headers.get('connection')).toBe('close');
    expect(await server.ended).toBe(0);
    expect(server.said()).not.toMatch(/failed|takes longer/);
  });

  it('killed without warning leaves nothing that keeps the next one from working', async () => {
    const first = startProcess({ DATABASE_URL: db.url });
    await first.says('the server is ready');
    first.child.kill('SIGKILL');
    await first.ended;
    const second = startProcess({ DATABASE_URL: db.url });
    await second.says('the server is ready');
    const { body } = await asAdministrator(urlIn(second.said())).get('/healthz');
    expect(body).toMatchObject({ status: 'ok', jobs: { state: 'running' } });
  });
});

describe('two servers on one database', () => {
  it('[OPS-2] a change made at one reaches the consoles of the other, and rights end at both', async () => {
    const one = await startTestServer();
    opened.push(() => one.close());
    const two = await startServer(
      { ...loadConfig({}), port: 0, dataDir: folder },
      { databaseUrl: one.db.url, logger: silentLogger, withJobs: false },
    );
    opened.push(() => two.stop());
    const person = await one.signIn('supervisor');
    const atTwo = clientOf(two.url, person.headers);
    const link = await atTwo.live();
    expect((await person.patch('/api/settings', { companyName: 'Two servers' })).status).toBe(200);
    const { event } = await link.event(({ event: { name } }) => name === 'settings.changed');
    expect(event.payload).toHaveProperty('what');
    const gone = new Promise((resolve) => link.socket.once('disconnect', resolve));
    expect((await atTwo.get('/api/session')).status).toBe(200);
    await person.delete('/api/session');
    await gone;
    expect((await atTwo.get('/api/session')).status).toBe(401);
  });
});

describe('a database that is killed under the server', () => {
  it('is reported, and everything goes on by itself when it is back: API, live link, listeners, jobs', async () => {
    const dataDir = await mkdtemp(path.join(folder, 'own-'));
    await chmod(dataDir, 0o755);
    const binariesFolder = path.join(os.tmpdir(), `trunkline-test-postgres-${process.getuid?.() ?? 0}`);
    const postgres = await startEmbeddedPostgres({ dataDir, logger: silentLogger, binariesFolder });
    opened.push(() => postgres.stop());
    const config = { ...loadConfig({}), port: 0, dataDir, apiKey: key };
    const server = await startServer(config, { databaseUrl: postgres.url, logger: silentLogger });
    opened.push(() => server.stop());
    const me = asAdministrator(server.url);
    const link = await me.live();
    expect((await me.get('/healthz')).status).toBe(200);

    const fresh = link.nextSnapshot();
    process.kill(postgres.pid() ?? 0, 'SIGKILL');
    const during = await me.get<{ error?: { code: string } }>('/api/users');
    expect([200, 503]).toContain(during.status);
    await expect.poll(async () => (await me.get('/healthz')).status, { timeout: 20_000 }).toBe(200);
    await fresh;
    expect((await me.patch('/api/settings', { companyName: 'After the fall' })).status).toBe(200);
    await link.event(({ event: { name } }) => name === 'settings.changed');
    await expect
      .poll(async () => (await me.get<{ jobs: { state: string } }>('/healthz')).body.jobs?.state, { timeout: 20_000 })
      .toBe('running');
    const { platform } = server.app;
    await platform.database.transaction((tx) => platform.jobs.add(tx, 'access.remove-expired', {}));
    await expect
      .poll(async () => (await platform.database.sql`select 1 from graphile_worker._private_jobs`).count, {
        timeout: 20_000,
      })
      .toBe(0);
    link.close();
  });
});
