/** The proof that the live link tells everything of missed calls: a stale snapshot and the events after it give a fresh one. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LiveState } from '../../server/contract/live-events.ts';
import { applyLiveEvent } from '../../server/contract/live-state.ts';
import type { LiveClient } from './live-client.ts';
import { type CallingFirm, openCallingFirm, type PlacedCall } from './missed-calls-firm.ts';

let firm: CallingFirm;
const readers = ['anna', 'boris', 'clara', 'leadOfSales', 'leadOfCare', 'manager'] as const;
type Reader = (typeof readers)[number];
const links = new Map<Reader, LiveClient>();
beforeAll(async () => {
  firm = await openCallingFirm();
  for (const reader of readers) links.set(reader, await firm[reader].live());
});
afterAll(async () => {
  for (const link of links.values()) link.close();
  await firm?.close();
});
beforeEach(() => firm.forget());

async function fresh(link: LiveClient): Promise<LiveState> {
  const next = link.nextSnapshot();
  link.socket.emit('snapshot.request');
  return (await next).state;
}

/** Runs `act` and holds, for every reader, the folded list against a fresh one. Returns how many debts each has then. */
async function prove(act: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = new Map<Reader, { state: LiveState; from: number }>();
  for (const reader of readers) {
    const link = links.get(reader)!;
    before.set(reader, { state: await fresh(link), from: link.events.length });
  }
  await act();
  await firm.server.idle();
  const seen: Record<string, number> = {};
  for (const reader of readers) {
    const link = links.get(reader)!;
    const { state, from } = before.get(reader)!;
    const truth = await fresh(link);
    const folded = link.events
      .slice(from)
      .map(({ event }) => event)
      .reduce(applyLiveEvent, state);
    expect({ reader, debts: folded.missedCalls }).toEqual({ reader, debts: truth.missedCalls });
    seen[reader] = Object.keys(truth.missedCalls).length;
  }
  return seen;
}

const ofSales = { anna: 1, boris: 1, clara: 0, leadOfSales: 1, leadOfCare: 0, manager: 1 };
const act = (verb: string, body?: unknown) => async () => {
  const { id } = await firm.onlyDebt();
  const reply = await firm.admin.post(`/api/missed-calls/${id}/${verb}`, body);
  expect(reply.status).toBe(200);
};

describe('[MIS-5] folding the events gives what a fresh snapshot gives, for everybody', () => {
  it('[MIS-5] missed, missed again, called back, not reached, archived, opened again, resolved', async () => {
    expect(await prove(() => firm.missed('+79121234567'))).toEqual(ofSales);
    expect(await prove(() => firm.missed('+79121234567'))).toEqual(ofSales);
    const { id } = await firm.onlyDebt();
    let originateId = '';
    await prove(async () => {
      const placed = await firm.anna.post<PlacedCall>('/api/calls', { to: '+79121234567', missedCallId: id });
      originateId = placed.body.originateId;
    });
    expect(await prove(() => firm.callsBack(originateId, id, 'no-answer'))).toEqual(ofSales);
    await prove(act('attempt', { outcome: 'busy' }));
    expect(await prove(act('archive', {}))).toMatchObject({ anna: 0, manager: 0 });
    expect(await prove(act('reopen'))).toEqual(ofSales);
    expect(await prove(act('resolve', {}))).toMatchObject({ anna: 0, manager: 0 });
  }, 90_000);

  it('[MIS-5] given to another team it leaves the first one’s consoles, and comes back', async () => {
    await firm.missed('+79121234567');
    expect(await prove(act('assign', { agentId: 'agt_clara' }))).toEqual({
      anna: 0,
      boris: 0,
      clara: 1,
      leadOfSales: 0,
      leadOfCare: 1,
      manager: 1,
    });
    expect(await prove(act('assign', { agentId: 'agt_boris' }))).toEqual(ofSales);
  });

  it('[MIS-5] a name is told only to those who may know whose client it is', async () => {
    await firm.admin.patch('/api/settings', {
      missedCalls: { assignment: ['anybody'], escalateAfterSeconds: 600, ignoreWaitUnderSeconds: 0 },
    });
    const client = { name: 'Of Care', phones: [{ raw: '+79121234567' }], ownerId: 'agt_clara' };
    const created = await firm.admin.post<{ id: string }>('/api/contacts', client);
    await firm.server.idle();
    expect(await prove(() => firm.missed('+79121234567'))).toMatchObject({ anna: 1, clara: 1, manager: 1 });
    const nameFor = async (reader: Reader) =>
      Object.values((await fresh(links.get(reader)!)).missedCalls)[0]?.contactName;
    expect(await nameFor('anna')).toBeNull();
    expect(await nameFor('clara')).toBe('Of Care');
    expect(await nameFor('leadOfCare')).toBe('Of Care');
    expect(await nameFor('manager')).toBe('Of Care');
    await prove(async () => {
      expect((await firm.admin.patch(`/api/contacts/${created.body.id}`, { name: 'Renamed' })).status).toBe(200);
    });
    expect(await nameFor('clara')).toBe('Renamed');
    await prove(act('assign', { agentId: 'agt_anna' }));
    await prove(act('assign', { agentId: 'agt_clara' }));
  });

  it('[MIS-1] two debts that become one person’s are one on every console', async () => {
    await firm.missed('+79121230001');
    await firm.missed('+79121230002');
    const phones = [{ raw: '+79121230001' }, { raw: '+79121230002' }];
    const seen = await prove(async () => {
      expect((await firm.admin.post('/api/contacts', { name: 'Both', phones })).status).toBe(201);
    });
    expect(seen).toMatchObject({ manager: 1 });
    expect(await firm.onlyDebt()).toMatchObject({ tries: 2, contactName: 'Both' });
  });

  it('[MIS-3] another ladder is on every console at once', async () => {
    const steps = { noAnswer: [{ afterSeconds: 60 }], busy: null, machine: null, failed: null };
    const ladder = await firm.admin.post<{ id: string }>('/api/retry-ladders', { name: 'Other', steps, maxPerDay: 5 });
    await firm.admin.patch('/api/queues/sales', { ladderId: ladder.body.id });
    await firm.missed('+79121234567');
    await prove(async () => {
      await firm.admin.delete(`/api/retry-ladders/${ladder.body.id}?substituteId=ldr_standard`);
    });
    expect(await firm.onlyDebt()).toMatchObject({ ladderId: 'ldr_standard' });
  });
});
