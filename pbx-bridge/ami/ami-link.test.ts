import { once } from 'node:events';
import net from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, expect, test } from 'vitest';
import { block, type FakePbx, type FakePbxOptions, startFakePbx } from '../../test/fake-pbx/fake-pbx.ts';
import { testCertificate } from '../../test/fake-pbx/test-certificate.ts';
import { systemClock } from '../clock.ts';
import { silentLogger } from '../logger.ts';
import { AmiActionFailed, AmiDisconnected, AmiLackingRight, AmiTimedOut, AmiValueRefused } from './ami-errors.ts';
import type { AmiEvent } from './ami-event.ts';
import { AmiLink, type AmiLinkState } from './ami-link.ts';
import type { AmiTimings } from './ami-session.ts';
import type { AmiTarget } from './ami-socket.ts';

const closers: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const fakePbx = async (options: FakePbxOptions = {}): Promise<FakePbx> => {
  const pbx = await startFakePbx(options);
  closers.push(() => pbx.stop());
  return pbx;
};

const quick: AmiTimings = {
  connectTimeoutMs: 500,
  loginTimeoutMs: 300,
  pingEveryMs: 40,
  pingTimeoutMs: 120,
  silenceTimeoutMs: 300,
};

const targetOf = (pbx: { port: number }, more: Partial<AmiTarget> = {}): AmiTarget => ({
  protocol: 'tcp',
  host: '127.0.0.1',
  port: pbx.port,
  user: 'trunkline',
  secret: 'fake-secret',
  tlsAuthority: null,
  ...more,
});

/** A link with everything that happened to it, and a way to wait for it. */
const startLink = (target: AmiTarget, timings: Partial<AmiTimings> = quick, onEvent?: (event: AmiEvent) => void) => {
  const seen = { events: [] as AmiEvent[], states: [] as AmiLinkState[], ups: 0, downs: [] as Error[] };
  let waiters: { done: () => boolean; resolve: () => void }[] = [];
  const tell = (): void => {
    for (const waiter of waiters.filter(({ done }) => done())) waiter.resolve();
    waiters = waiters.filter(({ done }) => !done());
  };
  const link = new AmiLink(
    { target, clock: systemClock, logger: silentLogger, random: () => 0.9, timings },
    {
      isWanted: () => true,
      onEvent: (event) => {
        seen.events.push(event);
        tell();
        onEvent?.(event);
      },
      onUp: () => {
        seen.ups++;
        tell();
      },
      onDown: (reason) => {
        seen.downs.push(reason);
        tell();
      },
      onState: (state) => {
        seen.states.push(state);
        tell();
      },
    },
  );
  closers.push(() => link.stop());
  link.start();
  const until = (done: () => boolean): Promise<void> =>
    done() ? Promise.resolve() : new Promise((resolve) => waiters.push({ done, resolve }));
  const names = (): string[] => seen.events.map((event) => event.name);
  return { link, seen, until, names };
};

const newchannel = (id: string): string => block({ Event: 'Newchannel', Uniqueid: id, Channel: `PJSIP/${id}` });

test('logs in, asks for events and gives them in order', async () => {
  const pbx = await fakePbx();
  const { until, names } = startLink(targetOf(pbx));
  await pbx.awaitLogin();
  pbx.send(newchannel('1') + block({ Event: 'Hangup', Uniqueid: '1' }));
  await until(() => names().includes('Hangup'));
  expect(names()).toEqual(['FullyBooted', 'Newchannel', 'Hangup']);
});

test('a wrong secret is a typed state that says what to check, and is tried again rarely', async () => {
  const pbx = await fakePbx();
  const { seen, until } = startLink(targetOf(pbx, { secret: 'wrong' }));
  await until(() => seen.states.some((state) => state.kind === 'rejected'));
  const rejected = seen.states.find((state) => state.kind === 'rejected');
  expect(rejected).toMatchObject({ detail: expect.stringContaining('manager.conf') });
  expect(JSON.stringify(rejected)).not.toContain('wrong');
  expect(seen.ups).toBe(0);
});

test('nobody listening is a typed state that says what to check; the link comes up as soon as somebody does', async () => {
  const pbx = await fakePbx();
  await pbx.close();
  const { seen, until } = startLink(targetOf(pbx));
  await until(() => seen.states.some((state) => state.kind === 'refused'));
  expect(seen.states.at(-1)).toMatchObject({ detail: expect.stringContaining('nobody listens') });
  await pbx.open();
  await until(() => seen.ups === 1);
});

test('a peer that never answers the login is given up', async () => {
  const pbx = await fakePbx({ answersLogin: false });
  const { seen, until } = startLink(targetOf(pbx));
  await until(() => seen.states.some((state) => state.kind === 'refused'));
  expect(seen.states.at(-1)).toMatchObject({ detail: expect.stringContaining('did not answer the login') });
});

test('something that is no Asterisk is called so', async () => {
  const server = net.createServer((socket) => void socket.write('SSH-2.0-OpenSSH_9.2\r\n'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => void server.close());
  const { seen, until } = startLink(targetOf({ port: (server.address() as net.AddressInfo).port }));
  await until(() => seen.states.some((state) => state.kind === 'refused'));
  expect(seen.states.at(-1)).toMatchObject({ detail: expect.stringContaining('no Asterisk manager') });
});

test('answers and lists are collected, events between their items go on', async () => {
  const pbx = await fakePbx({
    queues: [{ name: 'sales', members: [{ interface: 'PJSIP/101' }, { interface: 'PJSIP/102' }] }],
    overrides: {
      bridgelist: ({ actionId }) =>
        block({ Response: 'Success', ActionID: actionId, EventList: 'start' }) +
        block({ Event: 'BridgeListItem', ActionID: actionId, BridgeUniqueid: 'b1' }) +
        newchannel('between') +
        block({ Event: 'BridgeListItem', ActionID: actionId, BridgeUniqueid: 'b2' }) +
        block({ Event: 'BridgeListComplete', ActionID: actionId, EventList: 'Complete' }),
    },
  });
  const { link, seen, until, names } = startLink(targetOf(pbx));
  await until(() => seen.ups === 1);
  expect((await link.run({ name: 'CoreSettings' })).asteriskversion).toBe('22.10.1');
  expect((await link.list({ name: 'QueueStatus' })).map((event) => event.name)).toEqual([
    'QueueParams',
    'QueueMember',
    'QueueMember',
  ]);
  const bridges = await link.list({ name: 'BridgeList' });
  expect(bridges.map((event) => event.fields.get('BridgeUniqueid'))).toEqual(['b1', 'b2']);
  expect(names()).toContain('Newchannel');
});

test('refusals of Asterisk are typed: a missing right, and everything else with its own words', async () => {
  const pbx = await fakePbx({
    overrides: {
      originate: ({ actionId }) => block({ Response: 'Error', ActionID: actionId, Message: 'Permission denied' }),
      hangup: ({ actionId }) => block({ Response: 'Error', ActionID: actionId, Message: 'No such channel' }),
    },
  });
  const { link, seen, until } = startLink(targetOf(pbx));
  await until(() => seen.ups === 1);
  await expect(link.run({ name: 'Originate' })).rejects.toBeInstanceOf(AmiLackingRight);
  await expect(link.run({ name: 'Hangup' })).rejects.toEqual(new AmiActionFailed('No such channel'));
});

test('an action that is never answered times out; the link goes on', async () => {
  const pbx = await fakePbx({ overrides: { status: () => null } });
  const { link, seen, until } = startLink(targetOf(pbx));
  await until(() => seen.ups === 1);
  await expect(link.list({ name: 'Status' }, { timeoutMs: 50 })).rejects.toBeInstanceOf(AmiTimedOut);
  await expect(link.run({ name: 'CoreStatus' })).resolves.toBeDefined();
});

test('what waits is refused when the link drops, and actions while it is down are refused at once', async () => {
  const pbx = await fakePbx({ overrides: { status: () => null } });
  const { link, seen, until } = startLink(targetOf(pbx));
  await until(() => seen.ups === 1);
  const waiting = Promise.allSettled([link.list({ name: 'Status' }), link.run({ name: 'Status' })]);
  await pbx.awaitAction('Status', 2);
  await pbx.close();
  for (const one of await waiting) expect(one).toMatchObject({ reason: expect.any(AmiDisconnected) });
  await expect(link.run({ name: 'Ping' })).rejects.toBeInstanceOf(AmiDisconnected);
});

test('a hundred actions at once get a hundred answers of their own', async () => {
  const pbx = await fakePbx({
    overrides: {
      getvar: ({ actionId, headers }) =>
        block({ Response: 'Success', ActionID: actionId, Value: headers.get('variable') ?? '' }),
    },
  });
  const { link, seen, until } = startLink(targetOf(pbx));
  await until(() => seen.ups === 1);
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, i) => link.run({ name: 'Getvar', fields: { Channel: `c${i}` } })),
  );
  expect(answers).toHaveLength(100);
  expect(new Set(pbx.actions.map((action) => action.actionId)).size).toBe(pbx.actions.length);
});

test('a line break in a value never reaches the PBX', async () => {
  const pbx = await fakePbx();
  const { link, seen, until } = startLink(targetOf(pbx));
  await until(() => seen.ups === 1);
  const attack = { name: 'Originate', fields: { CallerID: 'Bob\r\n\r\nAction: Command\r\nCommand: core stop now' } };
  await expect(link.run(attack)).rejects.toBeInstanceOf(AmiValueRefused);
  await link.run({ name: 'CoreStatus' });
  expect(pbx.actions.some((action) => /Command|Originate/.test(action.raw))).toBe(false);
});

test.each([
  ['a reset', (pbx: FakePbx) => pbx.cut()],
  ['a reset inside a message', (pbx: FakePbx) => pbx.cutInside(newchannel('half'))],
  ['a closed half', (pbx: FakePbx) => pbx.halfClose()],
  ['a hung peer', (pbx: FakePbx) => pbx.blackhole()],
])('%s is noticed, the link comes back and half a message is never told', async (_name, breakIt) => {
  const pbx = await fakePbx();
  const { seen, until, names } = startLink(targetOf(pbx));
  await until(() => seen.ups === 1);
  await pbx.awaitAction('Ping', 2);
  await breakIt(pbx);
  await until(() => seen.ups === 2);
  expect(seen.downs).toHaveLength(1);
  pbx.send(newchannel('after'));
  await until(() => names().includes('Newchannel'));
  expect(seen.events.filter((e) => e.name === 'Newchannel').map((e) => e.fields.get('Uniqueid'))).toEqual(['after']);
});

test('a peer that never answers pings (a replayed trace) is kept while it speaks', async () => {
  const pbx = await fakePbx({ answers: 'never', answersPing: false });
  const { seen, until, names } = startLink(targetOf(pbx));
  await until(() => seen.ups === 1);
  for (let i = 0; i < 8; i++) {
    await pbx.awaitAction('Ping', 2 * (i + 1));
    pbx.send(newchannel(String(i)));
  }
  await until(() => names().filter((name) => name === 'Newchannel').length === 8);
  expect(seen.downs).toHaveLength(0);
  await until(() => seen.downs.length === 1);
});

/** Bytes of buffers that somebody still holds. */
function heldBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().arrayBuffers;
}

test('an endless line without a line end costs one fault; the next event is told', async () => {
  const pbx = await fakePbx();
  const { seen, until, names } = startLink(targetOf(pbx), { ...quick, pingEveryMs: 60_000 });
  await until(() => seen.ups === 1);
  const before = heldBytes();
  await pbx.flood(40 * 1024 * 1024);
  // While the line still goes on: what is kept of it, not what waits for the collector or to be read from the socket.
  await expect.poll(() => heldBytes() - before).toBeLessThan(8 * 1024 * 1024);
  pbx.send(`\r\n\r\n${newchannel('after')}`);
  await until(() => names().includes('Newchannel'));
  expect(seen.downs).toHaveLength(0);
});

test('events and answers that would trip asterisk-manager do not', async () => {
  const pbx = await fakePbx({
    overrides: {
      status: ({ actionId }) =>
        `Response: Success\r\nActionID: rawevent\r\n\r\nResponse: Error\r\nActionID: error\r\n\r\n` +
        `Response: Follows\r\nActionID: nobody\r\n\r\nResponse: Success\r\nActionID: ${actionId}\r\nEvent: rawevent\r\n\r\n` +
        block({ Event: 'Error', Message: 'x' }) +
        block({ Event: 'RawEvent', Message: 'x' }),
    },
  });
  const { link, seen, until, names } = startLink(targetOf(pbx));
  await until(() => seen.ups === 1);
  await expect(link.run({ name: 'Status' })).resolves.toBeDefined();
  await until(() => names().includes('RawEvent'));
  await expect(link.run({ name: 'CoreStatus' })).resolves.toBeDefined();
});

test('one event that the consumer chokes on does not stop the ones after it', async () => {
  const pbx = await fakePbx();
  const { seen, until } = startLink(targetOf(pbx), quick, (event) => {
    if (event.fields.get('Uniqueid') === 'poison') throw new Error('cannot digest +33612345678');
  });
  await until(() => seen.ups === 1);
  pbx.send(newchannel('poison') + newchannel('good'));
  await until(() => seen.events.some((event) => event.fields.get('Uniqueid') === 'good'));
  expect(seen.downs).toHaveLength(0);
});

test('while the consumer is behind, the PBX is held back; nothing is lost', async () => {
  const pbx = await fakePbx();
  const { link, seen, until } = startLink(targetOf(pbx), { ...quick, pingEveryMs: 60_000 });
  await until(() => seen.ups === 1);
  link.pause();
  const count = 40_000;
  const sending = (async () => {
    for (let i = 0; i < count; i += 100) {
      pbx.send(
        Array.from({ length: 100 }, (_, j) =>
          block({ Event: 'VarSet', Uniqueid: String(i + j), Value: 'v'.repeat(300) }),
        ).join(''),
      );
      if (i % 10_000 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  })();
  await sending;
  const whilePaused = seen.events.length;
  expect(whilePaused).toBeLessThan(count);
  link.resume();
  await until(() => seen.events.length >= count);
  expect(seen.events.filter((event) => event.name === 'VarSet').map((event) => event.fields.get('Uniqueid'))).toEqual(
    Array.from({ length: count }, (_, i) => String(i)),
  );
});

test('tls works with a named authority, and an unknown certificate is refused with what to do', async () => {
  const pbx = await fakePbx({ tls: true });
  const good = startLink(targetOf(pbx, { protocol: 'tls', host: 'localhost', tlsAuthority: testCertificate }));
  await good.until(() => good.seen.ups === 1);
  const bad = startLink(targetOf(pbx, { protocol: 'tls', host: 'localhost' }));
  await bad.until(() => bad.seen.states.some((state) => state.kind === 'refused'));
  expect(bad.seen.states.at(-1)).toMatchObject({ detail: expect.stringContaining('AMI_TLS_CA') });
});

test('stopping refuses what waits and never connects again', async () => {
  const pbx = await fakePbx({ overrides: { status: () => null } });
  const { link, seen, until } = startLink(targetOf(pbx));
  await until(() => seen.ups === 1);
  const waiting = link.run({ name: 'Status' });
  link.stop();
  await expect(waiting).rejects.toBeInstanceOf(AmiDisconnected);
  expect(pbx.actions.filter((action) => action.name === 'login')).toHaveLength(1);
  expect(link.isUp).toBe(false);
});
