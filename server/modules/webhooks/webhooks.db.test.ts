import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database/test-database.ts';
import { type Receiver, startReceiver } from '../../../test/receiver.ts';
import { type TestPlatform, testPlatform } from '../../../test/server/test-platform.ts';
import type { Role } from '../../contract/access.contract.ts';
import { systemClock } from '../../platform/clock/clock.ts';
import { narrowListener } from '../../platform/outbox/listener-registry.ts';
import { networksOf } from '../../platform/outgoing/public-address.ts';
import { systemPrincipal } from '../access/principal.ts';
import { type SendDeps, sendDue } from './send-deliveries.usecases.ts';
import { signatureHeaders } from './sign-webhook.ts';
import { askToSend, webhookJobs } from './webhooks.jobs.ts';
import { webhookListeners } from './webhooks.listeners.ts';
import { noteDeliveries } from './webhooks.repository.ts';
import {
  changeWebhook,
  createWebhook,
  deleteWebhook,
  listDeliveries,
  listWebhooks,
  readDeliveryDetail,
  resendDelivery,
  testWebhook,
} from './webhooks.usecases.ts';

const by = { principal: systemPrincipal, ip: '127.0.0.1' };

let db: TestDatabase;
let platform: TestPlatform;
let receiver: Receiver;
let deps: SendDeps;
/** Whom a record is for; a reader of another role is told that there is none. */
let visibleTo: Role[];
/** Something else that the record says. */
let note: string;

beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  await db.sql`truncate webhooks, outbox_narrowed cascade`;
  await db.transaction((tx) => narrowListener(tx, noteDeliveries, []));
  await db.sql`truncate outbox_facts cascade`;
  await db.sql`delete from graphile_worker._private_jobs`;
  platform = testPlatform(db);
  receiver = await startReceiver();
  visibleTo = ['manager', 'administrator'];
  note = '';
  deps = {
    ...platform,
    // Time-outs of sockets go by the true clock; everything that is decided goes by the test's.
    clock: { now: platform.clock.now, after: systemClock.after },
    named: networksOf(['127.0.0.1']),
    sources: [
      {
        events: ['contact.changed', 'call.ended'],
        kind: 'contact',
        read: async ({ role }, event, subject) =>
          visibleTo.includes(role) ? { event, id: subject, ...(note ? { note } : {}) } : null,
      },
    ],
  };
  await platform.listen(webhookListeners(platform));
});
afterEach(() => receiver.close());

const make = (more: object = {}) =>
  createWebhook(platform, {
    ...by,
    body: { name: 'Books', url: receiver.url, events: ['contact.changed'], role: 'manager', ...more },
  });
const happen = async (type: string, subject: string, payload: object = {}) => {
  await db.transaction((tx) => platform.facts.append(tx, { type, subject, payload } as never));
  await platform.drain();
};
const send = () => sendDue(deps, (tx, at) => askToSend(platform.jobs, tx, at), new AbortController().signal);
const deliveries = async (webhookId: string) => (await listDeliveries(db.sql, webhookId, { limit: 50 })).items;

describe('a web-hook', () => {
  it('[API-1] is told of what it asked for, signed, and of nothing else', async () => {
    const webhook = await make();
    await happen('contact.changed', 'ctc_1', { changed: ['name'] });
    await happen('call.ended', 'cll_1');
    await send();
    expect(receiver.received.length).toBe(1);
    const { headers, body } = receiver.received[0]!;
    expect(JSON.parse(body)).toEqual({
      type: 'contact.changed',
      timestamp: platform.clock.now().toISOString(),
      data: { event: 'contact.changed', id: 'ctc_1' },
      changed: ['name'],
    });
    const id = String(headers['webhook-id']);
    expect(headers).toMatchObject(signatureHeaders(webhook.secret, { id, at: platform.clock.now(), body }));
    expect((await deliveries(webhook.id)).map(({ state, lastStatus }) => [state, lastStatus])).toEqual([
      ['delivered', 204],
    ]);
  });

  it('[API-1] notes a fact once, however often its listener runs', async () => {
    const webhook = await make();
    await happen('contact.changed', 'ctc_1');
    const [listener] = webhookListeners(platform);
    const fact = platform.committed.at(-1)!;
    await db.transaction((tx) => listener!.handle(fact, { tx, database: db, logger: platform.logger }));
    expect((await deliveries(webhook.id)).length).toBe(1);
  });

  it('[API-1] gets nothing that its role may not read', async () => {
    visibleTo = ['administrator'];
    const [low, high] = [await make(), await make({ role: 'administrator' })];
    await happen('contact.changed', 'ctc_1');
    await send();
    expect(receiver.received.length).toBe(1);
    expect([(await deliveries(low.id))[0]?.state, (await deliveries(high.id))[0]?.state]).toEqual([
      'dropped',
      'delivered',
    ]);
  });

  it('[API-1] that fails is sent the same again, later and later, and is known by the same id', async () => {
    const webhook = await make();
    receiver.status = 500;
    await happen('contact.changed', 'ctc_1');
    await send();
    await send();
    expect(receiver.received.length).toBe(1);
    note = 'changed since';
    platform.clock.advance(10_000);
    await send();
    platform.clock.advance(59_000);
    await send();
    expect(receiver.received.length).toBe(2);
    receiver.status = 200;
    platform.clock.advance(1_000);
    await send();
    const [first, ...others] = receiver.received;
    expect(others.map(({ body, headers }) => [body, headers['webhook-id']])).toEqual(
      Array(2).fill([first!.body, first!.headers['webhook-id']]),
    );
    const [delivery] = await deliveries(webhook.id);
    expect(delivery).toMatchObject({ state: 'delivered', attempts: 3, lastStatus: 200 });
    const { log } = await readDeliveryDetail(db.sql, systemPrincipal, webhook.id, delivery!.id);
    expect(log.map(({ status }) => status)).toEqual([500, 500, 200]);
    expect((await listWebhooks(db.sql))[0]).toMatchObject({ failingSince: null });
  });

  it('[API-1] that fails is not sent again what its role may not read any more, nor is it shown', async () => {
    const webhook = await make();
    receiver.status = 500;
    await happen('contact.changed', 'ctc_1');
    await send();
    visibleTo = ['administrator'];
    platform.clock.advance(10_000);
    await send();
    expect(receiver.received.length).toBe(1);
    const [delivery] = await deliveries(webhook.id);
    expect(delivery?.state).toBe('dropped');
    expect((await readDeliveryDetail(db.sql, systemPrincipal, webhook.id, delivery!.id)).body).toBe('');
    await resendDelivery(platform, { ...by, webhookId: webhook.id, deliveryId: delivery!.id });
    await send();
    expect(receiver.received.length).toBe(1);
  });

  it('[API-1] that fails makes its own later deliveries wait, not those of others', async () => {
    const other = await startReceiver();
    const [bad, good] = [await make(), await make({ url: other.url })];
    receiver.status = 500;
    for (const id of ['ctc_1', 'ctc_2', 'ctc_3']) await happen('contact.changed', id);
    await send();
    expect([receiver.received.length, other.received.length]).toEqual([1, 3]);
    expect((await deliveries(bad.id)).map(({ attempts }) => attempts)).toEqual([0, 0, 1]);
    expect((await deliveries(good.id)).every(({ state }) => state === 'delivered')).toBe(true);
    receiver.status = 200;
    platform.clock.advance(10_000);
    await send();
    const told = receiver.received.slice(1).map(({ body }) => (JSON.parse(body) as { data: { id: string } }).data.id);
    expect(told).toEqual(['ctc_1', 'ctc_2', 'ctc_3']);
    await other.close();
  });

  it('[API-1] that does not answer for two days is paused; what happens meanwhile is sent once it is switched on', async () => {
    const webhook = await make();
    receiver.status = 503;
    await happen('contact.changed', 'ctc_1');
    for (let hours = 0; hours <= 50; hours += 5) {
      await send();
      platform.clock.advance(5 * 3_600_000);
      await happen('contact.changed', `ctc_${hours}`);
    }
    expect((await listWebhooks(db.sql))[0]?.state).toBe('paused');
    expect((await db.sql`select 1 from audit_entries where action = 'webhook.paused'`).count).toBe(1);
    receiver.status = 200;
    receiver.received = [];
    await happen('contact.changed', 'ctc_paused');
    await send();
    expect(receiver.received.length).toBe(0);
    await changeWebhook(platform, { ...by, webhookId: webhook.id, patch: { state: 'on' } });
    await send();
    expect(receiver.received.at(-1)?.body).toContain('ctc_paused');
    expect((await deliveries(webhook.id)).filter(({ state }) => state === 'waiting')).toEqual([]);
  });

  it('[API-1] that was switched off by hand is told of nothing', async () => {
    const webhook = await make();
    await changeWebhook(platform, { ...by, webhookId: webhook.id, patch: { state: 'off' } });
    await happen('contact.changed', 'ctc_1');
    expect(await deliveries(webhook.id)).toEqual([]);
  });

  it('[API-1] costs a call nothing as long as nobody asked for its facts', async () => {
    const noted = async () => (await db.sql`delete from outbox_deliveries returning listener`).count;
    const tell = (type: string) =>
      db.transaction((tx) => platform.facts.append(tx, { type, subject: 'cll_1', payload: {} } as never));
    await tell('call.ended');
    expect(await noted()).toBe(0);
    const webhook = await make({ events: ['call.ended'] });
    await tell('call.ended');
    await tell('contact.changed');
    expect(await noted()).toBe(1);
    await changeWebhook(platform, { ...by, webhookId: webhook.id, patch: { events: ['contact.changed'] } });
    await tell('call.ended');
    expect(await noted()).toBe(0);
    await deleteWebhook(platform, { ...by, webhookId: webhook.id });
    await tell('contact.changed');
    expect(await noted()).toBe(0);
  });

  it('[API-1] sent by a server that died is sent again by another one once its claim is over', async () => {
    const webhook = await make();
    await happen('contact.changed', 'ctc_1');
    await db.sql`update webhook_deliveries set claimed_until = ${new Date(platform.clock.now().getTime() + 180_000)}`;
    await send();
    expect(receiver.received.length).toBe(0);
    platform.clock.advance(180_001);
    await send();
    expect((await deliveries(webhook.id))[0]?.state).toBe('delivered');
  });

  it('[API-1] sent by two servers at the same moment is sent once', async () => {
    await make();
    for (let n = 0; n < 8; n += 1) await happen('contact.changed', `ctc_${n}`);
    await Promise.all([send(), send(), send()]);
    expect(receiver.received.length).toBe(8);
  });

  it('[API-1] is sent by the job that its listener asked for', async () => {
    await make();
    await happen('contact.changed', 'ctc_1');
    expect(await platform.runDueJobs(webhookJobs(deps))).toEqual(['webhooks.send-due']);
    expect(receiver.received.length).toBe(1);
  });

  it('[API-1] follows no redirect and says why nothing was sent into a private network', async () => {
    const webhook = await make();
    receiver.status = 302;
    receiver.headers = { location: 'http://127.0.0.1:1/' };
    expect((await testWebhook(deps, { ...by, webhookId: webhook.id })).log[0]).toMatchObject({ status: 302 });
    deps = { ...deps, named: networksOf([]) };
    const refused = await testWebhook(deps, { ...by, webhookId: webhook.id });
    expect(refused).toMatchObject({ state: 'failed', log: [{ because: 'forbidden-address', status: null }] });
    expect(receiver.received.length).toBe(1);
  });

  it('[API-1] whose name leads to this machine is refused, whatever else the name leads to', async () => {
    const inside = async () => [{ address: '127.0.0.1', family: 4 as const }];
    deps = { ...deps, named: networksOf([]), resolve: inside };
    const webhook = await make({ url: 'https://rebinding.example/hook' });
    expect((await testWebhook(deps, { ...by, webhookId: webhook.id })).log[0]?.because).toBe('forbidden-address');
  });

  it('[API-1] shows no whole telephone number in its log, and never its secret', async () => {
    const webhook = await make();
    const { log } = await testWebhook(deps, { ...by, webhookId: webhook.id });
    expect(log[0]?.answer).toBe('');
    receiver.status = 200;
    const second = await testWebhook(deps, { ...by, webhookId: webhook.id });
    expect(second.log[0]?.answer).toBe('call +7912***567 later');
    expect(JSON.stringify(await listWebhooks(db.sql))).not.toContain(webhook.secret);
    const audits = await db.sql`select before, after from audit_entries where record = ${webhook.id}`;
    expect(JSON.stringify(audits)).not.toContain(webhook.secret);
  });

  it('[API-1] can be sent a delivery once more, with the same id', async () => {
    const webhook = await make();
    await happen('contact.changed', 'ctc_1');
    await send();
    const [delivery] = await deliveries(webhook.id);
    await resendDelivery(platform, { ...by, webhookId: webhook.id, deliveryId: delivery!.id });
    await send();
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([delivery!.id, delivery!.id]);
  });

  it('[API-1] that reads slowly for ever is cut off in time', async () => {
    const webhook = await make();
    receiver.status = 0;
    deps = { ...deps, clock: { now: platform.clock.now, after: (_ms, run) => systemClock.after(50, run) } };
    const { log } = await testWebhook(deps, { ...by, webhookId: webhook.id });
    expect(log[0]).toMatchObject({ status: null, because: 'timed-out' });
  });
});
