/**
 * Why docs/decisions/0003 chose pg: the faults of postgres.js, shown on the bare driver. When one of these tests fails,
 * the package has mended the fault and the decision can be read again.
 */
import { spawn } from 'node:child_process';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database/test-database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase({ isEmpty: true });
});
afterAll(async () => {
  await db.drop();
});

/** Ends its own backend in mid-transaction until the process dies of it (3) or 400 tries are over (0). */
const killOften = `
import postgres from 'postgres';
process.on('uncaughtException', () => process.exit(3));
const sql = postgres(process.env.FAULTS_URL, { max: 2, backoff: () => 0.05, onnotice() { return undefined; } });
for (let tries = 0; tries < 400; tries += 1) {
  await sql.begin(async (tx) => {
    const [{ pid }] = await tx\`select pg_backend_pid() as pid\`;
    await sql\`select pg_terminate_backend(\${pid})\`;
    await tx\`select 1\`;
  }).catch(() => undefined);
}
process.exit(0);
`;

it('a connection lost in a transaction ends the whole process with postgres.js', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', killOften], {
    env: { ...process.env, FAULTS_URL: db.url },
    stdio: 'ignore',
  });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  expect(code).toBe(3);
});

it('a statement that failed in the middle leaves holes in the next answer of postgres.js', async () => {
  const sql = postgres(db.url, { max: 1 });
  try {
    await expect(sql`select 1 / (30 - n) from generate_series(1, 60) n`).rejects.toThrow('division by zero');
    const rows = await sql`select 42 as answer`;
    expect(rows.length).toBeGreaterThan(1);
    expect(0 in rows).toBe(false);
  } finally {
    await sql.end({ timeout: 1 });
  }
});
