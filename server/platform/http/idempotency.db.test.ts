import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database/test-database.ts';
import { testClock } from '../clock/clock.ts';
import { notFound } from '../errors/domain-error.ts';
import { silentLogger } from '../logger/logger.ts';
import { once } from './idempotency.ts';
import { fingerprintOf, idempotencyKeyOf, keptHours, leaseMs } from './idempotency-rules.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  await db.sql`create table done (name text not null)`;
});
afterAll(() => db.drop());

/** One server process: its clock is its own, so that one may be dead while time goes on for another. */
const process = (start?: Date) => {
  const clock = testClock(start);
  return { clock, needs: { database: db, clock, logger: silentLogger } };
};
const requestOf = (key: string, body: unknown = {}) => ({
  principalId: 'usr_1',
  key,
  requestHash: fingerprintOf('POST', '/api/things', body),
  isSecret: false,
});
const writes = (name: string) => async () => {
  await db.transaction(async (tx) => void (await tx`insert into done (name) values (${name})`));
  return Response.json({ name }, { status: 201 });
};
const timesDone = async (name: string) => (await db.sql`select 1 from done where name = ${name}`).count;
const never = new Promise<never>(() => undefined);
const text = async (answer: Response) => [
  answer.status,
  await answer.text(),
  answer.headers.get('idempotency-replayed'),
];

describe('a request with an idempotency key', () => {
  it('[API-1] is carried out once and answered alike ever after', async () => {
    const { needs } = process();
    expect(await text(await once(needs, requestOf('a'), writes('a')))).toEqual([201, '{"name":"a"}', null]);
    expect(await text(await once(needs, requestOf('a'), writes('a')))).toEqual([201, '{"name":"a"}', 'true']);
    expect(await timesDone('a')).toBe(1);
  });

  it('[API-1] is carried out again under the same key after a day', async () => {
    const { clock, needs } = process();
    await once(needs, requestOf('day'), writes('day'));
    clock.advance(keptHours * 3_600_000 + 1);
    await once(needs, requestOf('day', 'something else'), writes('day'));
    expect(await timesDone('day')).toBe(2);
  });

  it('[API-1] that asks for something else under a known key is refused', async () => {
    const { needs } = process();
    await once(needs, requestOf('b', { name: 'x' }), writes('b'));
    await expect(once(needs, requestOf('b', { name: 'y' }), writes('b'))).rejects.toMatchObject({
      status: 422,
      code: 'request.idempotency_key_reused',
    });
    expect(await timesDone('b')).toBe(1);
  });

  it('[API-1] belongs to who sent it: another sender may use the same key', async () => {
    const { needs } = process();
    await once(needs, requestOf('same'), writes('same'));
    await once(needs, { ...requestOf('same'), principalId: 'usr_2' }, writes('same'));
    expect(await timesDone('same')).toBe(2);
  });

  it('[API-1] is told to wait while the first one runs', async () => {
    const { needs } = process();
    let go: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    let begun: () => void = () => undefined;
    const isRunning = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const first = once(needs, requestOf('c'), async () => {
      begun();
      await held;
      return writes('c')();
    });
    await isRunning;
    await expect(once(needs, requestOf('c'), writes('c'))).rejects.toMatchObject({ code: 'request.in_progress' });
    go();
    await first;
    expect((await once(needs, requestOf('c'), writes('c'))).headers.get('idempotency-replayed')).toBe('true');
    expect(await timesDone('c')).toBe(1);
  });

  it('[API-1] is carried out once by twenty that come at the same moment', async () => {
    const { needs } = process();
    const all = await Promise.allSettled(
      Array.from({ length: 20 }, () => once(needs, requestOf('storm'), writes('storm'))),
    );
    expect(await timesDone('storm')).toBe(1);
    expect(all.some(({ status }) => status === 'fulfilled')).toBe(true);
    for (const one of all)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'request.in_progress' });
  });

  it('[API-1] that was refused and changed nothing may be sent again', async () => {
    const { needs } = process();
    const refuses = async () => {
      await db.transaction(async (tx) => {
        await tx`insert into done (name) values ('d')`;
        throw notFound('things.not_found', 'There is no such thing.');
      });
      return new Response();
    };
    await expect(once(needs, requestOf('d'), refuses)).rejects.toMatchObject({ status: 404 });
    expect((await once(needs, requestOf('d'), writes('d'))).status).toBe(201);
    expect(await timesDone('d')).toBe(1);
  });

  it('[API-1] that failed after it had changed something fails alike again and changes nothing more', async () => {
    const { needs } = process();
    const half = async () => {
      await writes('half')();
      throw new Error('the PBX is away');
    };
    await expect(once(needs, requestOf('half'), half)).rejects.toThrow('the PBX is away');
    expect((await once(needs, requestOf('half'), half)).status).toBe(500);
    expect(await timesDone('half')).toBe(1);
  });

  it('[API-1] of a server killed before its commit is carried out again once the lease is over', async () => {
    const dead = process();
    let begun: () => void = () => undefined;
    const isRunning = new Promise<void>((resolve) => {
      begun = resolve;
    });
    void once(dead.needs, requestOf('killed-before'), () => {
      begun();
      return never;
    });
    await isRunning;
    const other = process();
    await expect(once(other.needs, requestOf('killed-before'), writes('e'))).rejects.toMatchObject({ status: 409 });
    other.clock.advance(leaseMs + 1);
    expect((await once(other.needs, requestOf('killed-before'), writes('e'))).status).toBe(201);
    expect(await timesDone('e')).toBe(1);
  });

  it('[API-1] of a server killed after its commit is never carried out again, and says so', async () => {
    const dead = process();
    let committed: () => void = () => undefined;
    const isCommitted = new Promise<void>((resolve) => {
      committed = resolve;
    });
    void once(dead.needs, requestOf('killed-after'), async () => {
      await writes('f')();
      committed();
      return never;
    });
    await isCommitted;
    const other = process();
    other.clock.advance(leaseMs + 1);
    await expect(once(other.needs, requestOf('killed-after'), writes('f'))).rejects.toMatchObject({
      code: 'request.answer_lost',
    });
    expect(await timesDone('f')).toBe(1);
  });

  it('[API-1] that slept through its lease cannot commit what a later one did already', async () => {
    const asleep = process();
    let wake: () => void = () => undefined;
    const sleeping = new Promise<void>((resolve) => {
      wake = resolve;
    });
    let begun: () => void = () => undefined;
    const isRunning = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const first = once(asleep.needs, requestOf('asleep'), async () => {
      begun();
      await sleeping;
      return writes('g')();
    });
    await isRunning;
    const other = process();
    other.clock.advance(leaseMs + 1);
    await once(other.needs, requestOf('asleep'), writes('g'));
    wake();
    await expect(first).rejects.toMatchObject({ code: 'request.taken_over' });
    expect(await timesDone('g')).toBe(1);
  });

  it('[API-1] prolongs its lease while it works', async () => {
    const slow = process();
    let go: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    let begun: () => void = () => undefined;
    const isRunning = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const first = once(slow.needs, requestOf('slow'), async () => {
      begun();
      await held;
      return writes('slow')();
    });
    await isRunning;
    const leaseUntil = async () =>
      (
        await db.sql<{ at: Date }[]>`select lease_until as at from idempotency_keys where key = 'slow'`
      )[0]!.at.getTime();
    const before = await leaseUntil();
    slow.clock.advance(leaseMs / 3 + 1);
    await expect.poll(leaseUntil).toBeGreaterThan(before);
    go();
    await first;
  });

  it('[API-1] whose answer holds a secret is not kept, and not carried out again', async () => {
    const { needs } = process();
    const secret = { ...requestOf('secret'), isSecret: true };
    await once(needs, secret, writes('key tlk_12345'));
    await expect(once(needs, secret, writes('key tlk_12345'))).rejects.toMatchObject({
      code: 'request.answer_not_kept',
    });
    expect((await db.sql`select 1 from idempotency_keys where body like '%tlk_%'`).count).toBe(0);
  });
});

describe('the key', () => {
  it('[API-1] is looked at only where something is changed, and must be visible ASCII', () => {
    const headers = (key: string) => new Headers({ 'idempotency-key': key });
    expect(idempotencyKeyOf('GET', headers('x'))).toBeNull();
    expect(idempotencyKeyOf('POST', new Headers())).toBeNull();
    expect(idempotencyKeyOf('POST', headers('6f1c'))).toBe('6f1c');
    expect(() => idempotencyKeyOf('POST', headers(''))).toThrow('visible ASCII');
    expect(() => idempotencyKeyOf('DELETE', headers('x'.repeat(201)))).toThrow('visible ASCII');
  });
});
