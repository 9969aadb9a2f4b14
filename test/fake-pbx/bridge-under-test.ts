/** A whole bridge between a fake PBX that plays a trace and a server in memory, in one process and on the trace's time. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type Clock, systemClock } from '../../pbx-bridge/clock.ts';
import { readConfig } from '../../pbx-bridge/config.ts';
import type { CallRecord } from '../../pbx-bridge/contract/call-record.ts';
import { silentLogger } from '../../pbx-bridge/logger.ts';
import { type RunningBridge, startBridge } from '../../pbx-bridge/start.ts';
import { type FakePbx, type FakePbxOptions, startFakePbx } from './fake-pbx.ts';
import { type StubServer, type StubServerOptions, startStubServer } from './stub-server.ts';

export interface BridgeUnderTest {
  readonly pbx: FakePbx;
  readonly server: StubServer;
  /** DATA_DIR of the bridge. */
  readonly folder: string;
  /** Stops the bridge and starts it again from its folder. */
  restartBridge(): Promise<void>;
  /** Starts another bridge on a copy of the folder as it is now: what a kill -9 leaves. The first one is stopped. */
  stopBridge(): Promise<void>;
  startBridge(): Promise<void>;
  /** Resolves when the bridge has logged in so often and its first lists have been answered. */
  awaitInStep(logins: number): Promise<void>;
  /** Resolves when every call the server knows has ended, and it knows at least `count`. */
  awaitEnded(count: number): Promise<CallRecord[]>;
  dispose(): Promise<void>;
}

export interface UnderTestOptions {
  readonly pbx?: FakePbxOptions;
  readonly server?: StubServerOptions;
  readonly env?: Readonly<Record<string, string>>;
  /** How far the bridge's clock is ahead of the PBX's; asked each time. */
  readonly clockAheadMs?: number | (() => number);
  /** Runs before the bridge starts: what the PBX was doing meanwhile. */
  readonly before?: (pbx: FakePbx) => Promise<void>;
}

const quick = { connectTimeoutMs: 1_000, loginTimeoutMs: 1_000, pingEveryMs: 500, pingTimeoutMs: 2_000 };
const quickServer = { firstRetryMs: 10, longestRetryMs: 100 };

/** Starts all three. The bridge's clock shows the time of the trace, so that old traces stay plausible for ever. */
export const startUnderTest = async (options: UnderTestOptions = {}): Promise<BridgeUnderTest> => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'trunkline-bridge-'));
  const pbx = await startFakePbx(options.pbx);
  const server = await startStubServer(options.server);
  const firstAt = pbx.entries[0]?.at ?? systemClock.now();
  const { clockAheadMs = 0 } = options;
  const aheadMs = typeof clockAheadMs === 'number' ? () => clockAheadMs : clockAheadMs;
  const clock: Clock = { now: () => (pbx.channels.now || firstAt) + aheadMs(), after: systemClock.after };
  const env = {
    AMI_URL: pbx.url,
    SERVER_URL: server.url,
    BRIDGE_TOKEN: server.token,
    DATA_DIR: folder,
    ...options.env,
  };
  let bridge: RunningBridge | null = null;
  const start = async (): Promise<void> => {
    bridge = await startBridge(readConfig(env), {
      clock,
      logger: silentLogger,
      random: () => 0.9,
      amiTimings: quick,
      serverTimings: quickServer,
    });
  };
  const stop = async (): Promise<void> => {
    await bridge?.stop();
    bridge = null;
  };
  await options.before?.(pbx);
  await start();
  return {
    pbx,
    server,
    folder,
    startBridge: start,
    stopBridge: stop,
    restartBridge: async () => {
      await stop();
      await start();
    },
    awaitInStep: async (logins) => {
      await pbx.awaitLogin(logins);
      // The rights are asked for after the lists: that question says that the lists are in.
      await pbx.awaitAction('ListCommands', logins);
    },
    awaitEnded: async (count) => {
      await server.until(() => server.calls.length >= count && server.calls.every(({ state }) => state === 'ended'));
      return server.calls;
    },
    dispose: async () => {
      await stop();
      await pbx.stop();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
