import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { readConfig } from '../../pbx-bridge/config.ts';
import type { CallRecord } from '../../pbx-bridge/contract/call-record.ts';
import type { PbxCommand } from '../../pbx-bridge/contract/pbx-commands.ts';
import type { PbxLink, PbxState } from '../../pbx-bridge/contract/pbx-state.ts';
import { silentLogger } from '../../pbx-bridge/logger.ts';
import { type RunningBridge, startBridge } from '../../pbx-bridge/start.ts';
import type { PbxLab } from '../../scripts/pbx-lab/pbx-lab.ts';
import { type StubServer, startStubServer } from './stub-server.ts';

/** A bridge on the lab's Asterisk, and what it tells a stub of the server. */
export interface LabBridge {
  readonly server: StubServer;
  readonly folder: string;
  stop(): Promise<void>;
  start(): Promise<void>;
  restart(): Promise<void>;
  lastState(): PbxState | undefined;
  links(): PbxLink[];
  /** State of a device as last told. */
  deviceState(iface: string): string | undefined;
  command(command: PbxCommand): ReturnType<StubServer['command']>;
  /** The one call of this test, once `test` holds. */
  call(test: (call: CallRecord) => boolean): Promise<CallRecord>;
}

export interface LabBridgeOptions {
  lab: PbxLab;
  /** Port of the AMI link, which may pass through a proxy. */
  amiPort: number;
  amiUrl?: string;
  /** What is to be closed in the end is added here, last first. */
  closers: (() => unknown)[];
}

export const startLabBridge = async ({ lab, amiPort, amiUrl, closers }: LabBridgeOptions): Promise<LabBridge> => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'trunkline-lab-bridge-'));
  closers.push(() => rm(folder, { recursive: true, force: true }));
  const agentInterfaces = lab.agents.map(({ extension }) => `PJSIP/${extension}`);
  const server = await startStubServer({ agentInterfaces, trunkInterfaces: ['PJSIP/trunk'] });
  closers.push(() => server.stop());
  const config = readConfig({
    AMI_URL: amiUrl ?? `tcp://trunkline:${lab.amiSecret}@127.0.0.1:${amiPort}`,
    SERVER_URL: server.url,
    BRIDGE_TOKEN: server.token,
    DATA_DIR: folder,
    PBX_RECORDINGS_DIR: lab.recordingsDir,
    PBX_DIAL_CONTEXT: 'from-agent',
  });
  let bridge: RunningBridge | null = null;
  let commands = 0;
  const running: LabBridge = {
    server,
    folder,
    start: async () => {
      bridge = await startBridge(config, { logger: silentLogger });
    },
    stop: async () => {
      await bridge?.stop();
      bridge = null;
    },
    restart: async () => {
      await running.stop();
      await running.start();
    },
    lastState: () => server.messages.findLast((message) => message.kind === 'state')?.state,
    links: () =>
      server.messages.flatMap((message) =>
        message.kind === 'state.link' ? [message.link] : message.kind === 'state' ? [message.state.link] : [],
      ),
    deviceState: (iface) =>
      server.messages
        .flatMap((message) =>
          message.kind === 'state.endpoint'
            ? [message.endpoint]
            : message.kind === 'state'
              ? message.state.endpoints
              : [],
        )
        .findLast((endpoint) => endpoint.interface === iface)?.deviceState,
    command: (command) =>
      server.command(`lab-${++commands}-${process.pid}-${Math.random().toString(36).slice(2)}`, command),
    call: async (holds) => {
      await server.until(() => server.calls.some(holds));
      return server.calls.find(holds)!;
    },
  };
  closers.push(() => running.stop());
  await running.start();
  await server.until(() => (running.lastState()?.endpoints.length ?? 0) > 0);
  return running;
};
