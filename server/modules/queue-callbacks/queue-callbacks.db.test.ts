/** Callers who ask to be called back: who is agreed with, who keeps which place, and how it ends. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { callFacts, journal } from '../../../test/factories/call-facts.ts';
import { type Firm, peopleOfFirm } from '../../../test/factories/people-of-firm.ts';
import { connectBridge, type FakeBridge } from '../../../test/server/fake-bridge.ts';
import { startTestServer, type TestServer } from '../../../test/server/test-server.ts';
import type { QueueCallback } from '../../contract/queue-callbacks.contract.ts';
import { callBackWhoeverIsDue } from './call-back.usecases.ts';

let server: TestServer;
let firm: Firm;
let bridge: FakeBridge;
const book = journal('pbx1', 'queue-callbacks');
let numbers = 0;
const number = () => {
  numbers += 1;
  return `+7912888${String(numbers).padStart(4, '0')}`;
};

beforeAll(async () => {
  server = await startTestServer();
  firm = await peopleOfFirm(server);
  bridge = await connectBridge(server, { bridgeId: book.bridgeId, journalId: book.journalId });
});
beforeEach(() => server.db.sql`delete from queue_callbacks`.then(() => undefined));
afterAll(() => server.close());

/** A caller of the queue who presses the key. */
async function ask(from: string | null, more: object = {}) {
  const at = new Date().toISOString();
  const call = callFacts({ journal: book, from, queue: 'sales', at, variables: { ASK: 'callback' }, ...more });
  await bridge.send([call.started()]);
  await server.idle();
  return call;
}
const open = async () =>
  (await firm.admin.get<{ items: QueueCallback[] }>('/api/queue-callbacks?open=true')).body.items;
const told = () =>
  bridge.commands.flatMap((command) =>
    command.type === 'call.tell'
      ? command.variables.map(({ name, value }) => `${command.callId} ${name} ${value}`)
      : [],
  );
const settings = (queueCallbacks: object) => firm.admin.patch('/api/settings', { queueCallbacks });
const usual = { on: true, maxPerQueue: 20, expiresAfterMinutes: 240, tries: 3, againAfterMinutes: 5 };

describe('[MIS-6] asking', () => {
  it('is agreed once, however often the fact comes; the same number keeps its first place', async () => {
    const from = number();
    const first = await ask(from);
    await bridge.send([first.updated({})]);
    await server.idle();
    const second = await ask(from);
    const items = await open();
    expect(items).toMatchObject([{ state: 'waiting', queue: 'sales', number: { e164: from }, tries: 0 }]);
    expect(items[0]!.callId).toBe(first.callId);
    await expect
      .poll(told)
      .toEqual(expect.arrayContaining([`${first.callId} CALLBACK agreed`, `${second.callId} CALLBACK agreed`]));
  });

  it.each([
    ['a withheld number', async () => ask(null, { withheld: true })],
    [
      'a number on do-not-call',
      async () => {
        const raw = number();
        await firm.admin.post('/api/contacts', { name: 'Silent', phones: [{ raw, doNotCall: true }] });
        return ask(raw);
      },
    ],
    [
      'when it is off',
      async () => {
        await settings({ ...usual, on: false });
        return ask(number());
      },
    ],
    [
      'when too many wait in this queue',
      async () => {
        await settings({ ...usual, maxPerQueue: 1 });
        await ask(number());
        return ask(number());
      },
    ],
  ])('is refused: %s; the caller is told to wait on', async (_what, asking) => {
    try {
      const { callId } = await asking();
      await expect.poll(told).toContain(`${callId} CALLBACK refused`);
      expect((await open()).map((one) => one.callId)).not.toContain(callId);
    } finally {
      await settings(usual);
    }
  });
});

describe('[MIS-6] what becomes of it', () => {
  const round = () => callBackWhoeverIsDue({ ...server.app.platform, place: async () => undefined });
  const stateOf = async (callId: string) => {
    const { body } = await firm.admin.get<{ items: QueueCallback[] }>('/api/queue-callbacks');
    return body.items.find((one) => one.callId === callId)?.state;
  };

  it('expires when its time is over', async () => {
    const { callId } = await ask(number());
    await server.db.sql`update queue_callbacks set expires_at = now() - interval '1 second'`;
    await round();
    await round();
    expect(await stateOf(callId)).toBe('expired');
    expect(await open()).toEqual([]);
  });

  it('is over when somebody talked with the customer meanwhile', async () => {
    const from = number();
    const { callId } = await ask(from);
    await server.db.sql`update queue_callbacks set asked_at = now() - interval '1 minute'`;
    const later = callFacts({ journal: book, from, at: new Date().toISOString() });
    await bridge.send([later.started(), later.answered('PJSIP/101')]);
    await server.idle();
    await round();
    expect(await stateOf(callId)).toBe('cancelled');
  });

  it('a call of which nothing was heard for three minutes gives the place back', async () => {
    const { callId } = await ask(number());
    await server.db.sql`
      update queue_callbacks set state = 'calling', originate_id = 'ori_lost', since = now() - interval '4 minutes'`;
    await round();
    expect(await stateOf(callId)).toBe('waiting');
  });

  it('is cancelled by hand, once, and told in the events of its call', async () => {
    const { callId } = await ask(number());
    const [one] = await open();
    for (let n = 0; n < 2; n += 1) {
      const reply = await firm.admin.post<QueueCallback>(`/api/queue-callbacks/${one!.id}/cancel`, {});
      expect(reply).toMatchObject({ status: 200, body: { state: 'cancelled' } });
    }
    const { body } = await firm.admin.get<{ items: object[] }>(`/api/audit?record=${callId}`);
    expect(body.items).toMatchObject([{ action: 'call.callback-cancelled' }]);
    const nobody = await firm.admin.post('/api/queue-callbacks/qcb_nobody/cancel', {});
    expect(nobody).toMatchObject({ status: 404, body: { error: { code: 'queue_callbacks.not_found' } } });
  });
});
