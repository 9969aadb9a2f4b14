import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newNumber, openStage, rolesOf, type StoryStage } from './story-stage.ts';

const extensions = ['101', '102', '103', '104', '105', '106'];
let stage: StoryStage;

beforeAll(async () => {
  stage = await openStage(extensions);
});
afterEach(() => stage.reset());
afterAll(() => stage?.stop());

/** Talk time by the log may differ from the phones' by this much, seconds. */
const TOLERANCE = 0.3;

describe('[TEL-3] inbound calls on a real Asterisk are logged as the phones had them', () => {
  it('a queue call rings everybody, the first who answers has it, the others merely rang', async () => {
    const number = newNumber();
    for (const extension of ['101', '103', '104']) stage.phone(extension).onCall({ kind: 'ring' });
    stage.phone('102').onCall({ kind: 'answer', afterMs: 500 });
    const incoming = stage.phone('102').nextCall();
    const customer = stage.carrier.callIn({ from: number, to: '5551000' });
    const agent = await incoming;
    await agent.listens(1.5);
    const truth = await customer.hangup();
    const theirs = await agent.ended;
    const call = await stage.endedCall(number);
    expect(call).toMatchObject({
      direction: 'inbound',
      outcome: 'answered',
      queue: 'sales',
      endedBy: 'remote',
      endInferred: false,
    });
    expect(call.from.e164).toBe(number);
    expect(rolesOf(stage, call)).toEqual({ '101': 'rang', '102': 'answered', '103': 'rang', '104': 'rang' });
    expect(Math.abs(call.talkSeconds - theirs.talkSeconds)).toBeLessThan(TOLERANCE);
    expect(truth.talkSeconds).toBeGreaterThan(call.talkSeconds);
  });

  it('a caller who gives up in the queue has abandoned, though the queue itself picked up', async () => {
    const number = newNumber();
    const ringing = stage.phone('101').nextCall();
    const customer = stage.carrier.callIn({ from: number, to: '5551000' });
    await (await ringing).ringing;
    await customer.listens(1);
    await customer.hangup();
    const call = await stage.endedCall(number);
    expect(call).toMatchObject({
      outcome: 'abandoned',
      queue: 'sales',
      talkSeconds: 0,
      answeredAt: null,
      endedBy: 'remote',
    });
    expect(call.agents.every((agent) => agent.role === 'rang')).toBe(true);
  });

  it('a queue that gives up after its limit is no answer, not an abandon', async () => {
    const number = newNumber();
    const customer = stage.carrier.callIn({ from: number, to: '5552000' });
    await customer.ended;
    const call = await stage.endedCall(number);
    expect(call).toMatchObject({ outcome: 'no-answer', queue: 'support', talkSeconds: 0 });
  });

  it('a queue whose members all refuse and then one answers in the second round credits only that one', async () => {
    const number = newNumber();
    let offers = 0;
    for (const extension of ['103', '104', '105', '106']) {
      stage.phone(extension).onCall(() => {
        offers += 1;
        return offers <= 2 ? { kind: 'reject', status: 486 } : { kind: 'answer', afterMs: 200 };
      });
    }
    const customer = stage.carrier.callIn({ from: number, to: '5552000' });
    expect(await customer.answered).toBe(true);
    await customer.listens(1);
    const truth = await customer.hangup();
    const call = await stage.endedCall(number);
    expect(call.outcome).toBe('answered');
    expect(call.agents.filter((agent) => agent.role === 'answered')).toHaveLength(1);
    expect(Math.abs(call.talkSeconds - truth.talkSeconds)).toBeLessThan(TOLERANCE);
  });

  it('two callers and one free agent: the second waits and is answered afterwards, as two calls', async () => {
    const [first, second] = [newNumber(), newNumber()];
    for (const extension of ['101', '102', '103', '104'])
      stage.phone(extension).onCall({ kind: 'reject', status: 486 });
    stage.phone('101').onCall({ kind: 'answer', afterMs: 100, talkMs: 1_500 });
    const one = stage.carrier.callIn({ from: first, to: '5551000' });
    const agentLeg = await stage.phone('101').nextCall();
    await agentLeg.answered;
    const two = stage.carrier.callIn({ from: second, to: '5551000' });
    await Promise.all([one.ended, two.ended]);
    const calls = [await stage.endedCall(first), await stage.endedCall(second)];
    expect(calls.map((call) => call.outcome)).toEqual(['answered', 'answered']);
    expect(calls.map((call) => call.endedBy)).toEqual(['agent', 'agent']);
    expect(calls[1]!.waitSeconds).toBeGreaterThan(0.9);
    expect(new Set(calls.flatMap((call) => call.linkedIds)).size).toBe(2);
  });

  it('a direct call answered and ended by the agent', async () => {
    const number = newNumber();
    stage.phone('101').onCall({ kind: 'answer', afterMs: 300, talkMs: 1_200 });
    const truth = await stage.carrier.callIn({ from: number, to: '5551101', name: 'Anna Petrova' }).ended;
    const call = await stage.endedCall(number);
    expect(call).toMatchObject({
      outcome: 'answered',
      queue: null,
      endedBy: 'agent',
      hangupCause: 16,
      callerIdName: 'Anna Petrova',
    });
    expect(call.dialledNumber?.raw).toBe('5551101');
    expect(Math.abs(call.talkSeconds - truth.talkSeconds)).toBeLessThan(TOLERANCE);
    expect(call.ringSeconds).toBeGreaterThan(0.2);
  });

  it.each([
    ['busy', 486, 'busy'],
    ['declined', 603, 'declined'],
    ['out of order', 503, 'failed'],
  ] as const)('a direct call to a phone that is %s', async (_word, status, outcome) => {
    const number = newNumber();
    stage.phone('102').onCall({ kind: 'reject', status });
    await stage.carrier.callIn({ from: number, to: '5551102' }).ended;
    expect(await stage.endedCall(number)).toMatchObject({ direction: 'inbound', outcome, talkSeconds: 0 });
  });

  it('a direct call that rings out is no answer', async () => {
    const number = newNumber();
    await stage.carrier.callIn({ from: number, to: '5551102' }).ended;
    const call = await stage.endedCall(number);
    expect(call).toMatchObject({ outcome: 'no-answer', talkSeconds: 0 });
    expect(rolesOf(stage, call)).toEqual({ '102': 'rang' });
  });

  it('a caller who hangs up while the phone rings has cancelled', async () => {
    const number = newNumber();
    const ringing = stage.phone('103').nextCall();
    const customer = stage.carrier.callIn({ from: number, to: '5551103' });
    await (await ringing).ringing;
    await customer.hangup();
    expect(await stage.endedCall(number)).toMatchObject({ outcome: 'cancelled', endedBy: 'remote', talkSeconds: 0 });
  });

  it('a telephone that is not signed in cannot be reached', async () => {
    const number = newNumber();
    await stage.carrier.callIn({ from: number, to: '5551110' }).ended;
    expect(await stage.endedCall(number)).toMatchObject({ outcome: 'failed', talkSeconds: 0, agents: [] });
  });

  it('a withheld number is still a call that can be worked', async () => {
    stage.phone('101').onCall({ kind: 'answer', talkMs: 600 });
    const before = await withheldCalls();
    await stage.carrier.callIn({ from: newNumber(), to: '5551101', withheld: true }).ended;
    const after = await withheldCalls(before.length + 1);
    expect(after).toHaveLength(before.length + 1);
    expect(after[0]).toMatchObject({ outcome: 'answered', from: { e164: null, withheld: true }, contactId: null });
  });

  it('a number sent with privacy stays hidden from people and from search', async () => {
    const number = newNumber();
    stage.phone('101').onCall({ kind: 'answer', talkMs: 600 });
    const before = await withheldCalls();
    await stage.carrier.callIn({ from: number, to: '5551101', withheld: 'privacy' }).ended;
    const after = await withheldCalls(before.length + 1);
    expect(after[0]).toMatchObject({ outcome: 'answered', from: { e164: null, withheld: true } });
    expect(await stage.callsOf(number)).toEqual([]);
  });

  it('hold by the agent and by the customer is counted within the talk', async () => {
    const number = newNumber();
    stage.phone('101').onCall({ kind: 'answer' });
    const incoming = stage.phone('101').nextCall();
    const customer = stage.carrier.callIn({ from: number, to: '5551101' });
    const agent = await incoming;
    await customer.answered;
    await agent.hold();
    await customer.listens(1);
    await agent.unhold();
    await customer.hold();
    await agent.listens(1);
    await customer.unhold();
    await agent.listens(0.5);
    const truth = await customer.hangup();
    const call = await stage.endedCall(number);
    const held = truth.holds.concat((await agent.ended).holds).filter((hold) => hold.by === 'us');
    const heldSeconds = held.reduce(
      (sum, { startedAt, endedAt }) => sum + (endedAt!.monotonicMs - startedAt.monotonicMs) / 1000,
      0,
    );
    expect(call.holdSeconds).toBeGreaterThan(1.8);
    expect(Math.abs(call.holdSeconds - heldSeconds)).toBeLessThan(TOLERANCE);
    expect(Math.abs(call.talkSeconds - truth.talkSeconds)).toBeLessThan(TOLERANCE);
  });

  it('a phone that sends its calls elsewhere (302) hands the call over: one call, the other agent answered', async () => {
    const number = newNumber();
    stage.phone('101').onCall({ kind: 'redirect', to: '102' });
    stage.phone('102').onCall({ kind: 'answer', talkMs: 900 });
    const truth = await stage.carrier.callIn({ from: number, to: '5551101' }).ended;
    const call = await stage.endedCall(number);
    expect(call.outcome).toBe('answered');
    expect(rolesOf(stage, call)['102']).toMatch(/answered|transferred-to/);
    expect(Math.abs(call.talkSeconds - truth.talkSeconds)).toBeLessThan(TOLERANCE);
  });
});

async function withheldCalls(atLeast = 0) {
  const { waitFor } = await import('../../scripts/stack/wait-for.ts');
  return waitFor(
    'withheld calls are logged',
    async () =>
      (
        await stage.stack.api.get<{ items: { from: { withheld: boolean; e164: string | null }; state: string }[] }>(
          'calls?limit=200',
        )
      ).items.filter((call) => call.from.withheld && call.from.e164 === null && call.state === 'ended'),
    (calls) => calls.length >= atLeast,
  );
}
