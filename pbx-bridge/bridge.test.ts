/** The whole bridge over every recorded trace: through sockets, decoder, journal and server connection, whatever breaks. */
import { readdirSync, readFileSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { type BridgeUnderTest, startUnderTest, type UnderTestOptions } from '../test/fake-pbx/bridge-under-test.ts';
import { success } from '../test/fake-pbx/fake-answers.ts';
import { playableEntries } from '../test/fake-pbx/fake-pbx.ts';
import { lastRecords, playEvents } from '../test/traces/reduce-trace.ts';
import { parseAmiEvent } from './ami/ami-decoder.ts';
import type { CallRecord } from './contract/call-record.ts';
import type { PbxLink } from './contract/pbx-state.ts';

const data = new URL('../test/traces/data/', import.meta.url);
const names = readdirSync(data)
  .filter((file) => file.endsWith('.ami.gz'))
  .map((file) => file.replace('.ami.gz', ''));
const traceOf = (name: string): string => gunzipSync(readFileSync(new URL(`${name}.ami.gz`, data))).toString('utf8');

/** What the reducer alone makes of the events of a trace. */
const truthOf = (trace: string): CallRecord[] =>
  lastRecords(playEvents(playableEntries(trace).flatMap(({ text, at }) => parseAmiEvent(text, at) ?? [])).facts);

/** Traces of one unbroken connection, in which every call that began also ended. */
const whole = names.filter((name) => {
  const trace = traceOf(name);
  const calls = truthOf(trace);
  return (
    calls.length > 0 &&
    trace.split('Asterisk Call Manager/').length === 2 &&
    calls.every((call) => call.state === 'ended')
  );
});

const byId = (calls: readonly CallRecord[]): CallRecord[] => [...calls].sort((a, b) => (a.callId < b.callId ? -1 : 1));

const running: BridgeUnderTest[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.dispose();
});

const startOn = async (trace: string, more: UnderTestOptions = {}): Promise<BridgeUnderTest> => {
  const under = await startUnderTest({ ...more, pbx: { trace, ...more.pbx } });
  running.push(under);
  return under;
};

test('nearly every recorded trace is whole: the list of tests below is not empty by accident', () => {
  expect(whole.length).toBeGreaterThan(35);
});

describe('every whole trace', { timeout: 60_000 }, () => {
  test.each(whole)('[TEL-3] %s: the server has each call once, as the reducer tells it', async (name) => {
    const trace = traceOf(name);
    const truth = truthOf(trace);
    const under = await startOn(trace);
    await under.awaitInStep(1);
    await under.pbx.play();
    const calls = await under.awaitEnded(truth.length);
    expect(byId(calls)).toEqual(byId(truth));
    expect(under.server.malformed).toEqual([]);
  });

  test.each(whole)(
    '[TEL-10] %s: the same when the link drops in the middle and the bridge is started anew',
    async (name) => {
      const trace = traceOf(name);
      const truth = truthOf(trace);
      const under = await startOn(trace);
      const { pbx } = under;
      await under.awaitInStep(1);
      await pbx.play({ until: Math.floor(pbx.entries.length * 0.4) });
      pbx.halfClose();
      await under.awaitInStep(2);
      await pbx.play({ until: Math.floor(pbx.entries.length * 0.7) });
      // Closing from the PBX's side makes sure that everything was read: what is in flight is not the question here.
      pbx.halfClose();
      await under.awaitInStep(3);
      await under.restartBridge();
      await under.awaitInStep(4);
      await pbx.play();
      const calls = await under.awaitEnded(truth.length);
      expect(byId(calls).map(essence)).toEqual(byId(truth).map(essence));
      expect(under.server.malformed).toEqual([]);
    },
  );
});

test('[TEL-10] calls of a PBX that does not come back are closed after an hour, when it was last heard of', async () => {
  const trace = traceOf('inbound-direct-extension-answered');
  let aheadMs = 0;
  const under = await startOn(trace, { clockAheadMs: () => aheadMs });
  const { pbx, server } = under;
  await under.awaitInStep(1);
  await pbx.play({ until: Math.floor(pbx.entries.length * 0.6) });
  await server.until(() => server.calls.some(({ state }) => state === 'talking'));
  const lostAt = pbx.channels.now;
  await pbx.close();
  aheadMs = 3_599_000;
  await server.until(() => linksOf(server).at(-1)!.state !== 'up');
  expect(server.calls.map(({ state }) => state)).toEqual(['talking']);
  aheadMs = 3_602_000;
  const [call] = await under.awaitEnded(1);
  expect(call).toMatchObject({ outcome: 'answered', endInferred: true, endedBy: null });
  expect(Math.abs(Date.parse(call?.endedAt ?? '') - lostAt)).toBeLessThan(100);
});

/** What a lost moment may not change. Times may be a little off: a snapshot has no history. */
const essence = (call: CallRecord) => ({
  callId: call.callId,
  linkedIds: call.linkedIds,
  direction: call.direction,
  outcome: call.outcome,
  from: call.from.raw,
  agents: call.agents.map((agent) => [agent.interface, agent.role]),
  recordings: call.recordings.map(({ file }) => file),
});

describe('while events are lost', { timeout: 60_000 }, () => {
  const mid = whole.filter((name) => !name.startsWith('originate'));
  test.each(mid)(
    '[TEL-10] %s: a link cut for a tenth of the trace leaves no call open and none double',
    async (name) => {
      const trace = traceOf(name);
      const under = await startOn(trace);
      const { pbx, server } = under;
      await under.awaitInStep(1);
      const at = Math.floor(pbx.entries.length * 0.5);
      await pbx.play({ until: at });
      await pbx.close();
      await pbx.play({ until: at + Math.ceil(pbx.entries.length / 10) });
      await pbx.open();
      await under.awaitInStep(2);
      await pbx.play();
      await under.stopBridge();
      await under.startBridge();
      await under.awaitInStep(3);
      const calls = await under.awaitEnded(0);
      const linked = calls.flatMap((call) => call.linkedIds);
      expect(linked.length).toBe(new Set(linked).size);
      // Whether a channel only listens is said once, by ChanSpyStart: when just that is lost, the spy looks like a caller.
      const spies = name.includes('chanspy') ? 1 : 0;
      expect(calls.length).toBeLessThanOrEqual(truthOf(trace).length + spies);
      for (const call of calls) if (call.endInferred) expect(call.endedAt).not.toBeNull();
      expect(server.malformed).toEqual([]);
    },
  );
});

const story = traceOf('inbound-queue-answered');

test('[TEL-10] a bridge killed in mid-call goes on with the same call from what it had written', async () => {
  const truth = truthOf(story);
  const under = await startOn(story);
  const { pbx, server } = under;
  await under.awaitInStep(1);
  const talking = pbx.entries.findLastIndex(({ text }) => text.startsWith('Event: BridgeEnter')) + 3;
  await pbx.play({ until: talking });
  await server.until(() => server.callEvents.some(({ type }) => type === 'call.answered'));
  // What kill -9 leaves: the folder as it is now, no checkpoint of an orderly stop.
  const left = `${under.folder}-left`;
  await cp(under.folder, left, { recursive: true });
  await under.stopBridge();
  const second = await startUnderTest({
    pbx: { trace: story },
    env: { DATA_DIR: left },
    before: (same) => same.play({ until: talking }),
  });
  running.push(second);
  await second.awaitInStep(1);
  await second.pbx.play();
  const calls = await second.awaitEnded(1);
  await second.stopBridge();
  await rm(left, { recursive: true, force: true });
  expect(calls.map(essence)).toEqual(truth.map(essence));
  expect(calls[0]!.talkSeconds).toBeCloseTo(truth[0]!.talkSeconds, 1);
});

test('[TEL-10] what is open is told once the bridge is in step, and never by one that has not asked Asterisk yet', async () => {
  const under = await startOn(story);
  const { pbx, server } = under;
  const openCalls = () => server.messages.filter((message) => message.kind === 'calls.open');
  await under.awaitInStep(1);
  await server.until(() => openCalls().length > 0);
  expect(openCalls().at(-1)!.callIds).toEqual([]);
  await pbx.play({ until: pbx.entries.findLastIndex(({ text }) => text.startsWith('Event: BridgeEnter')) + 3 });
  await server.until(() => server.callEvents.some(({ type }) => type === 'call.answered'));
  server.drop();
  await server.until(() => openCalls().at(-1)!.callIds.length === 1);
  expect(openCalls().at(-1)).toMatchObject({ callIds: [server.calls[0]!.callId], afterSequence: server.received });
  // A bridge on a new disk, and Asterisk is away: nothing may be said against the calls that the server has.
  await under.stopBridge();
  await rm(under.folder, { recursive: true, force: true });
  await pbx.close();
  const told = openCalls().length;
  const hellos = server.hellos.length;
  await under.startBridge();
  await server.until(() => server.hellos.length > hellos && linksOf(server).at(-1)!.state !== 'up');
  expect(openCalls().length).toBe(told);
  expect(server.malformed).toEqual([]);
});

test('[TEL-10] what only the bridge’s clock saw is told in the time of the PBX, however far apart they are', async () => {
  const under = await startOn(story, { clockAheadMs: 3_600_000 });
  const { pbx, server } = under;
  await pbx.awaitLogin();
  const talking = pbx.entries.findLastIndex(({ text }) => text.startsWith('Event: BridgeEnter')) + 3;
  await pbx.play({ until: talking });
  await server.until(() => server.callEvents.some(({ type }) => type === 'call.answered'));
  const lostAt = pbx.channels.now;
  await pbx.awaitAction('Ping', 2);
  await pbx.close();
  await server.until(() => linksOf(server).at(-1)!.state !== 'up');
  await pbx.play();
  await pbx.open();
  const [call] = await under.awaitEnded(1);
  expect(call).toMatchObject({ endInferred: true });
  expect(Math.abs(Date.parse(call!.endedAt!) - lostAt)).toBeLessThan(2_000);
});

test('a PBX that answers nothing but the login (a replayed trace) is followed all the same', async () => {
  const under = await startOn(story, { pbx: { answers: 'never', answersPing: false } });
  await under.pbx.awaitLogin();
  await under.pbx.play();
  expect(byId(await under.awaitEnded(1))).toEqual(byId(truthOf(story)));
});

test('missing rights are told with what to add; calls are followed all the same', async () => {
  const listcommands = ({ actionId }: { actionId: string }) => success(actionId, { Ping: 'Keepalive (Priv: <none>)' });
  const under = await startOn(story, { pbx: { answers: 'denied', overrides: { listcommands } } });
  const { server, pbx } = under;
  await server.until(() => linksOf(server).some(({ state }) => state === 'lacking-rights'));
  expect(linksOf(server).at(-1)!.detail).toMatch(/write = originate .*\[trunkline\] of manager\.conf/);
  await pbx.play();
  await under.awaitEnded(1);
});

const linksOf = (server: BridgeUnderTest['server']): PbxLink[] =>
  server.messages.flatMap((message) =>
    message.kind === 'state.link' ? [message.link] : message.kind === 'state' ? [message.state.link] : [],
  );

test('a PBX that cannot be reached is told to the server as the state of the link', async () => {
  const under = await startOn(story, { env: { AMI_URL: 'tcp://trunkline:wrong@127.0.0.1:1' } });
  await under.server.until(() => linksOf(under.server).some(({ state }) => state === 'refused'));
  expect(linksOf(under.server).at(-1)!.detail).toContain('nobody listens');
});

test('garbage between events, endless lines and torn messages cost nothing but themselves', async () => {
  const under = await startOn(story);
  const { pbx } = under;
  await under.awaitInStep(1);
  await pbx.play({ until: 100 });
  pbx.send(
    '\0\0\0\r\n\r\nEvent: \r\n\r\nEvent: Hangup\r\nUniqueid: \0\r\n\r\nEvent: VarSet\r\nVariable: TRUNKLINE_X\r\n\r\n',
  );
  pbx.send(`Event: Newchannel\r\nUniqueid: ${'9'.repeat(300_000)}\r\n\r\n`);
  await pbx.flood(3 * 1024 * 1024);
  pbx.send('\r\n\r\n');
  await pbx.play();
  expect(byId(await under.awaitEnded(1))).toEqual(byId(truthOf(story)));
});
