import { readdir } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AmiBlock, AmiClient } from '../ami-client.ts';
import { delay } from '../lab-clock.ts';
import { startLabWithPhones } from './test-phones.ts';

type Stage = Awaited<ReturnType<typeof startLabWithPhones>>;
let stage: Stage;
let ami: AmiClient;

const CUSTOMER = '+79161230001';
const OTHER_CUSTOMER = '+390551230002';

beforeAll(async () => {
  stage = await startLabWithPhones(['101', '102', '103', '104']);
  ami = await stage.lab.connectAmi();
});
afterAll(async () => {
  ami.close();
  await stage.dispose();
});
afterEach(async () => {
  const parties = [...['101', '102', '103', '104'].map(stage.phone), stage.carrier];
  for (const phone of parties) await Promise.all(phone.calls.map((call) => call.hangup()));
  for (const extension of ['101', '102', '103', '104']) stage.phone(extension).onCall({ kind: 'ring' });
  await noChannelsLeft();
});

function nextEvent(name: string, test: (event: AmiBlock) => boolean = () => true): Promise<AmiBlock> {
  return ami.nextEvent((event) => event.get('Event') === name && test(event));
}

/**
 * Asterisk still tidies up when the phones are done. Not asked of CoreShowChannels: after a REFER into the parking lot whose
 * phone hangs up at once, that goes on listing the channel for ten minutes, though it is gone.
 */
async function noChannelsLeft(): Promise<void> {
  for (;;) {
    const complete = nextEvent('StatusComplete');
    const hangup = nextEvent('Hangup');
    await ami.action('Status');
    if ((await complete).get('ListItems') === '0') return;
    // The list may still show a channel whose end was told already; then there is nothing to wait for but to ask again.
    await Promise.race([hangup, delay(50)]);
  }
}

/** A customer talks to 101, both hear each other. */
async function customerTalksTo101() {
  const { carrier } = stage;
  const alice = stage.phone('101');
  alice.onCall({ kind: 'answer' });
  const incoming = alice.nextCall();
  const customer = carrier.callIn({ from: CUSTOMER, to: '5551101', name: 'Anna Petrova' });
  const agent = await incoming;
  expect(await Promise.all([customer.hears(alice.tone), agent.hears(carrier.toneOf(CUSTOMER))])).toEqual([true, true]);
  return { customer, agent };
}

describe('[OPS-1] scripted phones on a real Asterisk', () => {
  it('two phones hear each other and agree on how long they talked', async () => {
    const [alice, bob] = [stage.phone('101'), stage.phone('102')];
    bob.onCall({ kind: 'answer', afterMs: 200 });
    const call = alice.call('102');
    expect(await call.ringing).toBe(true);
    expect(await call.answered).toBe(true);
    const other = bob.calls[0]!;
    expect(await Promise.all([call.hears(bob.tone), other.hears(alice.tone)])).toEqual([true, true]);
    const mine = await call.hangup();
    const theirs = await other.ended;
    expect(mine).toMatchObject({ party: '101', with: '102', direction: 'out', endedBy: 'us', finalStatus: 200 });
    expect(theirs).toMatchObject({ party: '102', with: '101', withName: 'Alice', direction: 'in', endedBy: 'them' });
    expect(Math.abs(mine.talkSeconds - theirs.talkSeconds)).toBeLessThan(0.3);
    expect(theirs.answeredAt!.monotonicMs - theirs.ringingAt!.monotonicMs).toBeGreaterThan(190);
  });

  it('a customer in the queue rings every free agent; the first to answer gets the call, the others stop ringing', async () => {
    const { carrier } = stage;
    const [alice, bob] = [stage.phone('101'), stage.phone('102')];
    alice.onCall({ kind: 'answer', afterMs: 400 });
    const [first, second] = [alice.nextCall(), bob.nextCall()];
    const customer = carrier.callIn({ from: CUSTOMER, to: '5551000', name: 'Anna Petrova' });
    expect((await first).with).toBe(CUSTOMER);
    expect((await first).withName).toBe('Anna Petrova');
    const lost = await (await second).ended;
    expect(lost).toMatchObject({ finalStatus: 487, answeredAt: null, endedBy: 'them' });
    expect(lost.reason).toContain('elsewhere');
    expect(await customer.hears(alice.tone)).toBe(true);
    await customer.hangup();
    expect(await (await first).ended).toMatchObject({ endedBy: 'them', with: CUSTOMER });
    expect((await readdir(stage.lab.recordingsDir)).some((name) => name.endsWith('.wav'))).toBe(true);
  });

  it('a caller who gives up makes the phone stop ringing', async () => {
    const incoming = stage.phone('101').nextCall();
    const customer = stage.carrier.callIn({ from: CUSTOMER, to: '5551101' });
    const ringing = await incoming;
    expect(await customer.ringing).toBe(true);
    expect(await customer.hangup()).toMatchObject({ finalStatus: 487, endedBy: 'us', answeredAt: null });
    expect(await ringing.ended).toMatchObject({ finalStatus: 487, endedBy: 'them' });
  });

  it('a caller who hangs up before anything rings is not left hanging', async () => {
    const customer = stage.carrier.callIn({ from: CUSTOMER, to: '5551101' });
    expect(await customer.hangup()).toMatchObject({ endedBy: 'us', answeredAt: null });
  });

  it.each([
    ['busy', 486, 486],
    ['declined', 603, 403],
    ['unknown', 404, 404],
    ['away', 480, 480],
    ['out of order', 503, 503],
  ])('an outside number that is %s (%i) tells the agent so', async (_, status, seen) => {
    stage.carrier.onOutbound(() => ({ kind: 'reject', status, afterMs: 50 }));
    const truth = await stage.phone('101').call(OTHER_CUSTOMER).ended;
    expect(truth).toMatchObject({ endedBy: 'them', answeredAt: null, finalStatus: seen });
    expect(stage.carrier.legs.at(-1)).toMatchObject({ party: OTHER_CUSTOMER, finalStatus: status, with: '5551000' });
  });

  it('a call out rings, is answered, and both hear each other', async () => {
    const { carrier } = stage;
    carrier.onOutbound(() => ({ kind: 'answer', afterMs: 300 }));
    const call = stage.phone('101').call(OTHER_CUSTOMER);
    expect(await call.answered).toBe(true);
    expect(await call.hears(carrier.toneOf(OTHER_CUSTOMER))).toBe(true);
    expect(await carrier.calls[0]!.hears(stage.phone('101').tone)).toBe(true);
  });

  it('an announcement before the answer is heard while it still rings', async () => {
    const { carrier } = stage;
    carrier.onOutbound(() => ({ kind: 'answer', afterMs: 1500, earlyMedia: true }));
    const call = stage.phone('101').call(OTHER_CUSTOMER);
    expect(await call.hears(carrier.toneOf(OTHER_CUSTOMER))).toBe(true);
    expect(call.state).toBe('ringing');
    expect(await call.answered).toBe(true);
  });

  it('a phone that forwards (302) sends the caller on', async () => {
    stage.phone('101').onCall({ kind: 'redirect', to: '102' });
    stage.phone('102').onCall({ kind: 'answer' });
    const customer = stage.carrier.callIn({ from: CUSTOMER, to: '5551101' });
    expect(await customer.hears(stage.phone('102').tone)).toBe(true);
    expect(stage.phone('101').legs.at(-1)).toMatchObject({ finalStatus: 302 });
  });

  it.each([
    [true, 'anonymous', /^(prohib|allowed)/],
    ['privacy', CUSTOMER, /^prohib/],
  ] as const)('a withheld number (%s) is told apart by its presentation', async (withheld, number, presentation) => {
    const told = nextEvent('UserEvent', (event) => event.get('UserEvent') === 'TrunklineCaller');
    const incoming = stage.phone('101').nextCall();
    const customer = stage.carrier.callIn({ from: CUSTOMER, to: '5551101', withheld });
    const event = await told;
    expect(event.get('CallerIDNum')).toBe(number);
    expect(event.get('DialledNumber')).toBe('5551101');
    expect(event.get('Presentation')).toMatch(presentation);
    const ringing = await incoming;
    expect(ringing.with).toBe('anonymous');
    await customer.hangup();
    await ringing.ended;
  });

  it('on hold the customer hears the agent no longer, and the agent the customer neither; afterwards both again', async () => {
    const { customer, agent } = await customerTalksTo101();
    const held = nextEvent('Hold');
    expect(await agent.hold()).toBe(200);
    await held;
    const before = customer.heard()[stage.phone('101').tone]!.seconds;
    const resumed = nextEvent('Unhold');
    const agentBefore = agent.heard()[stage.carrier.toneOf(CUSTOMER)]!.seconds;
    expect(await customer.listens(1)).toBe(true);
    expect(customer.heard()[stage.phone('101').tone]!.seconds - before).toBeLessThan(0.3);
    expect(agent.heard()[stage.carrier.toneOf(CUSTOMER)]!.seconds - agentBefore).toBeLessThan(0.3);
    expect(await agent.unhold()).toBe(200);
    await resumed;
    expect(await customer.hears(stage.phone('101').tone)).toBe(true);
    const truth = await agent.hangup();
    expect(truth.holds).toHaveLength(1);
    expect(truth.holds[0]).toMatchObject({ by: 'us' });
  });

  it('a customer who puts us on hold is noted by the PBX', async () => {
    const { customer } = await customerTalksTo101();
    const held = nextEvent('Hold', (event) => event.get('Channel').startsWith('PJSIP/trunk'));
    expect(await customer.hold()).toBe(200);
    await held;
    expect(await customer.unhold()).toBe(200);
  });

  it('a blind transfer (REFER) brings the customer to the other agent', async () => {
    const { customer, agent } = await customerTalksTo101();
    stage.phone('102').onCall({ kind: 'answer', afterMs: 200 });
    const transferred = nextEvent('BlindTransfer');
    const referral = agent.blindTransfer('102');
    expect(await referral.accepted).toBe(202);
    expect((await transferred).get('Extension')).toBe('102');
    expect(await customer.hears(stage.phone('102').tone)).toBe(true);
    expect((await agent.ended).transfers).toMatchObject([{ kind: 'blind', to: '102' }]);
    expect(await referral.completed).toBe(200);
  });

  it('a blind transfer goes to an outside number too', async () => {
    const { customer, agent } = await customerTalksTo101();
    stage.carrier.onOutbound(() => ({ kind: 'answer' }));
    agent.blindTransfer(OTHER_CUSTOMER);
    expect(await customer.hears(stage.carrier.toneOf(OTHER_CUSTOMER))).toBe(true);
  });

  it('an attended transfer (REFER with Replaces) joins the two others', async () => {
    const { customer, agent } = await customerTalksTo101();
    stage.phone('103').onCall({ kind: 'answer' });
    await agent.hold();
    const consultation = stage.phone('101').call('103');
    expect(await consultation.hears(stage.phone('103').tone)).toBe(true);
    const transferred = nextEvent('AttendedTransfer');
    expect(await agent.attendedTransfer(consultation).completed).toBe(200);
    await transferred;
    expect(await customer.hears(stage.phone('103').tone)).toBe(true);
    await Promise.all([agent.ended, consultation.ended]);
    expect(stage.phone('101').calls).toEqual([]);
  });

  it('keys #1 transfer blindly', async () => {
    const { customer, agent } = await customerTalksTo101();
    stage.phone('102').onCall({ kind: 'answer' });
    await agent.sendDtmf('#1');
    await agent.sendDtmf('102');
    expect(await customer.hears(stage.phone('102').tone)).toBe(true);
    expect(await agent.ended).toMatchObject({ endedBy: 'them' });
  });

  it('keys *2 ask first; hanging up joins the two others', async () => {
    const { customer, agent } = await customerTalksTo101();
    stage.phone('103').onCall({ kind: 'answer' });
    await agent.sendDtmf('*2');
    await agent.sendDtmf('103');
    expect(await agent.hears(stage.phone('103').tone)).toBe(true);
    const transferred = nextEvent('AttendedTransfer');
    await agent.hangup();
    await transferred;
    expect(await customer.hears(stage.phone('103').tone)).toBe(true);
  });

  it('a parked customer is taken back by dialling the space', async () => {
    const { customer, agent } = await customerTalksTo101();
    const parked = nextEvent('ParkedCall');
    // Asterisk tells the space a moment before the customer stands in it, and who fetches then finds it empty.
    const stands = nextEvent('BridgeEnter', (event) => event.get('BridgeTechnology') === 'holding_bridge');
    // A telephone that hangs up as soon as the transfer is taken can, on a busy machine, take the customer with it.
    agent.blindTransfer('700', { hangUp: 'never' });
    const space = (await parked).get('ParkingSpace');
    await stands;
    await agent.hangup();
    const fetched = stage.phone('102').call(space);
    // Not what the customer hears: now and then the music of the parking lot goes on.
    expect(await fetched.hears(stage.carrier.toneOf(CUSTOMER))).toBe(true);
    await customer.hangup();
  });

  it('three in a conference all hear one another', async () => {
    const names = ['101', '102', '103'];
    const calls = names.map((name) => stage.phone(name).call('800'));
    const heard = calls.flatMap((call, index) =>
      names.filter((_, other) => other !== index).map((name) => call.hears(stage.phone(name).tone)),
    );
    expect(await Promise.all(heard)).toEqual(Array(6).fill(true));
  });

  it('a supervisor who listens hears both and is heard by nobody', async () => {
    const { customer, agent } = await customerTalksTo101();
    const spy = stage.phone('104').call('55101');
    const { carrier } = stage;
    expect(await Promise.all([spy.hears(stage.phone('101').tone, 1), spy.hears(carrier.toneOf(CUSTOMER), 1)])).toEqual([
      true,
      true,
    ]);
    expect(customer.heard()[stage.phone('104').tone]).toBeUndefined();
    expect(agent.heard()[stage.phone('104').tone]).toBeUndefined();
  });

  it('a phone that dies keeps its truth and tells the PBX nothing', async () => {
    const { customer, agent } = await customerTalksTo101();
    stage.phone('101').die();
    expect(await agent.ended).toMatchObject({ endedBy: null, finalStatus: 200 });
    expect(customer.state).toBe('talking');
    await customer.hangup();
    stage.phone('101').revive();
    // Asterisk ends the dead leg once its BYE stays unanswered; it must not hold up the next test.
    const channels = nextEvent('CoreShowChannel', (event) => event.get('Channel').startsWith('PJSIP/101'));
    await ami.action('CoreShowChannels');
    await Promise.race([channels, nextEvent('CoreShowChannelsComplete')]);
  });

  it('a wrong password is refused', async () => {
    const { createPhone } = await import('./phone.ts');
    const thief = await createPhone({ lab: stage.lab, extension: '105', password: 'guess' });
    await expect(thief.register()).rejects.toThrow('401');
    await thief.close();
  });
});
