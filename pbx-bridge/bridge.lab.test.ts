/** The bridge against a real Asterisk with scripted phones. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startLabWithPhones } from '../scripts/pbx-lab/phone/test-phones.ts';
import { type LabBridge, startLabBridge } from '../test/fake-pbx/lab-bridge.ts';
import { startStubServer } from '../test/fake-pbx/stub-server.ts';
import { startTcpProxy, type TcpProxy } from '../test/fake-pbx/tcp-proxy.ts';
import { readConfig } from './config.ts';
import type { CallRecord } from './contract/call-record.ts';
import type { PbxCommand } from './contract/pbx-commands.ts';
import { silentLogger } from './logger.ts';
import { startBridge } from './start.ts';

type Stage = Awaited<ReturnType<typeof startLabWithPhones>>;
let stage: Stage;
let proxy: TcpProxy;
const closers: (() => unknown)[] = [];
const customer = '+79161230001';

beforeAll(async () => {
  stage = await startLabWithPhones(['101', '102', '103', '104']);
  proxy = await startTcpProxy(stage.lab.amiPort);
});
afterAll(async () => {
  await proxy.close();
  await stage.dispose();
});
afterEach(async () => {
  for (const party of [...['101', '102', '103', '104'].map(stage.phone), stage.carrier]) {
    await Promise.all(party.calls.map((call) => call.hangup()));
  }
  for (const extension of ['101', '102', '103', '104']) stage.phone(extension).onCall({ kind: 'ring' });
  for (const close of closers.splice(0).reverse()) await close();
});

const start = (amiUrl?: string): Promise<LabBridge> =>
  startLabBridge({ lab: stage.lab, amiPort: proxy.port, closers, ...(amiUrl ? { amiUrl } : {}) });

/** A customer talks to 101 over the direct number. */
const talkTo101 = async () => {
  const alice = stage.phone('101');
  alice.onCall({ kind: 'answer' });
  const incoming = alice.nextCall();
  const caller = stage.carrier.callIn({ from: customer, to: '5551101', name: 'Anna Petrova' });
  const agent = await incoming;
  expect(await Promise.all([caller.hears(alice.tone), agent.hears(stage.carrier.toneOf(customer))])).toEqual([
    true,
    true,
  ]);
  return { caller, agent };
};

const ended = (call: CallRecord): boolean => call.state === 'ended';

test('[OPS-1] phones, trunks and queues are found, and the least rights of the documentation are enough', async () => {
  const { lastState, links, server } = await start();
  const state = lastState()!;
  expect(state.endpoints.map((endpoint) => endpoint.interface)).toEqual(
    expect.arrayContaining(['PJSIP/101', 'PJSIP/trunk']),
  );
  expect(state.endpoints.find((endpoint) => endpoint.interface === 'PJSIP/trunk')!.kind).toBe('trunk');
  expect(state.queues.map(({ name }) => name)).toEqual(['sales', 'support']);
  expect(state.link).toMatchObject({ state: 'up', asteriskVersion: expect.stringMatching(/^22\./) });
  const refreshed = await server.command('after-the-rights-were-asked', { type: 'state.refresh' });
  expect(refreshed).toEqual({ ok: true, data: {} });
  expect(links().some(({ state: link }) => link === 'lacking-rights')).toBe(false);
});

test('[OPS-1] a wrong secret is a rejected link that says what to check', async () => {
  const server = await startStubServer();
  closers.push(() => server.stop());
  const folder = await mkdtemp(path.join(os.tmpdir(), 'trunkline-lab-bridge-'));
  closers.push(() => rm(folder, { recursive: true, force: true }));
  const env = {
    AMI_URL: `tcp://trunkline:wrong@127.0.0.1:${stage.lab.amiPort}`,
    SERVER_URL: server.url,
    BRIDGE_TOKEN: server.token,
  };
  const bridge = await startBridge(readConfig({ ...env, DATA_DIR: folder }), { logger: silentLogger });
  closers.push(() => bridge.stop());
  await server.until(() =>
    server.messages.some((message) => message.kind === 'state.link' && message.link.state === 'rejected'),
  );
});

test('[TEL-3] [TEL-4] a call is told while it happens, and its recording is handed over afterwards', async () => {
  const { server, call } = await start();
  const { caller, agent } = await talkTo101();
  await call(({ state }) => state === 'talking');
  await caller.hangup();
  const truth = await agent.ended;
  const record = await call(ended);
  expect(record).toMatchObject({ direction: 'inbound', outcome: 'answered', endedBy: 'remote', endInferred: false });
  expect(record.from.raw).toBe(customer);
  expect(Math.abs(record.talkSeconds - truth.talkSeconds)).toBeLessThan(0.3);
  await server.until(() => server.uploads.length === 1);
  expect(server.uploads[0]!.callId).toBe(record.callId);
  expect(server.uploads[0]!.body.length).toBeGreaterThan(record.talkSeconds * 8_000);
  expect(server.facts.filter(({ type }) => type === 'recording.finished')).toHaveLength(1);
  expect(server.malformed).toEqual([]);
});

describe('[TEL-10] a call in progress', () => {
  test('that began before the bridge did is taken in, and told to its end', async () => {
    const { caller } = await talkTo101();
    const { call } = await start();
    const record = await call(({ state }) => state === 'talking');
    expect(record).toMatchObject({ direction: 'inbound' });
    expect(record.from.raw).toBe(customer);
    await caller.hangup();
    expect(await call(ended)).toMatchObject({ callId: record.callId, outcome: 'answered' });
  });

  test('survives a cut of the link and a restart of the bridge as the same call', async () => {
    const { call, restart, server, links } = await start();
    const { caller, agent } = await talkTo101();
    const record = await call(({ state }) => state === 'talking');
    const ups = (): number => links().filter(({ state }) => state === 'up').length;
    const before = ups();
    proxy.cut();
    await server.until(() => ups() > before);
    const states = server.messages.filter(({ kind }) => kind === 'state').length;
    await restart();
    await server.until(() => server.messages.filter(({ kind }) => kind === 'state').length > states + 1);
    await caller.hangup();
    const truth = await agent.ended;
    const last = await call(ended);
    expect(last).toMatchObject({ callId: record.callId, outcome: 'answered', endInferred: false, endedBy: 'remote' });
    expect(Math.abs(last.talkSeconds - truth.talkSeconds)).toBeLessThan(0.3);
    expect(server.calls).toHaveLength(1);
  });

  test('that ends while the link is frozen is ended with the best that is known', async () => {
    const { call, links, server } = await start();
    const { caller } = await talkTo101();
    const record = await call(({ state }) => state === 'talking');
    proxy.freeze();
    await caller.hangup();
    // A half-open link is noticed in less than ten seconds.
    await server.until(() => links().at(-1)!.state !== 'up');
    proxy.thaw();
    expect(await call(ended)).toMatchObject({ callId: record.callId, outcome: 'answered', endInferred: true });
  });

  test('is ended when Asterisk is killed, and the next call is told as ever', async () => {
    const { call, server, deviceState } = await start();
    await talkTo101();
    const record = await call(({ state }) => state === 'talking');
    await stage.lab.kill9();
    await stage.lab.restart();
    expect(await call(ended)).toMatchObject({ callId: record.callId, endInferred: true, endedBy: 'system' });
    for (const call_ of [...stage.phone('101').calls, ...stage.carrier.calls]) void call_.hangup();
    await stage.phone('101').register();
    await server.until(() => deviceState('PJSIP/101') === 'not-in-use');
    const { caller } = await talkTo101();
    await caller.hangup();
    const next = await call((one) => ended(one) && one.callId !== record.callId);
    expect(next).toMatchObject({ outcome: 'answered', endInferred: false });
  });
});

describe('[TEL-5] [TEL-6] commands', () => {
  const originate = (to: string, iface = 'PJSIP/101'): PbxCommand => ({
    type: 'call.originate',
    interface: iface,
    to,
    callerId: null,
    ringTimeoutSeconds: 5,
    variables: { ATTEMPT: 'att_1' },
  });

  test('click to call rings the agent, then the customer; recording is paused; hang-up ends it', async () => {
    const { command, call } = await start();
    const alice = stage.phone('101');
    alice.onCall({ kind: 'answer' });
    stage.carrier.onOutbound(() => ({ kind: 'answer' }));
    const outbound = stage.carrier.nextOutbound();
    expect(await command(originate('+390551230002'))).toMatchObject({ ok: true });
    const other = await outbound;
    expect(await other.hears(alice.tone)).toBe(true);
    const record = await call(({ state, recordings }) => state === 'talking' && recordings.length > 0);
    expect(record).toMatchObject({
      direction: 'outbound',
      dialledNumber: '+390551230002',
      variables: { ATTEMPT: 'att_1' },
    });
    expect(record.originateId).toMatch(/^lab-/);
    expect(await command({ type: 'recording.pause', callId: record.callId })).toMatchObject({ ok: true });
    expect(await command({ type: 'recording.resume', callId: record.callId })).toMatchObject({ ok: true });
    expect(await command({ type: 'call.hangup', callId: record.callId, interface: null })).toMatchObject({ ok: true });
    expect(await call(ended)).toMatchObject({ callId: record.callId, outcome: 'answered' });
  });

  test('an agent who does not pick up, and a phone that is not there, are told as failed', async () => {
    const { command, server } = await start();
    expect(await command(originate('+390551230002'))).toMatchObject({ ok: true });
    await server.until(() => server.facts.some(({ type }) => type === 'originate.failed'));
    expect(server.facts.find(({ type }) => type === 'originate.failed')).toMatchObject({
      because: expect.stringContaining('did not pick up'),
    });
    expect(await command(originate('+390551230002', 'PJSIP/110'))).toMatchObject({ ok: false, code: 'pbx.refused' });
    expect(server.facts.filter(({ type }) => type === 'originate.failed')).toHaveLength(2);
  });

  test('a call is transferred to a colleague and stays one call', async () => {
    const { command, call, server } = await start();
    const { caller } = await talkTo101();
    const bob = stage.phone('102');
    bob.onCall({ kind: 'answer' });
    const record = await call(({ state }) => state === 'talking');
    const next = bob.nextCall();
    expect(
      await command({ type: 'call.transfer', callId: record.callId, interface: 'PJSIP/101', to: '102' }),
    ).toMatchObject({ ok: true });
    expect(await (await next).hears(stage.carrier.toneOf(customer))).toBe(true);
    await caller.hangup();
    const last = await call(ended);
    expect(last.agents.map((agent) => agent.interface)).toEqual(['PJSIP/101', 'PJSIP/102']);
    expect(server.calls).toHaveLength(1);
  });

  test('a recording that the dialplan did not begin is begun by command, paused as silence, and handed over', async () => {
    const { command, call, server } = await start();
    const bob = stage.phone('102');
    bob.onCall({ kind: 'answer' });
    const own = stage.phone('101').call('102');
    expect(await own.hears(bob.tone)).toBe(true);
    const record = await call(({ state }) => state === 'talking');
    expect(await command({ type: 'recording.start', callId: record.callId })).toMatchObject({ ok: true });
    await call(({ recordings }) => recordings.length === 1);
    expect(await command({ type: 'recording.pause', callId: record.callId })).toMatchObject({ ok: true });
    expect(await own.hears(bob.tone, 0.5)).toBe(true);
    await own.hangup();
    await call(ended);
    await server.until(() => server.uploads.length === 1);
  });

  test('an agent is paused in a queue, and the queue says so', async () => {
    const { command, server } = await start();
    const pause = (paused: boolean): PbxCommand => ({
      type: 'queue.pause',
      interface: 'PJSIP/101',
      paused,
      reason: paused ? 'lunch' : null,
      queue: 'sales',
    });
    expect(await command(pause(true))).toMatchObject({ ok: true });
    await server.until(() =>
      server.messages.some(
        (message) =>
          message.kind === 'state.queue' &&
          message.queue.members.some((member) => member.interface === 'PJSIP/101' && member.pausedReason === 'lunch'),
      ),
    );
    expect(await command(pause(false))).toMatchObject({ ok: true });
  });
});
