import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PbxCommand } from '../../../pbx-bridge/contract/pbx-commands.ts';
import type { PbxEndpoint, PbxLink, PbxQueue, PbxState } from '../../../pbx-bridge/contract/pbx-state.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database/test-database.ts';
import { type TestPlatform, testPlatform } from '../../../test/server/test-platform.ts';
import { DomainError } from '../../platform/errors/domain-error.ts';
import { systemPrincipal } from '../access/principal.ts';
import { agentJobs } from '../agents/agents.jobs.ts';
import { applyCallsToPresence, listPresence, setPresence, setSignedIn } from '../agents/presence.usecases.ts';
import { createPbxStateSink } from './apply-pbx-state.usecases.ts';
import { bridgeOfInterface, listEndpoints, listPbxs, readBridgeConfig } from './pbx-endpoints.usecases.ts';
import { changeQueue, listQueues, readQueueSettings, teamsOfQueues } from './queues.usecases.ts';

let db: TestDatabase;
let platform: TestPlatform;
let sink: ReturnType<typeof createPbxStateSink>;
const source = { bridgeId: 'bridge-1', pbx: 'Main' };
const up: PbxLink = { state: 'up', detail: null, asteriskVersion: '22.0', since: '2026-03-02T08:00:00.000Z' };
const device = (deviceState: PbxEndpoint['deviceState'], name = 'PJSIP/101'): PbxEndpoint => ({
  interface: name,
  kind: name.includes('trunk') ? 'trunk' : 'agent',
  callerIdName: null,
  deviceState,
});
const queueOf = (paused: boolean, more: Partial<PbxQueue> = {}): PbxQueue => ({
  name: 'sales',
  strategy: 'ringall',
  members: [
    {
      interface: 'PJSIP/101',
      name: 'Desk 101',
      paused,
      pausedReason: paused ? 'From the phone' : null,
      penalty: 0,
      deviceState: 'not-in-use',
      inCall: false,
    },
  ],
  waiting: [],
  ...more,
});
const whole = (more: Partial<PbxState> = {}): PbxState => ({
  link: up,
  endpoints: [device('not-in-use'), device('not-in-use', 'PJSIP/trunk')],
  queues: [queueOf(false)],
  ...more,
});

beforeAll(async () => {
  db = await createTestDatabase();
  await db.sql`insert into teams (id, name, created_at) values ('tem_n', 'North', now())`;
  await db.sql`insert into agents (id, name, interface, team_id, created_at, updated_at) values
    ('agt_anna', 'Anna', 'PJSIP/101', 'tem_n', now(), now())`;
});
afterAll(() => db.drop());
beforeEach(async () => {
  platform = testPlatform(db);
  sink = createPbxStateSink(platform);
  await db.sql`truncate pbxs, pbx_endpoints, queues, agent_presence, agent_calls, agent_states`;
  await db.sql`delete from graphile_worker._private_jobs`;
  await db.transaction((tx) => setSignedIn(platform, tx, 'agt_anna', true));
  platform.committed.length = 0;
});

const ladders = { hold: async (_tx: unknown, id: string) => id !== 'lad_none' };
const stateNow = async () => (await listPresence(db.sql))[0]?.state;
const told = () => platform.committed.map((fact) => fact.type);
const commands: PbxCommand[] = [];
const sender = { send: async (_bridge: string | null, command: PbxCommand) => void commands.push(command) };
const runJobs = async (to = sender) => {
  commands.length = 0;
  await platform.runDueJobs(agentJobs(platform, to));
  return commands;
};
const ask = (state: 'ready' | 'paused', pauseReason: string | null = null) =>
  db.transaction((tx) => setPresence(platform, tx, { agentId: 'agt_anna', state, pauseReason, from: 'person' }));

describe('[OPS-1] what was found on the PBX', () => {
  it('is kept, and saying the same again changes and tells nothing', async () => {
    await sink.state(source, whole());
    expect(told()).toEqual(['pbx.changed', 'endpoints.changed', 'queue.changed']);
    expect(await listEndpoints(db.sql)).toMatchObject([
      { interface: 'PJSIP/101', kind: 'agent', agentId: 'agt_anna' },
      { interface: 'PJSIP/trunk', kind: 'trunk', agentId: null },
    ]);
    expect(await listQueues(db.sql)).toMatchObject([
      { name: 'sales', pbx: 'Main', version: 1, members: [{ agentId: 'agt_anna', name: 'Anna', paused: false }] },
    ]);
    platform.committed.length = 0;
    await sink.state(source, whole());
    expect(told()).toEqual([]);
  });

  it('forgets devices and hides queues that are gone, and keeps what was set for the queue', async () => {
    await sink.state(source, whole());
    await changeQueue(platform, ladders, {
      name: 'sales',
      patch: { title: 'Sales' },
      principal: systemPrincipal,
      ip: '',
    });
    await sink.state(source, whole({ endpoints: [device('not-in-use')], queues: [] }));
    expect(await listQueues(db.sql)).toEqual([]);
    expect((await readBridgeConfig(db.sql, 'bridge-1')).trunkInterfaces).toEqual([]);
    await sink.state(source, whole());
    expect(await listQueues(db.sql)).toMatchObject([{ title: 'Sales' }]);
  });

  it('tells a bridge which devices are ours, and which bridge knows a device', async () => {
    await sink.state(source, whole());
    expect(await readBridgeConfig(db.sql, 'bridge-1')).toEqual({
      agentInterfaces: ['PJSIP/101'],
      trunkInterfaces: ['PJSIP/trunk'],
    });
    expect(await bridgeOfInterface(db.sql, 'PJSIP/101')).toBe('bridge-1');
    expect(await bridgeOfInterface(db.sql, 'PJSIP/999')).toBeNull();
  });

  it('takes names with NUL, script and SQL for text', async () => {
    const waiting = [
      {
        legId: '1',
        callId: null,
        number: "1'; drop table queues",
        name: '<b>\u0000x',
        position: 1,
        joinedAt: up.since,
      },
    ];
    await sink.queue(source, queueOf(false, { waiting }));
    expect((await listQueues(db.sql))[0]?.waiting).toMatchObject([{ number: "1'; drop table queues", name: '<b>x' }]);
  });

  it('says that the bridge is away, and that it is back', async () => {
    await sink.state(source, whole());
    await sink.bridgeOffline(source);
    expect(await listPbxs(db.sql)).toMatchObject([{ state: 'offline', asteriskVersion: '22.0', version: 2 }]);
    await sink.link(source, up);
    expect(await listPbxs(db.sql)).toMatchObject([{ state: 'up', version: 3 }]);
  });
});

describe('[AGT-1] presence follows the PBX', () => {
  it('device by device', async () => {
    await sink.state(source, whole());
    for (const [deviceState, state] of [
      ['ringing', 'ringing'],
      ['in-use', 'on-call'],
      ['not-in-use', 'ready'],
      ['unavailable', 'phone-offline'],
      ['not-in-use', 'ready'],
    ] as const) {
      await sink.endpoints(source, [device(deviceState)]);
      expect(await stateNow()).toBe(state);
    }
  });

  it('and believes nothing of a device while the link is down', async () => {
    await sink.state(source, whole({ endpoints: [device('in-use')] }));
    expect(await stateNow()).toBe('on-call');
    await sink.link(source, { ...up, state: 'connecting', since: '2026-03-02T08:10:00.000Z' });
    expect(await stateNow()).toBe('ready');
  });

  it('call by call, with after-call work that ends by itself', async () => {
    const call = (live: boolean, tookPart: boolean, wrapUpUntil: string | null) => ({
      id: 'call_1',
      agents: [{ agentId: 'agt_anna', live, tookPart, wrapUpUntil }],
    });
    const apply = (after: ReturnType<typeof call>) =>
      db.transaction((tx) => applyCallsToPresence(platform, tx, new Map([[after.id, after]]), platform.clock.now()));
    await apply(call(true, false, null));
    expect((await listPresence(db.sql))[0]).toMatchObject({ state: 'ringing', callIds: ['call_1'] });
    const before = platform.committed.length;
    await apply(call(true, false, null));
    expect(platform.committed.length).toBe(before);
    await apply(call(true, true, null));
    expect(await stateNow()).toBe('on-call');
    const { version } = (await listPresence(db.sql))[0]!;
    await ask('paused');
    expect((await listPresence(db.sql))[0], 'the pause follows, and the desk is told').toMatchObject({
      state: 'on-call',
      pauseReason: null,
      pauseAsked: true,
      version: version + 1,
    });
    await ask('ready');
    expect((await listPresence(db.sql))[0]).toMatchObject({ state: 'on-call', pauseAsked: false });
    const until = new Date(platform.clock.now().getTime() + 30_000).toISOString();
    await apply(call(false, true, until));
    expect((await listPresence(db.sql))[0]).toMatchObject({ state: 'wrap-up', callIds: [] });
    platform.clock.advance(31_000);
    await runJobs();
    expect((await listPresence(db.sql))[0]).toMatchObject({ state: 'ready', since: until });
    const seconds = await db.sql<{ state: string; seconds: number }[]>`
      select state, seconds from agent_states where state = 'wrap-up'`;
    expect([...seconds]).toEqual([{ state: 'wrap-up', seconds: 30 }]);
  });

  it('and a call that was merged away lets the agent go', async () => {
    const agents = [{ agentId: 'agt_anna', live: true, tookPart: true, wrapUpUntil: null }];
    for (const now of [agents, []]) {
      const told = new Map([['call_1', { id: 'call_1', agents: now }]]);
      await db.transaction((tx) => applyCallsToPresence(platform, tx, told, platform.clock.now()));
    }
    expect(await stateNow()).toBe('ready');
  });
});

describe('[AGT-1] pauses, both ways', () => {
  it('asked for here, the queues of the PBX follow, with the last word only', async () => {
    await sink.state(source, whole());
    await ask('paused', 'Lunch');
    await ask('paused', 'Training');
    expect(await runJobs()).toEqual([
      { type: 'queue.pause', interface: 'PJSIP/101', paused: true, reason: 'Training', queue: null },
    ]);
    await ask('ready');
    expect(await runJobs()).toMatchObject([{ paused: false, reason: null }]);
  });

  it('set on the PBX, it is the agent’s pause, and nothing is sent back', async () => {
    await sink.state(source, whole());
    platform.clock.advance(60_000);
    await sink.queue(source, queueOf(true));
    expect((await listPresence(db.sql))[0]).toMatchObject({ state: 'paused', pauseReason: 'From the phone' });
    platform.clock.advance(60_000);
    await sink.queue(source, queueOf(false));
    expect(await stateNow()).toBe('ready');
    expect(await runJobs()).toEqual([]);
  });

  it('the echo of our own command changes nothing', async () => {
    await sink.state(source, whole());
    platform.clock.advance(60_000);
    await ask('paused', 'Lunch');
    await ask('ready');
    await sink.queue(source, queueOf(true));
    expect(await stateNow()).toBe('ready');
  });

  it('are set again on a PBX that forgot them', async () => {
    await sink.state(source, whole());
    await ask('paused', 'Lunch');
    await runJobs();
    await sink.state(source, whole());
    expect(await runJobs()).toMatchObject([{ paused: true, reason: 'Lunch' }]);
  });

  it('a refusal is an end, a time-out is tried again', async () => {
    await sink.state(source, whole());
    await ask('paused', 'Lunch');
    const failing = (code: string) => ({
      send: () => Promise.reject(new DomainError({ code, status: 502, message: code })),
    });
    await expect(runJobs(failing('pbx.refused'))).resolves.toEqual([]);
    await ask('ready');
    await expect(runJobs(failing('pbx.timed_out'))).rejects.toThrow('pbx.timed_out');
  });
});

describe('queues', () => {
  it('are given a title, a team, a ladder and a recording rule', async () => {
    await sink.state(source, whole());
    const patch = { title: 'Sales\nteam', teamId: 'tem_n', recorded: false, ladderId: 'lad_1' };
    const by = { principal: systemPrincipal, ip: '' };
    expect(await changeQueue(platform, ladders, { name: 'sales', patch, ...by })).toMatchObject({
      ...patch,
      title: 'Sales team',
    });
    expect(await readQueueSettings(db.sql, ['sales', 'none'])).toEqual(
      new Map([['sales', { title: 'Sales team', teamId: 'tem_n', recorded: false, ladderId: 'lad_1' }]]),
    );
    expect(await teamsOfQueues(db.sql, 'bridge-1', ['sales'])).toEqual(new Map([['sales', 'tem_n']]));
    await expect(changeQueue(platform, ladders, { name: 'none', patch, ...by })).rejects.toMatchObject({ status: 404 });
    const wrong = changeQueue(platform, ladders, { name: 'sales', patch: { teamId: 'tem_none' }, ...by });
    await expect(wrong).rejects.toMatchObject({ status: 422, fields: { teamId: expect.any(String) } });
    const unknown = changeQueue(platform, ladders, { name: 'sales', patch: { ladderId: 'lad_none' }, ...by });
    await expect(unknown).rejects.toMatchObject({ status: 422, fields: { ladderId: expect.any(String) } });
  });
});
