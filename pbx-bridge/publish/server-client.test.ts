import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { type StubServer, type StubServerOptions, startStubServer } from '../../test/fake-pbx/stub-server.ts';
import { systemClock } from '../clock.ts';
import { BRIDGE_CONTRACT_VERSION } from '../contract/contract-version.ts';
import type { CommandResult, PbxCommand } from '../contract/pbx-commands.ts';
import type { PbxState } from '../contract/pbx-state.ts';
import { silentLogger } from '../logger.ts';
import { Journal } from './journal.ts';
import type { NewFact } from './new-fact.ts';
import { type InterfaceConfig, ServerClient } from './server-client.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const quick = {
  firstRetryMs: 10,
  longestRetryMs: 50,
  pingEveryMs: 100,
  silenceTimeoutMs: 1_000,
  handshakeTimeoutMs: 2_000,
};

const emptyState: PbxState = {
  link: { state: 'up', detail: null, asteriskVersion: '22', since: '2026-11-23T08:00:00.000Z' },
  endpoints: [],
  queues: [],
};

const startServer = async (options?: StubServerOptions): Promise<StubServer> => {
  const server = await startStubServer(options);
  closers.push(() => server.stop());
  return server;
};

const startClient = async (server: StubServer, token = server.token) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'trunkline-client-'));
  closers.push(() => rm(folder, { recursive: true, force: true }));
  const journal = new Journal({
    folder,
    bridgeId: 'pbx1',
    clock: systemClock,
    logger: silentLogger,
    tailBytes: 20_000,
  });
  closers.push(() => journal.close());
  let open: { at: string; callIds: string[] } | null = null;
  const configs: InterfaceConfig[] = [];
  const commands: string[] = [];
  let answer = (_command: PbxCommand): Promise<CommandResult> => Promise.resolve({ ok: true, data: {} });
  const client = new ServerClient(
    {
      url: server.url,
      token,
      bridgeId: 'pbx1',
      clock: systemClock,
      logger: silentLogger,
      random: () => 0,
      journal,
      timings: quick,
    },
    {
      readState: () => emptyState,
      readOpenCalls: () => open,
      onConfig: (config) => void configs.push(config),
      onCommand: (commandId, command) => {
        commands.push(commandId);
        return answer(command);
      },
    },
  );
  closers.push(() => client.stop());
  client.start();
  let next = 1;
  const publish = (count = 1): void => {
    for (let i = 0; i < count; i++) journal.append([fact(`f${next++}`)], '');
    client.wake();
  };
  const setAnswer = (run: typeof answer): void => {
    answer = run;
  };
  const setOpenCalls = (...callIds: string[]): void => {
    open = { at: '2026-11-23T08:00:01.000Z', callIds };
  };
  return { client, journal, publish, configs, commands, setAnswer, setOpenCalls };
};

const fact = (id: string): NewFact => ({
  type: 'originate.failed',
  id,
  version: 1,
  occurredAt: '2026-11-23T08:00:00.000Z',
  originateId: id,
  because: 'x'.repeat(200),
});

const acked = (journal: Journal, sequence: number): Promise<void> =>
  vi.waitFor(() => expect(journal.ackedSequence).toBe(sequence), { timeout: 10_000, interval: 5 });

const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `f${i + 1}`);
const ids = (server: StubServer): string[] => server.facts.map(({ id }) => id);

test('says hello, tells the state after the welcome, and sends facts in order', async () => {
  const server = await startServer({ agentInterfaces: ['PJSIP/101'], trunkInterfaces: ['PJSIP/trunk'] });
  const { publish, journal, configs } = await startClient(server);
  publish(3);
  await server.until(() => server.facts.length === 3);
  expect(server.hellos[0]).toMatchObject({
    bridgeId: 'pbx1',
    contractVersion: BRIDGE_CONTRACT_VERSION,
    journalId: journal.journalId,
  });
  expect(server.messages[1]).toEqual({ kind: 'state', state: emptyState });
  expect(configs[0]).toMatchObject({ agentInterfaces: ['PJSIP/101'], trunkInterfaces: ['PJSIP/trunk'] });
  expect(ids(server)).toEqual(names(3));
  expect(server.malformed).toEqual([]);
});

const toldOpen = (server: StubServer) => server.messages.filter((message) => message.kind === 'calls.open');

test('the open calls are told once they are known, behind every fact, and again after each welcome', async () => {
  const server = await startServer();
  server.acks = false;
  const { client, publish, setOpenCalls } = await startClient(server);
  publish(5_000);
  await server.until(() => server.facts.length === 2_000);
  client.tellOpenCalls();
  setOpenCalls('call_1');
  client.tellOpenCalls();
  // Facts wait for acknowledgements, and the open calls wait for the facts.
  expect(toldOpen(server)).toEqual([]);
  server.acks = true;
  server.drop();
  await server.until(() => toldOpen(server).length === 1);
  expect(toldOpen(server)[0]).toEqual({
    kind: 'calls.open',
    afterSequence: 5_000,
    at: '2026-11-23T08:00:01.000Z',
    callIds: ['call_1'],
  });
  expect(server.messages.at(-1)?.kind).toBe('calls.open');
  expect(server.facts.length).toBe(5_000);
  server.drop();
  await server.until(() => toldOpen(server).length === 2);
  expect(server.malformed).toEqual([]);
});

test('a fact goes out in the tick in which it was journalled', async () => {
  const server = await startServer();
  const { publish } = await startClient(server);
  publish();
  await server.until(() => server.facts.length === 1);
  publish();
  // Nothing but the round trip through two sockets lies in between: no timer of the client is waited for.
  await server.until(() => server.facts.length === 2);
  expect(server.messages.filter(({ kind }) => kind === 'events')).toHaveLength(2);
});

test('ten thousand facts that waited for the server arrive whole, in batches, in order, once', {
  timeout: 30_000,
}, async () => {
  const server = await startServer();
  await server.stop();
  const { publish, journal } = await startClient(server);
  publish(10_000);
  await server.start();
  await server.until(() => server.facts.length === 10_000);
  expect(ids(server)).toEqual(names(10_000));
  expect(server.messages.filter(({ kind }) => kind === 'events').length).toBeLessThan(200);
  await acked(journal, 10_000);
  expect(server.malformed).toEqual([]);
});

test('a connection that drops between commit and acknowledgement doubles nothing and loses nothing', async () => {
  const server = await startServer();
  server.dieAfter = 5;
  const { publish } = await startClient(server);
  publish(5);
  await server.until(() => server.facts.length === 5);
  publish(15);
  await server.until(() => server.facts.length === 20);
  expect(ids(server)).toEqual(names(20));
  expect(server.hellos.length).toBe(2);
});

test('acknowledgements that come twice or never do no harm', async () => {
  const server = await startServer();
  server.acksTwice = true;
  const { publish, journal } = await startClient(server);
  publish(5);
  await acked(journal, 5);
  server.acks = false;
  publish(5);
  await server.until(() => server.facts.length === 10);
  server.acks = true;
  server.drop();
  publish(1);
  await server.until(() => server.facts.length === 11);
  expect(ids(server)).toEqual(names(11));
});

test('no more than a bounded number of facts is under way without an acknowledgement', {
  timeout: 30_000,
}, async () => {
  const server = await startServer();
  server.acks = false;
  const { publish } = await startClient(server);
  publish(10_000);
  await server.until(() => server.received >= 2_000);
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
  expect(server.facts.length).toBeLessThan(3_000);
});

test('a server that lost everything is sent everything that is still here, counted anew', async () => {
  const server = await startServer();
  const { publish, journal } = await startClient(server);
  publish(5);
  await acked(journal, 5);
  await journal.checkpoint({});
  const before = journal.journalId;
  server.forgetEverything();
  server.drop();
  publish(2);
  await server.until(() => ids(server).includes('f7'));
  expect(ids(server)).toContain('f6');
  expect(server.malformed).toEqual([]);
  expect([before, journal.journalId]).toContain(server.hellos.at(-1)!.journalId);
});

test('a server that claims more than was ever sent gets a new count instead of silence', async () => {
  const server = await startServer();
  const { publish, journal } = await startClient(server);
  publish(3);
  await acked(journal, 3);
  server.pretendAcked(journal.journalId, 50);
  server.drop();
  publish(2);
  await server.until(() => server.facts.length === 5);
  expect(ids(server)).toEqual(names(5));
});

test('a frozen server is noticed and left for a new connection', async () => {
  const server = await startServer();
  const { publish } = await startClient(server);
  publish();
  await server.until(() => server.facts.length === 1);
  server.freeze();
  await server.until(() => server.hellos.length === 2);
  publish();
  await server.until(() => server.facts.length === 2);
});

test('configuration that is pushed reaches the bridge', async () => {
  const server = await startServer();
  const { configs, publish } = await startClient(server);
  publish();
  await server.until(() => server.facts.length === 1);
  server.send({ kind: 'config', agentInterfaces: ['PJSIP/7'], trunkInterfaces: [] });
  server.send({ kind: 'command', commandId: 'c', command: { type: 'state.refresh' } });
  await server.until(() => server.results.has('c'));
  expect(configs.at(-1)).toMatchObject({ agentInterfaces: ['PJSIP/7'] });
});

test('a result that the server could not hear is told when it is back', async () => {
  const server = await startServer();
  const { setAnswer, publish } = await startClient(server);
  publish();
  await server.until(() => server.facts.length === 1);
  let finish: (result: CommandResult) => void = () => undefined;
  const asked = new Promise<void>((resolve) => {
    setAnswer(() => {
      resolve();
      return new Promise((done) => {
        finish = done;
      });
    });
  });
  server.send({ kind: 'command', commandId: 'slow', command: { type: 'state.refresh' } });
  await asked;
  server.drop();
  finish({ ok: true, data: { late: 'yes' } });
  await server.until(() => server.results.has('slow'));
  expect(server.results.get('slow')![0]).toEqual({ ok: true, data: { late: 'yes' } });
});

test('a frame that is not in the contract is left out, the connection goes on', async () => {
  const server = await startServer();
  const { publish, commands } = await startClient(server);
  publish();
  await server.until(() => server.facts.length === 1);
  for (const text of [
    '{',
    '[]',
    '{"kind":"ack","sequence":"x"}',
    '{"kind":"command","commandId":"x","command":{"type":"call.originate","interface":"a\\r\\nAction: x"}}',
  ]) {
    server.sendRaw(text);
  }
  publish();
  await server.until(() => server.facts.length === 2);
  expect(commands).toEqual([]);
  expect(server.hellos).toHaveLength(1);
});

test('a wrong token is tried again and again, and works once it is right', async () => {
  const server = await startServer({ token: 'right-token' });
  const { publish } = await startClient(server, 'wrong-token');
  publish();
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
  expect(server.hellos).toEqual([]);
  const right = await startClient(server);
  right.publish();
  await server.until(() => server.facts.length === 1);
});
