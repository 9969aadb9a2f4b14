import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PhoneCall } from '../../scripts/pbx-lab/phone/phone-call.ts';
import { waitFor } from '../../scripts/stack/wait-for.ts';
import type { Call } from '../../server/contract/calls.contract.ts';
import type { MissedCall } from '../../server/contract/missed-calls.contract.ts';
import { connected, newNumber, openStage, rolesOf, type StoryStage } from './story-stage.ts';

let stage: StoryStage;
const TOLERANCE = 0.3;

beforeAll(async () => {
  stage = await openStage(['101', '102', '103', '104']);
});
afterEach(() => stage.reset());
afterAll(() => stage?.stop());

/** A customer talks to 101. */
async function conversation(number: string): Promise<{ customer: PhoneCall; agent: PhoneCall }> {
  stage.phone('101').onCall({ kind: 'answer' });
  const incoming = stage.phone('101').nextCall();
  const customer = stage.carrier.callIn({ from: number, to: '5551101' });
  const agent = await incoming;
  await connected(customer, agent, [stage.carrier.toneOf(number), stage.phone('101').tone]);
  return { customer, agent };
}

/** What is owed to this number. */
async function debtOf(number: string): Promise<MissedCall> {
  const owed = async () => (await stage.stack.api.get<{ items: MissedCall[] }>('missed-calls')).items;
  const debts = await waitFor(
    'the debt is there',
    async () => (await owed()).filter((debt) => debt.number.e164 === number),
    (found) => found.length > 0,
    20_000,
  );
  expect(debts).toHaveLength(1);
  return debts[0]!;
}

/** The customer hears this phone for a while, then hangs up; the log has one call whose talk is the customer's. */
async function endsWith(number: string, customer: PhoneCall, tone: number): Promise<Call> {
  expect(await customer.hears(tone)).toBe(true);
  return endsAfterTalk(number, customer);
}

async function endsAfterTalk(number: string, customer: PhoneCall): Promise<Call> {
  await customer.listens(0.8);
  await customer.hangup();
  const call = await stage.endedCall(number);
  expect(call).toMatchObject({ direction: 'inbound', outcome: 'answered' });
  return call;
}

describe('[TEL-3] a transfer is one call however it is made', () => {
  it('blind by the phone (REFER)', async () => {
    const number = newNumber();
    stage.phone('102').onCall({ kind: 'answer', afterMs: 300 });
    const { customer, agent } = await conversation(number);
    agent.blindTransfer('102');
    const call = await endsWith(number, customer, stage.phone('102').tone);
    expect(rolesOf(stage, call)).toEqual({ '101': 'answered', '102': 'transferred-to' });
    expect(call.transfers).toMatchObject([{ kind: 'blind' }]);
  });

  it('blind by the feature code #1', async () => {
    const number = newNumber();
    stage.phone('102').onCall({ kind: 'answer', afterMs: 300 });
    const { customer, agent } = await conversation(number);
    await agent.sendDtmf('#1102');
    const call = await endsWith(number, customer, stage.phone('102').tone);
    expect(rolesOf(stage, call)).toEqual({ '101': 'answered', '102': 'transferred-to' });
  });

  it('blind from the console', async () => {
    const number = newNumber();
    stage.phone('103').onCall({ kind: 'answer', afterMs: 200 });
    const { customer } = await conversation(number);
    const [live] = await stage.callsOf(number);
    await stage.stack.api.post(`calls/${live?.id}/transfer`, { to: '103' });
    const call = await endsWith(number, customer, stage.phone('103').tone);
    expect(rolesOf(stage, call)).toEqual({ '101': 'answered', '103': 'transferred-to' });
  });

  it('by an AMI Redirect, which sends no transfer event at all', async () => {
    const number = newNumber();
    stage.phone('102').onCall({ kind: 'answer', afterMs: 200 });
    const { customer } = await conversation(number);
    const ami = await stage.stack.lab.connectAmi();
    const channel = await customerChannel(ami);
    await ami.action('Redirect', { Channel: channel, Context: 'from-agent', Exten: '102', Priority: '1' });
    const call = await endsWith(number, customer, stage.phone('102').tone);
    ami.close();
    expect(call.agents.map((agent) => stage.extensionOf(agent.agentId)).sort()).toEqual(['101', '102']);
  });

  it('attended by the phone (REFER with Replaces): the consultation joins the call', async () => {
    const number = newNumber();
    stage.phone('102').onCall({ kind: 'answer', afterMs: 200 });
    const { customer, agent } = await conversation(number);
    await agent.hold();
    const consult = stage.phone('101').call('102');
    expect(await consult.answered).toBe(true);
    await consult.listens(0.7);
    agent.attendedTransfer(consult);
    const call = await endsWith(number, customer, stage.phone('102').tone);
    expect(call.agents.map((one) => stage.extensionOf(one.agentId)).sort()).toEqual(['101', '102']);
    expect(call.linkedIds.length).toBeGreaterThanOrEqual(1);
    const internal = await stage.stack.api.get<{ items: Call[] }>('calls?direction=internal');
    expect(internal.items).toEqual([]);
  });

  it('attended by the feature code *2', async () => {
    const number = newNumber();
    stage.phone('102').onCall({ kind: 'answer', afterMs: 200 });
    const { customer, agent } = await conversation(number);
    const consulted = stage.phone('102').nextCall();
    await agent.sendDtmf('*2102');
    const second = await consulted;
    expect(await second.hears(stage.phone('101').tone)).toBe(true);
    await agent.hangup();
    const call = await endsWith(number, customer, stage.phone('102').tone);
    expect(call.agents.map((one) => stage.extensionOf(one.agentId)).sort()).toEqual(['101', '102']);
  });

  it('blonde: the agent leaves while the target still rings', async () => {
    const number = newNumber();
    stage.phone('102').onCall({ kind: 'answer', afterMs: 1_500 });
    const { customer, agent } = await conversation(number);
    const target = stage.phone('102').nextCall();
    await agent.sendDtmf('*2102');
    await (await target).ringing;
    await agent.hangup();
    const call = await endsWith(number, customer, stage.phone('102').tone);
    expect(call.agents.map((one) => stage.extensionOf(one.agentId)).sort()).toEqual(['101', '102']);
  });

  it('back to the queue: the second agent is credited with the second part', async () => {
    const number = newNumber();
    const { customer, agent } = await conversation(number);
    for (const extension of ['101', '103', '104']) stage.phone(extension).onCall({ kind: 'reject', status: 486 });
    stage.phone('102').onCall({ kind: 'answer', afterMs: 300 });
    agent.blindTransfer('1000');
    const call = await endsWith(number, customer, stage.phone('102').tone);
    expect(call.queue).toBe('sales');
    expect(rolesOf(stage, call)).toMatchObject({ '101': 'answered' });
    const second = call.agents.find((one) => stage.extensionOf(one.agentId) === '102');
    expect(second?.talkSeconds).toBeGreaterThan(0.7);
  });

  it('[MIS-1] to a colleague who is on the telephone: the customer is lost, and owed a call at once', async () => {
    const number = newNumber();
    stage.phone('102').onCall({ kind: 'reject', status: 486, ring: false });
    const { customer, agent } = await conversation(number);
    agent.blindTransfer('102');
    await customer.ended;
    const call = await stage.endedCall(number);
    expect(call).toMatchObject({ outcome: 'answered', strandedAt: call.transfers[0]?.at });
    expect(await debtOf(number)).toMatchObject({ tries: 1, state: 'open' });
  });

  it('[MIS-1] back to a queue in which nobody answers: owed a call as well', async () => {
    const number = newNumber();
    const { customer, agent } = await conversation(number);
    for (const extension of ['101', '102', '103', '104']) stage.phone(extension).onCall({ kind: 'ring' });
    const rings = stage.phone('102').nextCall();
    agent.blindTransfer('1000');
    await (await rings).ringing;
    await customer.hangup();
    expect((await stage.endedCall(number)).strandedAt).not.toBeNull();
    expect(await debtOf(number)).toMatchObject({ tries: 1, state: 'open' });
  });

  it('to an outside number: still one call of that customer', async () => {
    const number = newNumber();
    const outside = newNumber();
    stage.carrier.onOutbound(() => ({ kind: 'answer', afterMs: 300 }));
    const { customer, agent } = await conversation(number);
    agent.blindTransfer(outside);
    expect(await customer.hears(stage.carrier.toneOf(outside))).toBe(true);
    await customer.hangup();
    const call = await stage.endedCall(number);
    expect(call).toMatchObject({ direction: 'inbound', outcome: 'answered' });
    const ofOutside = (await stage.callsOf(outside)).filter((one) => one.id !== call.id);
    expect(ofOutside).toEqual([]);
  });

  it('parked and fetched by a colleague', async () => {
    const number = newNumber();
    const { customer, agent } = await conversation(number);
    const ami = await stage.stack.lab.connectAmi();
    const parked = ami.nextEvent((event) => event.get('Event') === 'ParkedCall');
    // Asterisk tells the space a moment before the customer stands in it, and who fetches then finds it empty.
    const stands = ami.nextEvent(
      (event) => event.get('Event') === 'BridgeEnter' && event.get('BridgeTechnology') === 'holding_bridge',
    );
    // A telephone that hangs up as soon as the transfer is taken can, on a busy machine, take the customer with it.
    agent.blindTransfer('700', { hangUp: 'never' });
    const space = (await parked).get('ParkingSpace') ?? '';
    await stands;
    ami.close();
    await agent.hangup();
    await customer.listens(0.6);
    const fetched = stage.phone('103').call(space);
    expect(await fetched.answered).toBe(true);
    // Not what the customer hears: now and then the music of the parking lot goes on.
    expect(await fetched.hears(stage.carrier.toneOf(number))).toBe(true);
    const call = await endsAfterTalk(number, customer);
    expect(call.agents.map((one) => stage.extensionOf(one.agentId)).sort()).toEqual(['101', '103']);
    const talk = call.agents.reduce((sum, one) => sum + one.talkSeconds, 0);
    expect(Math.abs(call.talkSeconds - talk)).toBeLessThan(TOLERANCE);
  });
});

/** Name of the only channel of the trunk. */
async function customerChannel(ami: Awaited<ReturnType<StoryStage['stack']['lab']['connectAmi']>>): Promise<string> {
  const item = ami.nextEvent(
    (event) => event.get('Event') === 'CoreShowChannel' && (event.get('Channel') ?? '').startsWith('PJSIP/trunk'),
  );
  await ami.action('CoreShowChannels');
  return (await item).get('Channel') ?? '';
}
