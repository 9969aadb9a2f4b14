import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '../../server/app/start.ts';
import { tablesToCopy } from '../../server/platform/backup/tables-to-copy.ts';
import { loadConfig } from '../../server/platform/config/config.ts';
import { silentLogger } from '../../server/platform/logger/logger.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database/test-database.ts';
import { clientOf, startTestServer, type TestServer } from '../../test/server/test-server.ts';
import { runVerb } from './run-verb.ts';
import { verbs } from './verbs.ts';

let server: TestServer;
let folder: string;
beforeAll(async () => {
  server = await startTestServer();
  folder = await mkdtemp(path.join(os.tmpdir(), 'trunkline-admin-'));
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

async function run(words: string[], env: NodeJS.ProcessEnv = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runVerb(
    verbs,
    words,
    { DATABASE_URL: server.db.url, DATA_DIR: server.app.platform.config.dataDir, ...env },
    { out: (line) => out.push(line), err: (line) => err.push(line) },
  );
  return { code, out: out.join('\n'), err: err.join('\n') };
}

describe('the command line', () => {
  it('[OPS-1] says what it can do, and what is wrong with what it was given', async () => {
    const help = await run(['--help']);
    expect(help.code).toBe(0);
    for (const { name } of verbs) expect(help.out).toContain(name);
    expect(await run(['make', 'coffee'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('no verb "make coffee"'),
    });
    const wrong = await run(['user', 'create', '--email', 'x', '--name', 'X', '--role', 'king']);
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('--email must be an e-mail address') });
    expect(await run(['api-key', 'create', '--role', 'manager'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('--name is missing\nUsage: npm run trunkline -- api-key create --name N --role R'),
    });
    expect(await run(['backup', '--nonsense'])).toMatchObject({ code: 2 });
    expect(await run(['api-key', 'create'], { PORT: 'x' })).toMatchObject({
      code: 1,
      err: expect.stringContaining('PORT is'),
    });
  });

  it('makes a user who can sign in, and gives a new password to who was locked out', async () => {
    const made = await run(['user', 'create', '--email', 'vera@example.test', '--name', 'Vera', '--role', 'manager']);
    expect(made.code).toBe(0);
    const [, password = ''] = /shown this once\): (\S+)/.exec(made.out) ?? [];
    const signIn = (given: string) =>
      server.anonymous.post<{ userId: string }>('/api/session', { email: 'vera@example.test', password: given });
    expect((await signIn(password)).status).toBe(200);
    await server.db.sql`update users set active = false where email = 'vera@example.test'`;
    const reset = await run(['user', 'password', '--email', 'vera@example.test', '--password', 'a password of my own']);
    expect(reset.out).toBe('vera@example.test can sign in.');
    expect((await signIn('a password of my own')).status).toBe(200);
    expect((await signIn(password)).status).toBe(401);
    const twice = await run(['user', 'create', '--email', 'vera@example.test', '--name', 'V', '--role', 'manager']);
    expect(twice).toMatchObject({ code: 1, err: 'Another user has this e-mail address.' });
  });

  it('makes an API key that works at once in the running server, and prints nothing else', async () => {
    const { code, out } = await run(['api-key', 'create', '--name', 'Reports', '--role', 'manager']);
    expect(code).toBe(0);
    expect(out).toMatch(/^tlk_[\w-]{43}$/);
    const me = clientOf(server.url, { authorization: `Bearer ${out}` });
    expect((await me.get('/api/session')).body).toMatchObject({ name: 'Reports', role: 'manager' });
  });
});

describe('a backup', () => {
  let file: string;
  beforeAll(async () => {
    const { app, db } = server;
    const { platform } = app;
    const hostile = 'tab\t newline\n backslash \\N quote " Ёлка 🎄';
    const administrator = await server.signIn('administrator');
    await administrator.post('/api/teams', { name: hostile });
    await administrator.post('/api/organisations', { name: hostile });
    await administrator.post('/api/contacts', { name: 'Анна', phones: [{ raw: '8 (495) 120-45-67' }], notes: hostile });
    await db.transaction((tx) => platform.jobs.add(tx, 'test.later', { hostile }, { key: 'k' }));
    await db.sql`update graphile_worker._private_jobs set locked_by = 'pool-gone', locked_at = now()`;
    await app.recordings.storage.write('recordings/2026/03/rec_1.wav', Buffer.from('RIFF of a call'));
    await db.sql`insert into audit_entries ${db.sql({
      id: 'aud_old',
      at: new Date('2031-07-05T00:00:00Z'),
      actor_kind: 'system',
      actor_id: 'system',
      action: 'test.done',
      record: 'x',
      via: 'system',
    })}`;
    await db.sql`select ensure_monthly_partitions('audit_entries', '2032-01-01', 0)`;
    file = path.join(folder, 'whole.tar.gz');
  });

  /** Every row of every table as text, in an order that does not depend on where it lies. */
  async function contentOf(db: TestDatabase): Promise<Record<string, string[]>> {
    const client = await db.pool.connect();
    try {
      const content: Record<string, string[]> = {};
      for (const { name, columns } of await tablesToCopy(client)) {
        const list = columns.map((column) => `"${column}"`).join(', ');
        const { rows } = await client.query<{ t: string }>(
          `select t::text as t from (select ${list} from ${name}) t order by 1`,
        );
        content[name] = rows.map(({ t }) => t);
      }
      return content;
    } finally {
      client.release();
    }
  }

  it('[OPS-1] restored into an empty database is the same, recordings too, and people sign in to it', async () => {
    // Listeners come a moment after a fact; what is backed up must be what is compared.
    await server.idle();
    const written = await run(['backup', '--to', file]);
    expect(written.err).toBe('');
    expect(written.out).toMatch(/\d+ rows of \d+ tables, 1 files/);
    expect((await stat(file)).mode & 0o077).toBe(0);
    const target = await createTestDatabase({ isEmpty: true });
    const dataDir = path.join(folder, 'restored');
    try {
      const restored = await run(['restore', '--from', file], { DATABASE_URL: target.url, DATA_DIR: dataDir });
      expect(restored).toMatchObject({ code: 0, err: '' });
      await server.db.sql`update graphile_worker._private_jobs set locked_by = null, locked_at = null`;
      expect(await contentOf(target)).toEqual(await contentOf(server.db));

      const config = { ...loadConfig({}), port: 0, dataDir };
      const second = await startServer(config, { databaseUrl: target.url, logger: silentLogger, withJobs: false });
      try {
        // Where the server itself looks for them.
        const recording = second.app.recordings.storage.pathOf('recordings/2026/03/rec_1.wav');
        expect(await readFile(recording, 'utf8')).toBe('RIFF of a call');
        expect(second.firstAdministrator).toBeNull();
        const email = 'vera@example.test';
        const reply = await clientOf(second.url, {}).post('/api/session', { email, password: 'a password of my own' });
        expect(reply.status).toBe(200);
        const cookie = reply.headers.getSetCookie()[0]?.split(';')[0] ?? '';
        const made = await clientOf(second.url, { cookie }).post('/api/contacts', { name: 'New', phones: [] });
        expect(made.status, 'sequences go on').toBe(201);
      } finally {
        await second.stop();
      }
      const again = await run(['restore', '--from', file], { DATABASE_URL: target.url, DATA_DIR: dataDir });
      expect(again).toMatchObject({ code: 1, err: expect.stringContaining('The database is not empty') });
    } finally {
      await target.drop();
    }
  });

  it('that is cut off or damaged changes nothing and says so', async () => {
    const whole = await readFile(file);
    const broken = path.join(folder, 'broken.tar.gz');
    const target = await createTestDatabase({ isEmpty: true });
    const restore = () => run(['restore', '--from', broken], { DATABASE_URL: target.url, DATA_DIR: folder });
    // In the manifest, in the rows, anywhere: what breaks first differs, what is said does not.
    const damagedAt = (share: number) => {
      const from = Math.floor(whole.length * share);
      return Buffer.from(whole).fill(0, from, from + 100);
    };
    try {
      for (const content of [
        whole.subarray(0, whole.length - 20),
        whole.subarray(0, 400),
        ...[0.1, 0.3, 0.5, 0.7, 0.9].map(damagedAt),
        Buffer.from('no backup'),
      ]) {
        await writeFile(broken, content);
        const refused = await restore();
        expect(refused.code).toBe(1);
        expect(refused.err).toMatch(/not a whole backup/);
        const users = await target.sql`select to_regclass('public.users') as found`;
        if (users[0]?.found !== null) expect((await target.sql`select 1 from users`).count).toBe(0);
      }
      expect(
        await run(['restore', '--from', path.join(folder, 'missing')], { DATABASE_URL: target.url }),
      ).toMatchObject({
        code: 1,
        err: expect.stringContaining('ENOENT'),
      });
    } finally {
      await target.drop();
    }
  });

  it('never overwrites a file, and says where it cannot write', async () => {
    const before = await stat(file);
    expect((await run(['backup', '--to', file])).code).toBe(1);
    expect((await stat(file)).mtimeMs).toBe(before.mtimeMs);
    expect((await run(['backup', '--to', path.join(folder, 'no', 'such', 'folder')])).code).toBe(1);
  });
});
