import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PhoneCall } from '../../scripts/pbx-lab/phone/phone-call.ts';
import { waitFor } from '../../scripts/stack/wait-for.ts';
import { newNumber, openStage, rolesOf, type StoryStage } from './story-stage.ts';

let stage: StoryStage;
const TOLERANCE = 0.3;

beforeAll(async () => {
  stage = await openStage(['101', '102', '103'], { lab: { outboundSeconds: 3, dialSeconds: 4 } });
});
afterEach(() => stage.reset());
afterAll(() => stage?.stop());

describe('[TEL-3] calls dialled on the desk phone are logged by themselves', () => {
  it('answered by the customer, ended by the customer', async () => {
    const number = newNumber();
    stage.carrier.onOutbound(() => ({ kind: 'answer', afterMs: 400, talkMs: 1_300 }));
    const truth = await stage.phone('101').call(number).ended;
    const call = await stage.endedCall(number);
    expect(call).toMatchObject({ direction: 'outbound', outcome: 'answered', endedBy: 'remote', queue: null });
    expect(call.to.e164).toBe(number);
    expect(rolesOf(stage, call)).toEqual({ '101': 'answered' });
    expect(Math.abs(call.talkSeconds - truth.talkSeconds)).toBeLessThan(TOLERANCE);
  });

  it.each([
    ['busy', 486, 'busy'],
    ['declined', 603, 'declined'],
    ['no such number', 404, 'failed'],
    ['congestion', 503, 'failed'],
  ] as const)('%s (%i)', async (_word, status, outcome) => {
    const number = newNumber();
    stage.carrier.onOutbound(() => ({ kind: 'reject', status }));
    await stage.phone('101').call(number).ended;
    expect(await stage.endedCall(number)).toMatchObject({ direction: 'outbound', outcome, talkSeconds: 0 });
  });

  it('rings out', async () => {
    const number = newNumber();
    stage.carrier.onOutbound(() => ({ kind: 'ring' }));
    await stage.phone('102').call(number).ended;
    expect(await stage.endedCall(number)).toMatchObject({ outcome: 'no-answer', endedBy: 'system', talkSeconds: 0 });
  });

  it('given up by the agent while it rings', async () => {
    const number = newNumber();
    stage.carrier.onOutbound(() => ({ kind: 'ring' }));
    const call = stage.phone('102').call(number);
    await call.ringing;
    await call.hangup();
    expect(await stage.endedCall(number)).toMatchObject({ outcome: 'cancelled', endedBy: 'agent' });
  });

  it('music before the answer (early media) is no conversation', async () => {
    const number = newNumber();
    stage.carrier.onOutbound(() => ({ kind: 'answer', afterMs: 1_500, earlyMedia: true, talkMs: 1_000 }));
    const truth = await stage.phone('103').call(number).ended;
    const call = await stage.endedCall(number);
    expect(call.outcome).toBe('answered');
    expect(Math.abs(call.talkSeconds - truth.talkSeconds)).toBeLessThan(TOLERANCE);
    expect(call.waitSeconds).toBeGreaterThan(1.4);
  });

  it('a call between two agents is kept apart as internal', async () => {
    stage.phone('102').onCall({ kind: 'answer', talkMs: 800 });
    await stage.phone('101').call('102').ended;
    const calls = await waitFor(
      'the internal call is logged',
      async () =>
        (await stage.stack.api.get<{ items: { agents: unknown[] }[] }>('calls?direction=internal&state=ended')).items,
      (items) => items.length > 0,
    );
    expect(calls[0]).toMatchObject({ direction: 'internal', outcome: 'answered', contactId: null });
    expect(calls[0]?.agents).toHaveLength(2);
  });
});

describe('[TEL-5] click to call', () => {
  /** The agent's phone answers what the PBX asks of it. */
  const agentPicksUp = () => stage.phone('101').onCall({ kind: 'answer', afterMs: 200 });
  const place = (to: string) => stage.stack.api.post('calls', { to, agentId: stage.agentId('101') });

  it('any format a person types reaches the customer, and is one outbound call', async () => {
    const number = newNumber();
    agentPicksUp();
    stage.carrier.onOutbound(() => ({ kind: 'answer', afterMs: 300, talkMs: 1_000 }));
    const outbound = stage.carrier.nextOutbound();
    await place(
      `0${number.slice(3, 4)} ${number.slice(4, 6)} ${number.slice(6, 8)} ${number.slice(8, 10)} ${number.slice(10)}`,
    );
    const customer: PhoneCall = await outbound;
    const truth = await customer.ended;
    const call = await stage.endedCall(number);
    expect(call).toMatchObject({ direction: 'outbound', outcome: 'answered', endedBy: 'remote' });
    expect(call.to.e164).toBe(number);
    expect(rolesOf(stage, call)).toEqual({ '101': 'answered' });
    expect(Math.abs(call.talkSeconds - truth.talkSeconds)).toBeLessThan(TOLERANCE);
  });

  it('a busy customer', async () => {
    const number = newNumber();
    agentPicksUp();
    stage.carrier.onOutbound(() => ({ kind: 'reject', status: 486 }));
    await place(number);
    expect(await stage.endedCall(number)).toMatchObject({ direction: 'outbound', outcome: 'busy', talkSeconds: 0 });
  });

  it('hung up from the console', async () => {
    const number = newNumber();
    agentPicksUp();
    stage.carrier.onOutbound(() => ({ kind: 'answer' }));
    await place(number);
    const [live] = await waitFor(
      'the call is talking',
      () => stage.callsOf(number),
      (calls) => calls[0]?.state === 'talking',
    );
    await stage.stack.api.post(`calls/${live?.id}/hangup`, {});
    expect(await stage.endedCall(number)).toMatchObject({ outcome: 'answered', endedBy: 'system' });
  });

  it('a text that tries to smuggle an AMI action in is refused and the PBX lives', async () => {
    await expect(place('+33612345678\r\nAction: Command\r\nCommand: core stop now')).rejects.toThrow(/422|400/);
    expect(stage.stack.lab.isRunning()).toBe(true);
  });
});
