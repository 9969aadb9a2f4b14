/** [OPS-2] Jobs that were given up do not make a server look ill for ever: somebody sees them and decides. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestClient, type TestServer } from '../../../test/server/test-server.ts';
import type { GivenUpJob } from '../../contract/jobs.contract.ts';

let server: TestServer;
let admin: TestClient;
beforeAll(async () => {
  server = await startTestServer();
  admin = await server.signIn('administrator');
});
afterAll(() => server?.close());

/** A job as graphile-worker leaves it after its last attempt. */
async function givenUp(name: string, attempts = 10): Promise<string> {
  const [row] = await server.db.sql<{ id: string }[]>`
    select id::text as id from graphile_worker.add_job(${name}::text, max_attempts := 10, run_at := now() + interval '1 hour')`;
  const error = 'no answer from +79165550101';
  await server.db.sql`
    update graphile_worker._private_jobs set attempts = ${attempts}, last_error = ${error} where id = ${row!.id}::bigint`;
  return row!.id;
}
const health = async () =>
  (await server.anonymous.get<{ jobs: { failing: number; givenUp: number } }>('/healthz')).body.jobs;
const listed = async () => (await admin.get<{ items: GivenUpJob[] }>('/api/jobs')).body.items;

it('[OPS-2] a given-up job is shown to administrators with its error; run again or dismissed, the server is well', async () => {
  const first = await givenUp('imports.tend');
  const second = await givenUp('test.of-an-older-version');
  const waiting = await givenUp('exports.tend', 3);
  expect(await health()).toMatchObject({ failing: 3, givenUp: 2 });
  expect(await listed()).toMatchObject([
    { id: second, name: 'test.of-an-older-version', attempts: 10 },
    { id: first, name: 'imports.tend', attempts: 10, error: expect.stringMatching(/^no answer from \+7916\*+101$/) },
  ]);
  expect((await admin.post(`/api/jobs/${first}/run-again`)).status).toBe(204);
  const [row] = await server.db.sql`
    select attempts, run_at <= now() + interval '1 minute' as is_due from graphile_worker._private_jobs where id = ${first}::bigint`;
  // It may have been done by now.
  if (row) expect(row).toEqual({ attempts: 0, is_due: true });
  expect((await admin.delete(`/api/jobs/${second}`)).status).toBe(204);
  expect(await listed()).toEqual([]);
  expect(await health()).toMatchObject({ givenUp: 0 });
  const events = await admin.get<{ items: { action: string; before: object }[] }>('/api/audit/events?kind=job');
  expect(events.body.items.map(({ action }) => action).sort()).toEqual(['job.dismissed', 'job.run-again']);
  expect(JSON.stringify(events.body)).toContain('test.of-an-older-version');
  // One that will be tried by itself is nobody's to decide on.
  for (const id of [second, waiting, '999999999']) {
    expect((await admin.delete(`/api/jobs/${id}`)).status).toBe(404);
    expect((await admin.post(`/api/jobs/${id}/run-again`)).status).toBe(404);
  }
  expect((await admin.delete('/api/jobs/x')).status).toBe(404);
});
