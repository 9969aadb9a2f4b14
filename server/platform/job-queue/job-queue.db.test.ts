import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createTestDatabase, type TestDatabase } from '../../../test/database/test-database.ts';
import { systemClock } from '../clock/clock.ts';
import { silentLogger } from '../logger/logger.ts';
import { type Job, job } from './job.ts';
import { createJobQueue, type JobQueue, refuseDuplicateJobs } from './job-queue.ts';
import { forgetDeadProcesses, heartbeat } from './server-processes.ts';

let db: TestDatabase;
const started: JobQueue[] = [];
beforeAll(async () => {
  db = await createTestDatabase();
});
beforeEach(async () => {
  for (const queue of started.splice(0)) await queue.stop();
  await db.sql`delete from graphile_worker._private_jobs`;
  await db.sql`delete from server_processes`;
});
afterAll(async () => {
  for (const queue of started.splice(0)) await queue.stop();
  await db.drop();
});

const newQueue = (): JobQueue => createJobQueue({ database: db, clock: systemClock, logger: silentLogger });
async function running(jobs: Job[]): Promise<JobQueue> {
  const queue = newQueue();
  started.push(queue);
  await queue.start(jobs);
  return queue;
}
const noteJob = (ran: unknown[], run: (n: number) => Promise<void> = async () => undefined): Job =>
  job({
    name: 'test.note',
    schema: z.object({ n: z.number() }),
    run: async ({ n }) => {
      ran.push(n);
      await run(n);
    },
  });
const add = (queue: JobQueue, n: number, options = {}) =>
  db.transaction((tx) => queue.add(tx, 'test.note', { n }, options));

describe('jobs', () => {
  it('run once, soon after the transaction that added them, and not when it failed', async () => {
    const ran: unknown[] = [];
    const queue = await running([noteJob(ran)]);
    await add(queue, 1);
    const failed = db.transaction(async (tx) => {
      await queue.add(tx, 'test.note', { n: 2 });
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    await add(queue, 3);
    await expect.poll(() => ran, { timeout: 10_000 }).toEqual([1, 3]);
    expect(await queue.health()).toMatchObject({ state: 'running', waiting: 0, failing: 0, givenUp: 0 });
  });

  it('[CRM-3] that are serial run one after the other, also when one is asked for while another runs', async () => {
    const ran: unknown[] = [];
    const gates: (() => void)[] = [];
    let atOnce = 0;
    let most = 0;
    const queue = await running([
      noteJob(ran, async () => {
        atOnce += 1;
        most = Math.max(most, atOnce);
        await new Promise<void>((resolve) => gates.push(resolve));
        atOnce -= 1;
      }),
      job({ name: 'test.other', schema: z.object({}), run: async () => void ran.push('other') }),
    ]);
    await add(queue, 1, { serial: true, key: 'one' });
    await expect.poll(() => gates).toHaveLength(1);
    // The key is free again, since that job runs already.
    await add(queue, 2, { serial: true, key: 'one' });
    await add(queue, 3, { serial: true });
    // Whoever is not serial does not wait; and the others had their chance meanwhile.
    await db.transaction((tx) => queue.add(tx, 'test.other', {}));
    await expect.poll(() => ran).toContain('other');
    for (let n = 1; n <= 3; n += 1) {
      await expect.poll(() => gates).toHaveLength(n);
      gates[n - 1]?.();
    }
    await expect.poll(async () => [ran.length, (await queue.health()).waiting]).toEqual([4, 0]);
    expect(most).toBe(1);
  });

  it('of one key are one job that moves, and can be taken back', async () => {
    const queue = newQueue();
    const later = new Date(systemClock.now().getTime() + 3_600_000);
    await add(queue, 1, { key: 'k', runAt: later });
    await add(queue, 2, { key: 'k', runAt: new Date(later.getTime() + 60_000) });
    await add(queue, 3, { key: 'other', runAt: later });
    await db.transaction((tx) => queue.remove(tx, 'other'));
    await db.transaction((tx) => queue.remove(tx, 'never there'));
    const rows = await db.sql`select payload, run_at from graphile_worker._private_jobs`;
    expect([...rows]).toEqual([{ payload: { n: 2 }, run_at: new Date(later.getTime() + 60_000) }]);
  });

  it('that fail are tried again later and say so; a wrong payload is one of them', async () => {
    const ran: unknown[] = [];
    const queue = await running([noteJob(ran, () => Promise.reject(new Error('not today')))]);
    await add(queue, 1);
    await db.transaction((tx) => queue.add(tx, 'test.note', { n: 'x' }));
    await expect.poll(async () => (await queue.health()).failing, { timeout: 10_000 }).toBe(2);
    const rows =
      await db.sql`select last_error, run_at > now() as later, attempts from graphile_worker._private_jobs order by id`;
    expect(rows[0]).toMatchObject({ last_error: 'not today', later: true, attempts: 1 });
    expect(ran).toEqual([1]);
  });

  it('running when the server stops are let end', async () => {
    let begun: () => void = () => undefined;
    const hasBegun = new Promise<void>((resolve) => {
      begun = resolve;
    });
    let finished = false;
    const queue = await running([
      noteJob([], async () => {
        begun();
        await new Promise((resolve) => setTimeout(resolve, 300));
        finished = true;
      }),
    ]);
    await add(queue, 1);
    await hasBegun;
    await queue.stop();
    expect(finished).toBe(true);
    // The worker does not wait until it has noted that the job is done.
    await expect.poll(async () => (await db.sql`select 1 from graphile_worker._private_jobs`).count).toBe(0);
  });

  it('two of one name are refused', () => {
    expect(() => refuseDuplicateJobs([noteJob([]), noteJob([])])).toThrow('two jobs are named test.note');
  });
});

describe('a server that was killed', () => {
  const lockedBy = async (owner: string, n: number) => {
    await add(newQueue(), n);
    await db.sql`
      update graphile_worker._private_jobs set locked_by = ${owner}, locked_at = now() - interval '5 seconds'
      where locked_by is null`;
  };
  const lockedOwners = async () =>
    (await db.sql`select locked_by from graphile_worker._private_jobs where locked_by is not null order by 1`).map(
      (row) => row.locked_by,
    );
  const forget = (seconds = 0) =>
    forgetDeadProcesses(db, new Date(systemClock.now().getTime() + seconds * 1_000), silentLogger);

  it('gives its jobs to the one that starts in its place, at once', async () => {
    await lockedBy('pool-dead', 1);
    // Its heartbeat: of this machine, by a process number that is not alive.
    await heartbeat(db, 'pool-probe', systemClock.now());
    await db.sql`
      insert into server_processes select 'pool-dead', host, 2147483646, now(), now()
      from server_processes where id = 'pool-probe'`;
    const ran: unknown[] = [];
    await running([noteJob(ran)]);
    await expect.poll(() => ran, { timeout: 10_000 }).toEqual([1]);
  });

  it('on another machine is dead after a minute of silence, not before', async () => {
    await lockedBy('pool-elsewhere', 1);
    await db.sql`insert into server_processes values ('pool-elsewhere', 'another machine', 7, now(), now())`;
    expect(await forget(50)).toBe(0);
    expect(await lockedOwners()).toEqual(['pool-elsewhere']);
    expect(await forget(61)).toBe(1);
    expect(await lockedOwners()).toEqual([]);
  });

  it('before its first heartbeat is found by the age of its lock', async () => {
    await lockedBy('pool-unknown', 1);
    expect(await forget(30)).toBe(0);
    expect(await forget(61)).toBe(1);
  });

  it('leaves the jobs of the living alone', async () => {
    await heartbeat(db, 'pool-living', systemClock.now());
    await lockedBy('pool-living', 1);
    expect(await forget(0)).toBe(0);
    expect(await lockedOwners()).toEqual(['pool-living']);
  });
});
