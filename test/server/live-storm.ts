/** A firm to which anything may happen, by a seed: calls of a bridge, and people who work them. For the proof of the live link. */
import { expect } from 'vitest';
import type { MissedCall } from '../../server/contract/missed-calls.contract.ts';
import { callFacts, journal } from '../factories/call-facts.ts';
import { connectBridge, type FakeBridge } from './fake-bridge.ts';
import { type Colleague, type Firm, foundFirm } from './firm.ts';
import { startTestServer, type TestClient, type TestServer } from './test-server.ts';

export interface StormFirm extends Firm {
  server: TestServer;
  /** One thing happens; resolves when it was answered. Throws when an answer is a fault of the server. */
  happen(): Promise<void>;
  close(): Promise<void>;
}

/** Small and seeded: the same things happen in the same order every time. */
function randomOf(seed: number) {
  let state = seed;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return { next, of: <T>(list: readonly T[]): T | undefined => list[next(list.length)] };
}

const devices = ['PJSIP/101', 'PJSIP/102', 'PJSIP/103'] as const;
const numbers = ['+79120000001', '+79120000002', '+79120000003', '8 (495) 000-00-04', '113'] as const;
/** Calls of a storm lie in the past, so that a debt is due when it is told and stays so. */
const aMinuteAgo = () => new Date(Date.now() - 60_000).toISOString();
const always = Array.from({ length: 7 }, () => [{ from: '00:00', until: '24:00' }]);
type Ring = { call: ReturnType<typeof callFacts>; ringing: Set<string>; talking: string | null };

async function prepare(server: TestServer, admin: TestClient, bridge: FakeBridge): Promise<void> {
  const endpoints = devices.map((device) => ({
    ...{ interface: device, kind: 'agent' as const, callerIdName: null, deviceState: 'not-in-use' as const },
  }));
  const link = { state: 'up' as const, detail: null, asteriskVersion: '22', since: new Date().toISOString() };
  const queues = [{ name: 'sales', strategy: 'ringall', members: [], waiting: [] }];
  bridge.say({ kind: 'state', state: { link, endpoints, queues } });
  await expect.poll(async () => (await server.db.sql`select from pbx_endpoints`).count).toBe(devices.length);
  const [hours] = (await admin.get<{ items: { id: string }[] }>('/api/calling-hours')).body.items;
  await admin.patch(`/api/calling-hours/${hours!.id}`, { week: always, holidayRegion: null });
  // Nothing changes by time alone while it is looked at.
  await admin.patch('/api/settings', { wrapUpSeconds: 3_600 });
  await server.idle();
}

export async function openStormFirm(seed: number): Promise<StormFirm> {
  const server = await startTestServer();
  const firm = await foundFirm(server);
  const admin = await server.keyOf('administrator');
  const book = journal();
  const bridge = await connectBridge(server, { bridgeId: book.bridgeId, journalId: book.journalId });
  await prepare(server, admin, bridge);
  const random = randomOf(seed);
  const live: Ring[] = [];
  const callIds: string[] = [];
  const people: Colleague[] = [firm.anna, firm.boris, firm.clara, firm.leadOfSales, firm.manager];
  const somebody = () => random.of(people)!;
  const owners = ['agt_anna', 'agt_boris', 'agt_clara', null] as const;

  async function ask(method: string, path: string, body?: unknown, who: TestClient = somebody()): Promise<void> {
    const { status } = await who.request(method, path, body);
    if (status >= 500 && status !== 503) throw new Error(`${method} ${path} with ${JSON.stringify(body)}: ${status}`);
  }
  const idsOf = async (path: string) =>
    (await admin.get<{ items: { id: string }[] }>(path)).body.items.map(({ id }) => id);
  const said = new Map<string, string>();
  const stateOf = async (device: string): Promise<string | undefined> => {
    const [row] = await server.db.sql<{ device_state: string }[]>`
      select device_state from pbx_endpoints where interface = ${device}`;
    return row?.device_state;
  };
  const drop = (ring: Ring) => void live.splice(live.indexOf(ring), 1);

  const onPbx: (() => Promise<void>)[] = [
    async () => {
      const [queue, withheld] = [random.next(2) ? 'sales' : null, random.next(8) === 0];
      const direction = random.next(4) === 0 ? 'outbound' : 'inbound';
      const call = callFacts({
        journal: book,
        at: aMinuteAgo(),
        from: random.of(numbers),
        queue,
        withheld,
        direction,
      });
      live.push({ call, ringing: new Set(), talking: direction === 'outbound' ? 'PJSIP/101' : null });
      callIds.push(call.callId);
      await bridge.send([call.started()]);
    },
    async () => {
      const [ring, device] = [random.of(live), random.of(devices)!];
      if (!ring || ring.talking || ring.ringing.has(device)) return;
      ring.ringing.add(device);
      await bridge.send([ring.call.ringing(device)]);
    },
    async () => {
      const ring = random.of(live.filter(({ ringing }) => ringing.size > 0));
      const device = ring && random.of([...ring.ringing]);
      if (!ring || !device) return;
      const others = [...ring.ringing].filter((one) => one !== device);
      Object.assign(ring, { ringing: new Set(), talking: device });
      await bridge.send([ring.call.answered(device), ...others.map((one) => ring.call.stopsRinging(one))]);
    },
    async () => {
      const ring = random.of(live.filter(({ talking }) => talking !== null));
      const to = random.of(devices.filter((device) => device !== ring?.talking));
      if (!ring?.talking || !to) return;
      const by = ring.talking;
      Object.assign(ring, { ringing: new Set([to]), talking: null });
      await bridge.send([ring.call.transferred(by, to)]);
    },
    async () => {
      const ring = random.of(live);
      if (!ring) return;
      drop(ring);
      ring.call.wait(5);
      await bridge.send([ring.call.ended({ waitSeconds: 5 })]);
    },
    async () => {
      const state = random.of(['not-in-use', 'in-use', 'unavailable'] as const)!;
      const device = random.of(devices)!;
      said.set(device, state);
      bridge.say({
        kind: 'state.endpoint',
        endpoint: { interface: device, kind: 'agent', callerIdName: null, deviceState: state },
      });
      // Nobody acknowledges a state: it has been answered once it, or one said after it, is written down.
      await expect.poll(async () => (await stateOf(device)) === said.get(device)).toBe(true);
    },
  ];

  const byPeople: (() => Promise<void>)[] = [
    async () => {
      const callId = random.of(callIds);
      const patch = random.of<object>([
        { note: `note ${random.next(100)}` },
        { dispositionId: random.next(2) ? 'dsp_agreed' : null },
        { nextStep: random.next(2) ? { text: 'call again', dueAt: null } : null },
        { wrapUpDone: true },
        { contactId: random.of(await idsOf('/api/contacts')) ?? null },
      ]);
      if (callId) await ask('PATCH', `/api/calls/${callId}`, patch);
    },
    async () => {
      const phones = random.next(3) ? [{ raw: random.of(numbers) }] : [];
      await ask('POST', '/api/contacts', { name: `Person ${random.next(50)}`, phones, callId: random.of(callIds) });
    },
    async () => {
      const id = random.of(await idsOf('/api/contacts'));
      const patch = random.of<object>([
        { name: `Renamed ${random.next(100)}` },
        { ownerId: random.of(owners) },
        { phones: [{ raw: random.of(numbers) }] },
        { phones: [] },
      ]);
      if (id) await ask('PATCH', `/api/contacts/${id}`, patch);
    },
    async () => {
      const [row] = await server.db.sql<{ id: string; gone: boolean }[]>`
        select id, deleted_at is not null as gone from contacts order by id offset ${random.next(5)} limit 1`;
      if (!row) return;
      if (row.gone) await ask('POST', `/api/contacts/${row.id}/restore`, {}, firm.manager);
      else await ask('DELETE', `/api/contacts/${row.id}`, undefined, firm.manager);
    },
    async () => {
      const contactId = random.of(await idsOf('/api/contacts')) ?? null;
      await ask('POST', '/api/tasks', { title: `Task ${random.next(100)}`, contactId, agentId: random.of(owners) });
    },
    async () => {
      const id = random.of(await idsOf('/api/tasks'));
      const patch = random.of<object>([{ done: true }, { title: 'Other' }, { agentId: random.of(owners) }]);
      if (id) await ask('PATCH', `/api/tasks/${id}`, patch, random.next(2) ? firm.manager : somebody());
    },
    async () => {
      const debts = (await admin.get<{ items: MissedCall[] }>('/api/missed-calls')).body.items;
      const id = random.of(debts)?.id;
      const [verb, body] = random.of<[string, object]>([
        ['attempt', { outcome: random.of(['no-answer', 'busy', 'machine']) }],
        ['assign', { agentId: random.of(owners) }],
        ['archive', {}],
        ['resolve', {}],
        ['reopen', {}],
      ])!;
      if (id) await ask('POST', `/api/missed-calls/${id}/${verb}`, body, random.next(2) ? admin : somebody());
    },
    async () => {
      const id = random.of(['agt_anna', 'agt_boris', 'agt_clara'])!;
      await ask('POST', `/api/agents/${id}/presence`, { state: random.of(['ready', 'paused']), pauseReason: null });
    },
    async () => ask('POST', '/api/calls', { to: random.of(numbers), agentId: random.of(owners) ?? undefined }),
    async () => ask('PATCH', '/api/queues/sales', { title: `Queue ${random.next(9)}` }, firm.leadOfSales),
  ];

  return {
    ...firm,
    server,
    happen: async () => {
      const kind = random.next(5) < 3 ? onPbx : byPeople;
      await random.of(kind)!();
    },
    async close() {
      bridge.close();
      await server.close();
    },
  };
}
