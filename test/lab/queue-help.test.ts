/** Sticky routing and queue callback on a real Asterisk: whose telephone rings, and what the caller's telephone knows of it. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { waitFor } from '../../scripts/stack/wait-for.ts';
import type { MissedCall } from '../../server/contract/missed-calls.contract.ts';
import type { QueueCallback } from '../../server/contract/queue-callbacks.contract.ts';
import { connected, newNumber, openStage, type StoryStage } from './story-stage.ts';

let stage: StoryStage;
const did = '5551000';

beforeAll(async () => {
  const sales = {
    ...{ name: 'sales', strategy: 'ringall' as const, members: ['101', '102'], did, extension: '1000' },
    ...{ answerFirst: true, record: false, sticky: true, ringSeconds: 10, maxWaitSeconds: 60 },
  };
  stage = await openStage(['101', '102'], { lab: { queues: [sales] } });
  await stage.stack.api.patch('settings', {
    wrapUpSeconds: 0,
    routing: { order: ['owner', 'last-agent'], lastAgentDays: 30, ringSeconds: 5, vipPriority: 10, knownPriority: 0 },
  });
});
afterEach(async () => {
  await stage.reset();
  await presence('ready', '101', '102');
});
afterAll(() => stage?.stop());

async function presence(state: 'ready' | 'paused', ...extensions: string[]) {
  const { api } = stage.stack;
  for (const extension of extensions) {
    const pauseReason = state === 'paused' ? 'Break' : null;
    await api.post(`agents/${stage.agentId(extension)}/presence`, { state, pauseReason });
  }
  await waitFor(
    `everybody is ${state}`,
    () => api.get<{ items: { agentId: string; state: string }[] }>('agents/presence'),
    ({ items }) =>
      extensions.every((one) => items.find(({ agentId }) => agentId === stage.agentId(one))?.state === state),
  );
}
const customerOf = async (extension: string): Promise<string> => {
  const raw = newNumber();
  const ownerId = stage.agentId(extension);
  await stage.stack.api.post('contacts', { name: `Customer ${raw}`, phones: [{ raw }], ownerId });
  return raw;
};
const legsAt = (extension: string) => stage.phone(extension).legs.length + stage.phone(extension).calls.length;

describe('[TEL-11] sticky routing', () => {
  it('a known caller rings the owner alone, before the queue', async () => {
    const from = await customerOf('102');
    await presence('ready', '101', '102');
    const before = legsAt('101');
    stage.phone('102').onCall({ kind: 'answer', afterMs: 100 });
    const ringing = stage.phone('102').nextCall();
    const customer = stage.carrier.callIn({ from, to: did });
    const agent = await ringing;
    await connected(customer, agent, [stage.carrier.toneOf(from), stage.phone('102').tone]);
    expect(legsAt('101')).toBe(before);
    await customer.hangup();
    expect(await stage.endedCall(from)).toMatchObject({ outcome: 'answered', queue: null });
  });

  it('an owner who does not pick up loses the caller to the queue', async () => {
    const from = await customerOf('102');
    await presence('ready', '101', '102');
    stage.phone('101').onCall({ kind: 'answer', afterMs: 100 });
    const ringing = stage.phone('101').nextCall();
    const customer = stage.carrier.callIn({ from, to: did });
    const agent = await ringing;
    await connected(customer, agent, [stage.carrier.toneOf(from), stage.phone('101').tone]);
    await customer.hangup();
    expect(await stage.endedCall(from)).toMatchObject({ outcome: 'answered', queue: 'sales' });
  });

  it('without Trunkline the caller is in the queue a second later', async () => {
    const from = await customerOf('102');
    await presence('ready', '101', '102');
    for (const extension of ['101', '102']) stage.phone(extension).onCall({ kind: 'answer', afterMs: 100 });
    stage.stack.wire.freeze();
    try {
      const ringing = Promise.race([stage.phone('101').nextCall(), stage.phone('102').nextCall()]);
      const customer = stage.carrier.callIn({ from, to: did });
      await ringing;
      expect(await customer.listens(0.5)).toBe(true);
      await customer.hangup();
    } finally {
      stage.stack.wire.thaw();
    }
    expect(await stage.endedCall(from)).toMatchObject({ outcome: 'answered', queue: 'sales' });
  });
});

describe('[MIS-6] queue callback', () => {
  const callbacks = async () =>
    (await stage.stack.api.get<{ items: QueueCallback[] }>('queue-callbacks?limit=200')).items;
  const callbackOf = async (number: string) => (await callbacks()).find((one) => one.number.e164 === number);
  const debtOf = async (number: string) => {
    const { items } = await stage.stack.api.get<{ items: MissedCall[] }>('missed-calls?limit=200');
    return items.find((one) => one.number.e164 === number);
  };
  /** Waits in the queue for a moment, then presses a key. */
  async function waitAndPress(from: string) {
    const customer = stage.carrier.callIn({ from, to: did });
    await waitFor(
      'the caller waits in the queue',
      () => stage.callsOf(from),
      ([call]) => call?.queue === 'sales',
    );
    await customer.sendDtmf('1');
    return customer;
  }

  it('a caller who presses a key keeps the place, hangs up, and is called by who becomes free', async () => {
    const from = newNumber();
    await presence('paused', '101', '102');
    const customer = await waitAndPress(from);
    const truth = await customer.ended;
    expect(truth.endedBy).toBe('them');
    const waiting = await waitFor('the place is kept', () => callbackOf(from));
    expect(waiting).toMatchObject({ state: 'waiting', queue: 'sales', tries: 0 });
    expect(Date.parse(waiting!.joinedAt)).toBeLessThanOrEqual(Date.parse(waiting!.askedAt));
    await waitFor('a call is owed to them', () => debtOf(from));
    stage.carrier.onOutbound(() => ({ kind: 'answer', afterMs: 200 }));
    stage.phone('101').onCall({ kind: 'answer', afterMs: 100 });
    const [ringing, dialled] = [stage.phone('101').nextCall(), stage.carrier.nextOutbound()];
    await presence('ready', '101');
    const [agent, called] = [await ringing, await dialled];
    expect(called.truth().party).toBe(from);
    await connected(called, agent, [stage.carrier.toneOf(from), stage.phone('101').tone]);
    await waitFor(
      'it is reached',
      () => callbackOf(from),
      (one) => one?.state === 'reached',
    );
    await called.hangup();
    await waitFor(
      'the debt is paid',
      () => debtOf(from),
      (debt) => debt?.state === 'resolved',
    );
  });

  it('a customer who does not pick up keeps the place and is called again later; the debt stays', async () => {
    const from = newNumber();
    await presence('paused', '101', '102');
    await (await waitAndPress(from)).ended;
    stage.carrier.onOutbound(() => ({ kind: 'reject', status: 486 }));
    stage.phone('101').onCall({ kind: 'answer', afterMs: 100 });
    await presence('ready', '101');
    const tried = await waitFor(
      'it was tried',
      () => callbackOf(from),
      (one) => one?.tries === 1,
    );
    expect(tried).toMatchObject({ state: 'waiting', agent: null });
    expect(Date.parse(tried!.nextAt) - Date.now()).toBeGreaterThan(200_000);
    expect((await debtOf(from))?.state).toBe('open');
    await stage.stack.api.post(`queue-callbacks/${tried!.id}/cancel`, {});
    expect(await callbackOf(from)).toMatchObject({ state: 'cancelled' });
    expect((await debtOf(from))?.state).toBe('open');
  });

  it('when callbacks are off, whoever presses a key waits on', async () => {
    const { api } = stage.stack;
    const off = { on: false, maxPerQueue: 20, expiresAfterMinutes: 240, tries: 3, againAfterMinutes: 5 };
    await api.patch('settings', { queueCallbacks: off });
    try {
      const from = newNumber();
      await presence('paused', '101', '102');
      const customer = await waitAndPress(from);
      stage.phone('101').onCall({ kind: 'answer', afterMs: 100 });
      const ringing = stage.phone('101').nextCall();
      await presence('ready', '101');
      const agent = await ringing;
      await connected(customer, agent, [stage.carrier.toneOf(from), stage.phone('101').tone]);
      await customer.hangup();
      expect(await stage.endedCall(from)).toMatchObject({ outcome: 'answered' });
      expect(await callbackOf(from)).toBeUndefined();
    } finally {
      await api.patch('settings', { queueCallbacks: { ...off, on: true } });
    }
  });
});
