import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { type BridgeUnderTest, startUnderTest } from '../../test/fake-pbx/bridge-under-test.ts';
import { error, success } from '../../test/fake-pbx/fake-answers.ts';
import { block, type FakePbxOptions } from '../../test/fake-pbx/fake-pbx.ts';
import { createManualClock } from '../../test/fake-pbx/manual-clock.ts';
import type { CommandResult, PbxCommand } from '../contract/pbx-commands.ts';
import { silentLogger } from '../logger.ts';
import { CommandBook } from './command-book.ts';
import { originateAction, originateFailure } from './originate-action.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const story = gunzipSync(
  readFileSync(new URL('../../test/traces/data/inbound-queue-answered.ami.gz', import.meta.url)),
).toString('utf8');

/** A bridge in the middle of an answered queue call. */
const inCall = async (overrides: FakePbxOptions['overrides'] = {}): Promise<BridgeUnderTest & { callId: string }> => {
  const under = await startUnderTest({ pbx: { trace: story, overrides } });
  closers.push(() => under.dispose());
  await under.awaitInStep(1);
  const talking = under.pbx.entries.findLastIndex(({ text }) => text.startsWith('Event: BridgeEnter')) + 3;
  await under.pbx.play({ until: talking });
  await under.server.until(() => under.server.callEvents.some(({ type }) => type === 'call.answered'));
  return { ...under, callId: under.server.calls[0]!.callId };
};

const originate = (more: Partial<Extract<PbxCommand, { type: 'call.originate' }>> = {}): PbxCommand => ({
  type: 'call.originate',
  interface: 'PJSIP/101',
  to: '+33611112222',
  callerId: null,
  ringTimeoutSeconds: 15,
  variables: { ATTEMPT: 'att_1' },
  ...more,
});

const sent = (under: BridgeUnderTest, name: string) =>
  under.pbx.actions
    .filter((action) => action.name === name && action.headers.size > 2)
    .map(({ headers }) => Object.fromEntries(headers));

test('[TEL-5] an originate rings the agent first, carries its ids, and is answered when the channel is there', async () => {
  const under = await inCall();
  const answer = under.server.command('cmd_1', originate());
  await under.pbx.awaitAction('Originate');
  under.pbx.send(
    block({ Event: 'Newchannel', Uniqueid: 'pbx1-cmd_1-a', Linkedid: 'pbx1-cmd_1-a', Channel: 'PJSIP/101-9' }),
  );
  expect(await answer).toEqual({ ok: true, data: { channelId: 'pbx1-cmd_1-a' } });
  const action = under.pbx.actions.filter(({ name }) => name === 'Originate').at(-1)!;
  expect(Object.fromEntries(action.headers)).toMatchObject({
    channel: 'PJSIP/101',
    context: 'from-internal',
    exten: '+33611112222',
    callerid: '"+33611112222" <101>',
    timeout: '15000',
    async: 'true',
    channelid: 'pbx1-cmd_1-a',
    otherchannelid: 'pbx1-cmd_1-b',
  });
  expect([...action.variables].sort()).toEqual([
    '__TRUNKLINE_ATTEMPT=att_1',
    '__TRUNKLINE_COMMAND_ID=cmd_1',
    '__TRUNKLINE_NUMBER=+33611112222',
  ]);
});

test('[TEL-5] an originate that fails at once is refused, and told as a fact', async () => {
  const under = await inCall();
  const answer = under.server.command('cmd_2', originate());
  const { actionId } = await under.pbx.awaitAction('Originate');
  under.pbx.send(
    block({ Event: 'OriginateResponse', ActionID: actionId, Response: 'Failure', Reason: '0', Uniqueid: '<unknown>' }),
  );
  expect(await answer).toMatchObject({ ok: false, code: 'pbx.refused' });
  await under.server.until(() => under.server.facts.some(({ type }) => type === 'originate.failed'));
  expect(under.server.facts.find(({ type }) => type === 'originate.failed')).toMatchObject({ originateId: 'cmd_2' });
});

test('a failure that comes after a restart of the bridge is still told', async () => {
  const under = await inCall();
  const answer = under.server.command('cmd_3', originate());
  const { actionId } = await under.pbx.awaitAction('Originate');
  under.pbx.send(block({ Event: 'Newchannel', Uniqueid: 'pbx1-cmd_3-a', Channel: 'PJSIP/101-9' }));
  await answer;
  await under.restartBridge();
  await under.awaitInStep(2);
  under.pbx.send(
    block({ Event: 'OriginateResponse', ActionID: actionId, Response: 'Failure', Reason: '3', Uniqueid: '<unknown>' }),
  );
  await under.server.until(() => under.server.facts.some(({ type }) => type === 'originate.failed'));
});

test.each([
  ['a caller id that is no number', originate({ callerId: 'Bob <1>' })],
  ['a variable that Asterisk would cut', originate({ variables: { A: 'x,y' } })],
])('an originate with %s is refused before anything is sent', async (_name, command) => {
  const under = await inCall();
  const before = under.pbx.actions.length;
  expect(await under.server.command('cmd_4', command)).toMatchObject({ ok: false, code: 'command.invalid' });
  expect(under.pbx.actions.slice(before).some(({ name }) => name === 'Originate')).toBe(false);
});

test('[TEL-6] the same command twice is carried out once and answered twice, also after a restart', async () => {
  const under = await inCall();
  const hangup: PbxCommand = { type: 'call.hangup', callId: under.callId, interface: null };
  expect(await under.server.command('cmd_5', hangup)).toEqual({ ok: true, data: {} });
  expect(await under.server.command('cmd_5', hangup)).toEqual({ ok: true, data: {} });
  await under.restartBridge();
  await under.awaitInStep(2);
  expect(await under.server.command('cmd_5', hangup)).toEqual({ ok: true, data: {} });
  expect(
    sent(under, 'Hangup')
      .map(({ channel }) => channel)
      .sort(),
  ).toEqual(['PJSIP/102-00000004', 'PJSIP/trunk-00000002'].sort());
});

test('[TEL-6] a hang-up of one device leaves the others', async () => {
  const under = await inCall();
  expect(
    await under.server.command('c', { type: 'call.hangup', callId: under.callId, interface: 'PJSIP/102' }),
  ).toMatchObject({ ok: true });
  expect(sent(under, 'Hangup')).toMatchObject([{ channel: expect.stringContaining('PJSIP/102-') }]);
});

test('[TEL-6] a transfer goes out on the channel of the device that has the conversation', async () => {
  const under = await inCall();
  const transfer: PbxCommand = { type: 'call.transfer', callId: under.callId, interface: 'PJSIP/102', to: '103' };
  expect(await under.server.command('c1', transfer)).toMatchObject({ ok: true });
  expect(sent(under, 'BlindTransfer')).toMatchObject([
    { channel: expect.stringContaining('PJSIP/102-'), exten: '103', context: 'from-internal' },
  ]);
  expect(await under.server.command('c2', { ...transfer, interface: 'PJSIP/199' })).toMatchObject({
    code: 'call.not-found',
  });
});

test('[TEL-4] a recording is paused, resumed, stopped and begun anew on the recorded channel', async () => {
  const under = await inCall();
  const run = (id: string, type: 'recording.start' | 'recording.stop' | 'recording.pause' | 'recording.resume') =>
    under.server.command(id, { type, callId: under.callId } as PbxCommand);
  expect(await run('r1', 'recording.pause')).toMatchObject({ ok: true });
  expect(await run('r2', 'recording.resume')).toMatchObject({ ok: true });
  expect(sent(under, 'MixMonitorMute').map(({ state, channel }) => [state, channel])).toEqual([
    ['1', 'PJSIP/trunk-00000002'],
    ['0', 'PJSIP/trunk-00000002'],
  ]);
  expect(await run('r3', 'recording.start')).toEqual({ ok: true, data: {} });
  expect(sent(under, 'MixMonitor')).toEqual([]);
  expect(await run('r4', 'recording.stop')).toMatchObject({ ok: true });
  expect(await run('r5', 'recording.pause')).toMatchObject({ ok: false, code: 'call.not-found' });
  expect(await run('r6', 'recording.start')).toMatchObject({
    ok: true,
    data: { file: expect.stringMatching(/^trunkline-call_.*\.wav$/) },
  });
});

test('failures of Asterisk are typed', async () => {
  const under = await inCall({
    queuepause: ({ actionId, headers }) =>
      headers.get('interface') === 'PJSIP/1'
        ? error(actionId, 'Interface not found')
        : error(actionId, 'Permission denied'),
    blindtransfer: () => null,
  });
  const pause = (iface: string): PbxCommand => ({
    type: 'queue.pause',
    interface: iface,
    paused: true,
    reason: 'lunch',
    queue: null,
  });
  expect(await under.server.command('p1', pause('PJSIP/1'))).toMatchObject({
    code: 'pbx.refused',
    message: 'Interface not found',
  });
  expect(await under.server.command('p2', pause('PJSIP/2'))).toMatchObject({ code: 'pbx.refused' });
  await under.pbx.close();
  await under.server.until(() =>
    under.server.messages.some((message) => message.kind === 'state.link' && message.link.state !== 'up'),
  );
  expect(await under.server.command('p3', pause('PJSIP/3'))).toMatchObject({ code: 'pbx.unreachable' });
  expect(
    await under.server.command('p4', { type: 'call.hangup', callId: 'call_unknown', interface: null }),
  ).toMatchObject({ code: 'call.not-found' });
});

test('a refresh asks for everything and tells it', async () => {
  const under = await inCall({
    bridgelist: ({ actionId }) =>
      success(actionId, {}) + block({ Event: 'BridgeListComplete', ActionID: actionId, EventList: 'Complete' }),
  });
  const states = () => under.server.messages.filter(({ kind }) => kind === 'state').length;
  const before = states();
  expect(await under.server.command('s', { type: 'state.refresh' })).toEqual({ ok: true, data: {} });
  expect(states()).toBeGreaterThan(before);
});

test('a command that was under way when the bridge died is never done twice', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'trunkline-book-'));
  closers.push(() => rm(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'commands.log');
  const clock = createManualClock();
  let runs = 0;
  const never = (): Promise<CommandResult> => {
    runs++;
    return new Promise(() => undefined);
  };
  void new CommandBook(file, clock, silentLogger).once('x', never);
  expect(await new CommandBook(file, clock, silentLogger).once('x', never)).toMatchObject({
    ok: false,
    code: 'pbx.timed-out',
  });
  expect(runs).toBe(1);
});

test('the caller id that was asked for is the number, the dialled number is the name', () => {
  const ids = { commandId: 'c', bridgeId: 'pbx1', dialContext: 'agents' };
  const command = originate({ callerId: '5551000' }) as Extract<PbxCommand, { type: 'call.originate' }>;
  expect(originateAction(command, ids)).toMatchObject({
    fields: { CallerID: '"+33611112222" <5551000>', Context: 'agents' },
    variables: { __TRUNKLINE_CALLER_ID: '5551000' },
  });
  expect(originateFailure('3')).toContain('did not pick up');
  expect(originateFailure(undefined)).toContain('unknown');
});
