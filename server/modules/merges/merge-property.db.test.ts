/** Any merges, undone from the end, leave the base as it was; with work in between nothing of anybody is lost. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestClient, type TestServer } from '../../../test/server/test-server.ts';
import type { Contact } from '../../contract/contacts.contract.ts';
import type { Merged } from '../../contract/merges.contract.ts';
import type { CallFacts } from '../calls/calls.events.ts';
import type { PhoneFacts } from '../phones/phones.events.ts';

let server: TestServer;
let admin: TestClient;
beforeAll(async () => {
  server = await startTestServer();
  admin = await server.keyOf('administrator');
});
afterAll(() => server.close());

/** The same numbers for the same seed (mulberry32). */
function randomOf(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n: number) => Math.floor(next() * n);
  return { below, chance: (p: number) => next() < p, oneOf: <T>(list: readonly T[]): T => list[below(list.length)]! };
}
type Random = ReturnType<typeof randomOf>;

const post = async <T>(path: string, body: object = {}): Promise<T> => {
  const reply = await admin.post<T>(path, body);
  if (reply.status >= 300) throw new Error(`${path} answered ${reply.status}: ${JSON.stringify(reply.body)}`);
  return reply.body;
};

let made = 0;
async function addCall(e164: string, contactId: string | null) {
  made += 1;
  await server.db.sql`
    insert into calls (id, bridge_id, pbx, journal_id, sequence, recorded_at, direction, state, outcome, from_withheld,
      to_withheld, customer_e164, contact_id, contact_picked, started_at, ended_at, wait_seconds, ring_seconds,
      talk_seconds, hold_seconds, end_inferred, version)
    values (${`call_${made}`}, 'pbx1', 'pbx1', 'j', ${made}, now(), 'inbound', 'ended', 'answered', false, false, ${e164},
      ${contactId}, ${contactId !== null}, timestamptz '2026-11-01' + ${made} * interval '1 minute', now(), 0, 0, 0, 0,
      false, 1)`;
}

/** Six people who share numbers, e-mails and organisations, with calls, notes, tasks, picks and roles. */
async function base(random: Random, seed: number): Promise<string[]> {
  const numbers = Array.from({ length: 5 }, (_, i) => `+7916${String(seed * 10 + i).padStart(7, '0')}`);
  const organisations: string[] = [];
  for (const name of ['One', 'Two', 'Three'])
    organisations.push((await post<{ id: string }>('/api/organisations', { name: `${name} ${seed}` })).id);
  for (const number of numbers) await addCall(number, null);
  const ids: string[] = [];
  for (let i = 0; i < 6; i += 1) {
    const phones = numbers.filter(() => random.chance(0.4)).map((raw) => ({ raw, doNotCall: random.chance(0.2) }));
    const body = {
      name: `Person ${seed} ${'x'.repeat(random.below(4))}`,
      phones,
      emails: ['a', 'b', 'c'].filter(() => random.chance(0.4)).map((at) => `${at}${seed}@x.test`),
      organisationId: random.chance(0.5) ? random.oneOf(organisations) : null,
      otherRoles: organisations
        .filter(() => random.chance(0.3))
        .map((organisationId) => ({ organisationId, role: `r${i}` })),
      notes: random.chance(0.5) ? `note ${i}` : '',
      vip: random.chance(0.3),
      satisfaction: random.chance(0.5) ? 1 + random.below(5) : null,
      birthday: random.chance(0.3) ? '1980-05-17' : null,
    };
    ids.push((await post<Contact>('/api/contacts', body)).id);
  }
  for (let i = 0; i < 8; i += 1) {
    const contactId = random.oneOf(ids);
    if (random.chance(0.5)) await post(`/api/contacts/${contactId}/notes`, { text: `said ${i}` });
    else await post('/api/tasks', { title: `do ${i}`, contactId, agentId: null });
    await addCall(random.oneOf(numbers), random.oneOf(ids));
  }
  for (const e164 of numbers.filter(() => random.chance(0.5)))
    await server.db.sql`
      insert into number_picks (e164, contact_id, picked_at) values (${e164}, ${random.oneOf(ids)}, '2026-11-02')`;
  await settle(ids, numbers);
  return ids;
}

/** Calls are counted, then find their people by the numbers, as after any change; the counts tell who is likelier. */
async function settle(ids: readonly string[], numbers: readonly string[]): Promise<void> {
  const { facts, database } = server.app.platform;
  const subject = ids[0]!;
  for (const _pass of [1, 2]) {
    await database.transaction((tx) =>
      facts.append<CallFacts>(tx, { type: 'call.relinked', payload: { contactIds: [...ids] }, subject }),
    );
    await server.idle();
    for (const e164 of numbers) {
      const payload = { contactId: subject, organisationId: null, e164 };
      await database.transaction((tx) =>
        facts.append<PhoneFacts>(tx, { type: 'number.saved', payload, subject: e164 }),
      );
    }
    await server.idle();
  }
}

/** Every row that a merge may touch, without what counts changes and what the calls are counted into. */
async function dump(): Promise<Record<string, unknown[]>> {
  const drop = ['version', 'updated_at', 'candidates', 'last_call_at', 'last_reached_at'];
  const tables = {
    contacts: 'id',
    phones: 'id',
    contact_notes: 'id',
    contact_roles: 'contact_id, organisation_id',
    number_picks: 'e164, contact_id',
    tasks: 'id',
    calls: 'id',
  };
  const all: Record<string, unknown[]> = {};
  for (const [table, order] of Object.entries(tables)) {
    const rows = await server.db.sql<{ row: unknown }[]>`
      select to_jsonb(t) - ${drop}::text[] as row from ${server.db.sql(table)} t
      order by ${server.db.sql.unsafe(order)}`;
    all[table] = rows.map(({ row }) => row);
  }
  return all;
}

async function mergeSome(
  random: Random,
  ids: readonly string[],
  work: (id: string) => Promise<void>,
): Promise<string[]> {
  const living = [...ids];
  const actions: string[] = [];
  while (living.length > 1 + random.below(3)) {
    const count = 1 + (living.length > 2 ? random.below(2) : 0);
    const order = living.sort(() => random.below(3) - 1);
    const [survivor, ...rest] = order as [string, ...string[]];
    const otherIds = rest.slice(0, count);
    const merged = await post<Merged>(`/api/contacts/${survivor}/merge`, { otherIds });
    actions.push(merged.actionId);
    for (const id of otherIds) living.splice(living.indexOf(id), 1);
    await server.idle();
    await work(survivor);
  }
  return actions.reverse();
}

// Some hundred requests each, and every listener after each of them.
describe('[CRM-6] merges and their undo', { timeout: 120_000 }, () => {
  it.each([1, 2, 3, 4])('[CRM-6] any merges undone from the end give the same rows (seed %i)', async (seed) => {
    const random = randomOf(seed);
    const ids = await base(random, seed);
    const before = await dump();
    for (const actionId of await mergeSome(random, ids, async () => undefined)) {
      await post(`/api/reversible-actions/${actionId}/undo`);
      await server.idle();
    }
    expect(await dump()).toEqual(before);
  });

  it.each([11, 12])(
    '[CRM-6] with work in between no row is lost and all belong to living people (seed %i)',
    async (seed) => {
      const random = randomOf(seed);
      const ids = await base(random, seed);
      const before = await dump();
      const written: string[] = [];
      const actions = await mergeSome(random, ids, async (id) => {
        written.push((await post<{ id: string }>(`/api/contacts/${id}/notes`, { text: 'since' })).id);
        await admin.patch(`/api/contacts/${id}`, { name: `Renamed ${written.length}`, vip: random.chance(0.5) });
        await addCall('+79169999999', id);
      });
      for (const actionId of actions) {
        await post(`/api/reversible-actions/${actionId}/undo`);
        await server.idle();
      }
      const after = await dump();
      const idsOf = (rows: unknown[] | undefined) => (rows ?? []).map((row) => (row as { id: string }).id);
      for (const table of ['contacts', 'phones', 'contact_notes', 'tasks', 'calls'])
        expect(idsOf(after[table]), table).toEqual(expect.arrayContaining(idsOf(before[table])));
      expect(idsOf(after.contact_notes)).toEqual(expect.arrayContaining(written));
      const orphans = await server.db.sql`
      select 1 from contacts c where c.deleted_at is not null and c.id = any(${ids}::text[])`;
      expect(orphans.count).toBe(0);
      const names = (after.contacts ?? []).map((row) => (row as { name: string }).name);
      expect(names.filter((name) => name.startsWith('Renamed')).length).toBeGreaterThan(0);
    },
  );
});
