import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database/test-database.ts';
import { lockCalls } from './calls.repository.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  await db.sql`
    insert into calls (id, bridge_id, pbx, journal_id, sequence, recorded_at, direction, state, from_withheld, to_withheld,
      started_at, wait_seconds, ring_seconds, talk_seconds, hold_seconds, end_inferred, version)
    values ('call_1', 'pbx1', 'pbx1', 'j', 1, now(), 'inbound', 'talking', false, false, now(), 0, 0, 0, 0, false, 1)`;
});
afterAll(() => db.drop());

it('[TEL-10] whoever waited for a call sees all of it as it is now, its devices and recordings too', async () => {
  let waiting: Promise<unknown> = Promise.resolve();
  await db.transaction(async (tx) => {
    await lockCalls(tx, ['call_1']);
    waiting = db.transaction(async (other) => (await lockCalls(other, ['call_1'])).get('call_1'));
    await expect
      .poll(
        async () =>
          (await db.sql`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`)
            .count,
      )
      .toBe(1);
    await tx`update calls set version = 2 where id = 'call_1'`;
    await tx`
      insert into call_agents (call_id, interface, agent_id, role, ring_seconds, talk_seconds, hold_seconds, live, took_part,
        position, started_at) values ('call_1', 'PJSIP/103', 'agt_clara', 'rang', 0, 0, 0, true, false, 1, now())`;
    await tx`
      insert into call_recordings (id, call_id, leg_id, file, started_at, state, seconds)
      values ('rec_1', 'call_1', 'l', 'f', now(), 'ready', 9)`;
  });
  expect(await waiting).toMatchObject({
    version: 2,
    agents: [{ agentId: 'agt_clara', live: true }],
    recordings: [{ id: 'rec_1', state: 'ready' }],
  });
});
