/** The proof that the live link tells everything: a stale snapshot and the events after it give a fresh snapshot. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PbxEvent } from '../../pbx-bridge/contract/pbx-events.ts';
import type { LiveEvent, LiveState } from '../../server/contract/live-events.ts';
import { applyLiveEvent } from '../../server/contract/live-state.ts';
import { callFacts, journal } from '../factories/call-facts.ts';
import { connectBridge, type FakeBridge } from './fake-bridge.ts';
import { type Colleague, type Firm, foundFirm } from './firm.ts';
import type { LiveClient } from './live-client.ts';
import { startTestServer, type TestServer } from './test-server.ts';

let server: TestServer;
let firm: Firm;
let bridge: FakeBridge;
const book = journal();
const readers = ['anna', 'boris', 'clara', 'leadOfSales', 'leadOfCare', 'manager'] as const;
type Reader = (typeof readers)[number];
const links = new Map<Reader, LiveClient>();

beforeAll(async () => {
  server = await startTestServer();
  firm = await foundFirm(server);
  bridge = await connectBridge(server);
});
// Anew each time: a console that asks for more snapshots than a person can is cut off.
beforeEach(async () => {
  for (const reader of readers) links.set(reader, await firm[reader].live());
});
afterEach(() => {
  for (const link of links.values()) link.close();
});
afterAll(async () => {
  bridge?.close();
  await server.close();
});

async function fresh(link: LiveClient): Promise<LiveState> {
  const next = link.nextSnapshot();
  link.socket.emit('snapshot.request');
  return (await next).state;
}

const mine = (state: LiveState) => ({ calls: state.calls, cards: state.cards });

/** Runs `act` and holds, for every reader, the folded state against a fresh one. Returns what each was told. */
async function prove(act: () => Promise<unknown>): Promise<Record<Reader, LiveEvent[]>> {
  const before = new Map<Reader, { state: LiveState; from: number }>();
  // What was told before must not arrive behind the snapshot.
  await server.idle();
  for (const reader of readers) {
    const link = links.get(reader)!;
    before.set(reader, { state: await fresh(link), from: link.events.length });
  }
  await act();
  await server.idle();
  const told: Partial<Record<Reader, LiveEvent[]>> = {};
  for (const reader of readers) {
    const link = links.get(reader)!;
    const { state, from } = before.get(reader)!;
    const truth = await fresh(link);
    const events = link.events.slice(from).map(({ event }) => event);
    expect({ reader, ...mine(events.reduce(applyLiveEvent, state)) }).toEqual({ reader, ...mine(truth) });
    told[reader] = events.filter(({ name }) => name.startsWith('call.') || name.startsWith('card.'));
  }
  return told as Record<Reader, LiveEvent[]>;
}

const names = (events: LiveEvent[]) => events.map(({ name }) => name);
const send = (...events: PbxEvent[]) => bridge.send(events);
const done = (who: Colleague, callId: string) => who.patch(`/api/calls/${callId}`, { wrapUpDone: true });

let made = 0;

/** A call that begins now, from a number of its own. */
function newCall(options: Partial<Parameters<typeof callFacts>[0]> = {}) {
  made += 1;
  const from = `+7912000${String(made).padStart(4, '0')}`;
  return callFacts({ journal: book, at: new Date().toISOString(), from, ...options });
}

describe('[AGT-1] presence follows the calls', () => {
  const stateOf = async (agentId: string) => {
    await server.idle();
    const { items } = (
      await firm.manager.get<{ items: { agentId: string; state: string; callIds: string[] }[] }>('/api/agents/presence')
    ).body;
    const found = items.find((one) => one.agentId === agentId);
    return [found?.state, found?.callIds];
  };

  it('ringing, talking, after-call work and done, and the other who only heard it ring is free at once', async () => {
    const call = newCall({ queue: 'sales' });
    const free = await stateOf('agt_boris');
    await send(call.started(), call.ringing('PJSIP/101'), call.ringing('PJSIP/102'));
    expect(await stateOf('agt_anna')).toEqual(['ringing', [call.callId]]);
    expect(await stateOf('agt_boris')).toEqual(['ringing', [call.callId]]);
    await send(call.answered('PJSIP/101'), call.stopsRinging('PJSIP/102'));
    expect(await stateOf('agt_anna')).toEqual(['on-call', [call.callId]]);
    expect(await stateOf('agt_boris')).toEqual(free);
    await send(call.ended());
    expect(await stateOf('agt_anna')).toEqual(['wrap-up', []]);
    await done(firm.anna, call.callId);
    expect(await stateOf('agt_anna')).toEqual(free);
  });
});

describe('the live link', () => {
  it('[TEL-1] the card opens on the desks that ring, leaves the others when one answers, and says who did', async () => {
    const call = newCall({ queue: 'sales' });
    const rings = await prove(() => send(call.started(), call.ringing('PJSIP/101'), call.ringing('PJSIP/102')));
    expect(names(rings.anna)).toEqual(['call.offered']);
    expect(names(rings.boris)).toEqual(['call.offered']);
    expect(rings.clara).toEqual([]);
    expect(names(rings.manager)).toEqual(['call.changed']);
    expect(rings.anna[0]).toMatchObject({ payload: { card: { kind: 'unknown', callId: call.callId } } });

    const answers = await prove(() => send(call.answered('PJSIP/101'), call.stopsRinging('PJSIP/102')));
    expect(names(answers.anna)).toEqual(['call.changed']);
    expect(answers.boris).toMatchObject([
      { name: 'call.removed', payload: { because: 'answered-elsewhere', byName: 'Anna' } },
    ]);

    const ends = await prove(() => send(call.ended()));
    expect(names(ends.anna)).toEqual(['call.changed']);
    expect(ends.boris).toEqual([]);

    const finishes = await prove(() => done(firm.anna, call.callId));
    expect(finishes.anna).toMatchObject([{ name: 'call.removed', payload: { because: 'wrap-up-done' } }]);
    expect(finishes.manager).toMatchObject([{ name: 'call.removed', payload: { because: 'wrap-up-done' } }]);
  });

  it('[TEL-1] a caller who gives up leaves every desk', async () => {
    const call = newCall({ queue: 'sales' });
    await send(call.started(), call.ringing('PJSIP/101'), call.ringing('PJSIP/102'));
    const told = await prove(() => send(call.stopsRinging('PJSIP/101'), call.stopsRinging('PJSIP/102'), call.ended()));
    expect(told.anna).toMatchObject([{ name: 'call.removed', payload: { because: 'not-answered' } }]);
    expect(told.manager).toMatchObject([{ name: 'call.removed', payload: { because: 'ended' } }]);
  });

  it('[TEL-6] the card travels with a transfer, and the one who transferred keeps it for the after-call work', async () => {
    const call = newCall();
    await send(call.started(), call.ringing('PJSIP/101'), call.answered('PJSIP/101'));
    const told = await prove(() => send(call.transferred('PJSIP/101', 'PJSIP/103')));
    expect(names(told.anna)).toContain('call.changed');
    expect(names(told.clara)).toContain('call.offered');
    const finished = await prove(() => done(firm.anna, call.callId));
    expect(finished.anna).toMatchObject([{ name: 'call.removed', payload: { because: 'transferred' } }]);
    expect(names(finished.clara)).toEqual(['call.changed']);
    await prove(() => send(call.answered('PJSIP/103'), call.ended()));
    await prove(() => done(firm.clara, call.callId));
  });

  it('[TEL-6] whoever passed on a customer that nobody took is told, and nobody else', async () => {
    const call = callFacts({ journal: book, from: '+33142685399' });
    await bridge.send([call.started(), call.ringing('PJSIP/101'), call.answered('PJSIP/101')]);
    call.wait(20);
    const told = await prove(async () => {
      const passedOn = call.transferred('PJSIP/101', 'PJSIP/102');
      call.wait(9);
      // His telephone diverts by itself, in vain.
      const diverted = { kind: 'forward' as const, at: new Date().toISOString(), by: 'PJSIP/102', to: '103' };
      const transfers = [...call.record.transfers, diverted];
      await bridge.send([passedOn, call.ended({ transfers })]);
    });
    const heard = readers.filter((reader) => told[reader].some(({ name }) => name === 'call.stranded'));
    expect(heard).toEqual(['anna']);
    expect(told.anna).toContainEqual({ name: 'call.stranded', payload: { callId: call.callId } });
    const { items } = (await firm.anna.get<{ items: { number: { e164: string } }[] }>('/api/missed-calls')).body;
    expect(items.map(({ number }) => number.e164)).toContain('+33142685399');
  });

  it('[TEL-9] what one person writes shows on every desk and board that has the call', async () => {
    const call = newCall();
    await send(call.started(), call.ringing('PJSIP/101'), call.answered('PJSIP/101'));
    const patch = { note: 'Wants a quote', mainNeed: 'Price', dispositionId: 'dsp_interested' };
    const told = await prove(() => firm.anna.patch(`/api/calls/${call.callId}`, patch));
    expect(told.manager).toMatchObject([
      { payload: { call: { note: 'Wants a quote', disposition: { code: 'interested' } } } },
    ]);
    const step = { nextStep: { text: 'Send the quote', dueAt: '2030-01-01T10:00:00.000Z' } };
    await prove(() => firm.anna.patch(`/api/calls/${call.callId}`, step));
    await prove(() => send(call.ended()));
    await prove(() => done(firm.anna, call.callId));
  });

  it('[TEL-10] several calls of one agent at once never touch each other', async () => {
    const one = newCall({ from: '+79120000001' });
    const two = newCall({ from: '+79120000002' });
    await prove(() =>
      send(
        one.started(),
        one.ringing('PJSIP/101'),
        one.answered('PJSIP/101'),
        two.started(),
        two.ringing('PJSIP/101'),
        one.ended(),
        two.answered('PJSIP/101'),
      ),
    );
    await prove(() => firm.anna.patch(`/api/calls/${one.callId}`, { note: 'first', wrapUpDone: true }));
    const state = await fresh(links.get('anna')!);
    expect(Object.keys(state.calls)).toEqual([two.callId]);
    await prove(() => send(two.ended()));
    await prove(() => done(firm.anna, two.callId));
  });

  it('[TEL-2] a card that lies open shows what became of an earlier call of the same number', async () => {
    const one = newCall({ from: '+79129990000' });
    const two = newCall({ from: '+79129990000' });
    await send(one.started(), one.ringing('PJSIP/101'), one.answered('PJSIP/101'));
    await prove(() => send(two.started(), two.ringing('PJSIP/102'), two.answered('PJSIP/102')));
    const ends = await prove(() => send(one.ended()));
    expect(names(ends.boris)).toEqual(['card.changed']);
    const worked = await prove(() =>
      firm.anna.patch(`/api/calls/${one.callId}`, { note: 'was angry', wrapUpDone: true }),
    );
    expect(worked.boris).toMatchObject([{ payload: { card: { lastCalls: [{ id: one.callId, note: 'was angry' }] } } }]);
    await prove(() => send(two.ended()));
    await prove(() => done(firm.boris, two.callId));
  });

  it('[TEL-2] a call of several shows the name of today of each, person or organisation', async () => {
    const raw = '+79128880000';
    const add = (path: string, body: object) => firm.manager.post<{ id: string }>(path, { phones: [{ raw }], ...body });
    const [one] = [await add('/api/contacts', { name: 'One' }), await add('/api/contacts', { name: 'Two' })];
    const both = await add('/api/organisations', { name: 'Both' });
    await server.idle();
    const call = newCall({ from: raw });
    await prove(() => send(call.started(), call.ringing('PJSIP/101')));
    const told = await prove(() => firm.manager.patch(`/api/contacts/${one.body.id}`, { name: 'Won' }));
    expect(names(told.anna)).toEqual(['call.changed', 'card.changed']);
    await prove(() => firm.manager.patch(`/api/organisations/${both.body.id}`, { name: 'Booth' }));
    const { candidates } = (await fresh(links.get('anna')!)).cards[call.callId]!;
    expect(candidates.map(({ name }) => name)).toEqual(['Won', 'Two', 'Booth']);
    await prove(() => firm.manager.delete(`/api/contacts/${one.body.id}`));
    await prove(() => send(call.ended()));
  });

  it('a merged call leaves every desk', async () => {
    const main = newCall();
    const consult = newCall({ direction: 'internal', from: '101' });
    await send(main.started(), main.ringing('PJSIP/101'), main.answered('PJSIP/101'));
    await send(consult.started(), consult.ringing('PJSIP/102'));
    const told = await prove(() => send(consult.mergedInto(main.callId), main.transferred('PJSIP/101', 'PJSIP/102')));
    // Two calls: which of them is told first says nothing.
    const toBoris = told.boris.map(({ name, payload }) => [name, 'because' in payload ? payload.because : null]);
    expect(toBoris.sort()).toEqual([
      ['call.offered', null],
      ['call.removed', 'merged'],
    ]);
    await prove(() => send(main.ended()));
    await prove(() => done(firm.anna, main.callId));
  });

  it('leaders of a team see the calls of the team and those of nobody', async () => {
    const call = newCall();
    const starts = await prove(() => send(call.started()));
    expect(names(starts.leadOfSales)).toEqual(['call.changed']);
    expect(names(starts.leadOfCare)).toEqual(['call.changed']);
    const rings = await prove(() => send(call.ringing('PJSIP/103')));
    expect(names(rings.leadOfSales)).toEqual(['call.removed']);
    // It leaves the board of nobody's calls and stands on that of the team.
    expect(names(rings.leadOfCare)).toEqual(['call.removed', 'call.changed']);
    await prove(() => send(call.ended()));
  });
});
