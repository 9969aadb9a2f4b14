/** The dialplan of campaigns (dialplan/trunkline.conf), by what customers and agents hear on a real Asterisk. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startLabWithPhones } from '../scripts/pbx-lab/phone/test-phones.ts';
import { type LabBridge, startLabBridge } from '../test/fake-pbx/lab-bridge.ts';
import type { CallRecord } from './contract/call-record.ts';

type Stage = Awaited<ReturnType<typeof startLabWithPhones>>;
let stage: Stage;
let bridge: LabBridge;
const closers: (() => unknown)[] = [];
let numbers = 0;

beforeAll(async () => {
  stage = await startLabWithPhones(['101', '102']);
  bridge = await startLabBridge({ lab: stage.lab, amiPort: stage.lab.amiPort, closers });
});
afterEach(async () => {
  for (const party of [stage.phone('101'), stage.phone('102'), stage.carrier]) {
    await Promise.all(party.calls.map((call) => call.hangup()));
  }
});
afterAll(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  await stage.dispose();
});

/** Dials a number nobody has dialled before. */
async function dial(variables: Record<string, string> = {}, ringTimeoutSeconds = 15) {
  numbers += 1;
  const to = `+7916200${String(numbers).padStart(4, '0')}`;
  const originateId = `att-${process.pid}-${numbers}-${Math.random().toString(36).slice(2)}`;
  const wait = { WAIT_TENTHS: '20', CAMPAIGN: 'cmp_1', ATTEMPT: originateId, ...variables };
  const result = await bridge.server.command(originateId, {
    type: 'call.dial',
    to,
    callerId: '5551234',
    ringTimeoutSeconds,
    variables: wait,
  });
  expect(result).toMatchObject({ ok: true });
  const call = (holds: (record: CallRecord) => boolean) =>
    bridge.call((record) => record.originateId === originateId && holds(record));
  return { to, originateId, call };
}

const ended = ({ state }: CallRecord) => state === 'ended';

test('[CAM-2] the customer is dialled with the caller id of the campaign, and waits for an agent who is chosen then', async () => {
  stage.carrier.onOutbound(() => ({ kind: 'answer', afterMs: 300 }));
  const agent = stage.phone('101');
  agent.onCall({ kind: 'answer', afterMs: 100 });
  const ringing = agent.nextCall();
  const { to, originateId, call } = await dial();
  const waiting = await call(({ variables }) => variables.ANSWER !== undefined);
  expect(waiting).toMatchObject({ direction: 'outbound', state: 'ringing', dialledNumber: to, answeredAt: null });
  expect(waiting.variables.ANSWER).toMatch(/^person \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(await bridge.command({ type: 'call.connect', originateId, interface: 'PJSIP/101' })).toMatchObject({
    ok: true,
  });
  const [atAgent, atCustomer] = [await ringing, stage.carrier.calls.at(-1)!];
  expect(atCustomer.with).toContain('5551234');
  expect(await Promise.all([atAgent.hears(stage.carrier.toneOf(to)), atCustomer.hears(agent.tone)])).toEqual([
    true,
    true,
  ]);
  await atCustomer.hangup();
  const truth = await atAgent.ended;
  const record = await call(ended);
  expect(record).toMatchObject({
    outcome: 'answered',
    endedBy: 'remote',
    to: { raw: to },
    agents: [{ role: 'answered' }],
  });
  expect(Math.abs(record.talkSeconds - truth.talkSeconds)).toBeLessThan(0.3);
});

test('[CAM-2] an agent who was chosen before gets the customer without asking the server', async () => {
  stage.carrier.onOutbound(() => ({ kind: 'answer', afterMs: 100 }));
  const agent = stage.phone('102');
  agent.onCall({ kind: 'answer', afterMs: 100 });
  const ringing = agent.nextCall();
  const { to, call } = await dial({ AGENT: 'PJSIP/102', AUTO_ANSWER: 'yes' });
  expect(await (await ringing).hears(stage.carrier.toneOf(to))).toBe(true);
  await (await ringing).hangup();
  expect(await call(ended)).toMatchObject({ outcome: 'answered', endedBy: 'agent' });
});

test('[CAM-2] a customer for whom nobody comes in time hears the announcement, and the call is abandoned', async () => {
  stage.carrier.onOutbound(() => ({ kind: 'answer', afterMs: 100 }));
  const { call } = await dial({ WAIT_TENTHS: '5', ANNOUNCEMENT: 'beep' });
  const record = await call(ended);
  expect(record).toMatchObject({ outcome: 'abandoned', talkSeconds: 0, answeredAt: null, endedBy: 'system' });
  expect(record.variables.LEFT).toBe('announcement');
});

test('[CAM-2] a customer who hangs up while waiting is abandoned too', async () => {
  stage.carrier.onOutbound(() => ({ kind: 'answer', afterMs: 100, talkMs: 500 }));
  const { call } = await dial();
  expect(await call(ended)).toMatchObject({ outcome: 'abandoned', endedBy: 'remote' });
});

test('[CAM-2] an agent who does not pick up loses the customer, who hears the announcement', async () => {
  stage.carrier.onOutbound(() => ({ kind: 'answer', afterMs: 100 }));
  stage.phone('101').onCall({ kind: 'ring' });
  const { call } = await dial({ AGENT: 'PJSIP/101', AGENT_SECONDS: '1' });
  expect(await call(ended)).toMatchObject({ outcome: 'abandoned', agents: [{ interface: 'PJSIP/101', role: 'rang' }] });
});

test.each([
  ['rings out', { kind: 'ring' } as const, 'no-answer'],
  ['is busy', { kind: 'reject', status: 486 } as const, 'busy'],
  ['does not exist', { kind: 'reject', status: 404 } as const, 'failed'],
  ['refuses', { kind: 'reject', status: 603 } as const, 'declined'],
])('[CAM-6] a number that %s is told as such', async (_what, behaviour, outcome) => {
  stage.carrier.onOutbound(() => behaviour);
  const { call } = await dial({}, 5);
  expect(await call(ended)).toMatchObject({ direction: 'outbound', outcome, talkSeconds: 0 });
});

test('[CAM-11] a machine is found out by its long greeting, and is left a message', async () => {
  // The tone of the customer's telephone goes on and on, as a greeting does.
  stage.carrier.onOutbound(() => ({ kind: 'answer', afterMs: 100, talkMs: 6_000 }));
  const { call } = await dial({ DETECT: 'yes' });
  const record = await call(ended);
  expect(record.variables.ANSWER).toMatch(/^machine /);
  expect(record).toMatchObject({ outcome: 'no-answer', talkSeconds: 0 });
});

test('a customer who has hung up cannot be given an agent any more', async () => {
  expect(await bridge.command({ type: 'call.connect', originateId: 'nobody', interface: 'PJSIP/101' })).toMatchObject({
    ok: false,
    code: 'call.not-found',
  });
});
