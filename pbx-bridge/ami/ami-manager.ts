/**
 * asterisk-manager behind a small door: login and actions over a stream that we own. Never `keepConnected` (it can go
 * silent for ever), a new one for each connection (its pending callbacks never end), and never without our encoder.
 */
import { createRequire } from 'node:module';
import net from 'node:net';
import type { AmiResponsesStream } from './ami-responses-stream.ts';

/** An answer as asterisk-manager gives it: header names in lower case, a list when a header came twice. */
export type ManagerAnswer = Readonly<Record<string, string | string[] | Record<string, string>>>;

export type ManagerCallback = (error: ManagerAnswer | undefined, answer?: ManagerAnswer) => void;

/** The part of asterisk-manager 0.2.0 that we use; it has no types of its own. */
export interface AsteriskManager {
  connect(port: number, host: string, connected: () => void): void;
  login(done: (error?: ManagerAnswer) => void): void;
  action(action: Record<string, unknown>, done: ManagerCallback): string;
  removeAllListeners(name?: string): void;
}

type ManagerConstructor = new (
  port: number | null,
  host: string,
  user: string,
  secret: string,
  events: boolean,
) => AsteriskManager;

const Manager = createRequire(import.meta.url)('asterisk-manager') as ManagerConstructor;

/**
 * A Manager that talks through `stream`. The package opens its own socket with `net.createConnection` and cannot be given
 * one; so that function is replaced just around its `connect`, which calls it synchronously.
 */
export const createManager = (stream: AmiResponsesStream, user: string, secret: string): AsteriskManager => {
  const manager = new Manager(null, 'ours', user, secret, true);
  const original = net.createConnection;
  try {
    (net as { createConnection: unknown }).createConnection = () => stream;
    manager.connect(1, 'ours', () => undefined);
  } finally {
    net.createConnection = original;
  }
  return manager;
};
