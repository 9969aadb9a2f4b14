/** A bridge for tests: speaks the protocol over a real WebSocket and does what it is told. */
import WebSocket from 'ws';
import type { BridgeToServer, ServerToBridge } from '../../pbx-bridge/contract/bridge-protocol.ts';
import { BRIDGE_CONTRACT_VERSION } from '../../pbx-bridge/contract/contract-version.ts';
import type { CommandResult, PbxCommand } from '../../pbx-bridge/contract/pbx-commands.ts';
import type { PbxEvent } from '../../pbx-bridge/contract/pbx-events.ts';
import type { TestServer } from './test-server.ts';

export interface FakeBridge {
  socket: WebSocket;
  /** Everything the server has said, oldest first. */
  heard: ServerToBridge[];
  welcome: Extract<ServerToBridge, { kind: 'welcome' }>;
  /** Sends facts and resolves when the last of them is acknowledged. */
  send(events: PbxEvent[]): Promise<void>;
  say(message: BridgeToServer): void;
  /** The first message, past or to come, that fits. */
  hear<T extends ServerToBridge = ServerToBridge>(fits: (message: ServerToBridge) => boolean): Promise<T>;
  commands: PbxCommand[];
  /** How commands are answered; default: with success. */
  answer: (command: PbxCommand) => CommandResult | null;
  closed: Promise<{ code: number; reason: string }>;
  close(): void;
}

export interface BridgeOptions {
  bridgeId?: string;
  journalId?: string;
  contractVersion?: number;
  lastSequence?: number;
  token?: string;
}

/** A raw socket to `/bridge`; resolves when it is open, rejects when it is turned away. */
export function openBridgeSocket(server: TestServer, token = server.app.pbx.token): Promise<WebSocket> {
  const socket = new WebSocket(`${server.url.replace(/^http/, 'ws')}/bridge`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.once('error', reject);
  });
}

export async function connectBridge(server: TestServer, options: BridgeOptions = {}): Promise<FakeBridge> {
  const { bridgeId = 'pbx1', journalId = 'journal-1', lastSequence = 0 } = options;
  const socket = await openBridgeSocket(server, options.token);
  const heard: ServerToBridge[] = [];
  const watchers = new Set<() => void>();
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  const say = (message: BridgeToServer) => socket.send(JSON.stringify(message));
  const bridge: FakeBridge = {
    socket,
    heard,
    welcome: { kind: 'welcome', ackedSequence: 0, agentInterfaces: [], trunkInterfaces: [] },
    commands: [],
    answer: () => ({ ok: true, data: {} }),
    closed,
    say,
    async send(events) {
      const last = events.at(-1)?.sequence ?? 0;
      say({ kind: 'events', events });
      await bridge.hear((message) => message.kind === 'ack' && message.sequence >= last);
    },
    hear: <T extends ServerToBridge = ServerToBridge>(fits: (message: ServerToBridge) => boolean) =>
      new Promise<T>((resolve) => {
        const look = () => {
          const found = heard.find(fits);
          if (!found) return;
          watchers.delete(look);
          resolve(found as T);
        };
        watchers.add(look);
        look();
      }),
    close: () => socket.close(),
  };
  socket.on('message', (data) => {
    const message = JSON.parse(data.toString()) as ServerToBridge;
    heard.push(message);
    if (message.kind === 'command') {
      bridge.commands.push(message.command);
      const result = bridge.answer(message.command);
      if (result) say({ kind: 'command.result', commandId: message.commandId, result });
    }
    for (const watcher of [...watchers]) watcher();
  });
  const contractVersion = options.contractVersion ?? BRIDGE_CONTRACT_VERSION;
  say({ kind: 'hello', contractVersion, bridgeId, pbx: bridgeId, journalId, lastSequence });
  const welcome = bridge.hear<FakeBridge['welcome']>((message) => message.kind === 'welcome');
  const first = await Promise.race([welcome, closed]);
  if ('kind' in first) bridge.welcome = first;
  return bridge;
}
