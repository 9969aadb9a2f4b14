/** The composition root of the bridge: settings in, a running bridge out. Run directly, it is the process `pbx-bridge`. */
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Bridge, type BridgeDeps } from './bridge.ts';
import { systemClock } from './clock.ts';
import { type BridgeConfig, ConfigError, readConfig } from './config.ts';
import { lockFolder } from './folder-lock.ts';
import { createLogger, errorText } from './logger.ts';
import { Journal } from './publish/journal.ts';

export interface RunningBridge {
  /** Ends in order; what the server has not acknowledged stays in the journal. */
  stop(): Promise<void>;
}

/**
 * Starts a bridge. Returns as soon as it runs: link and server are connected in the background, for ever.
 *
 * @throws ConfigError when the folder cannot be used.
 */
export const startBridge = async (config: BridgeConfig, deps: Partial<BridgeDeps> = {}): Promise<RunningBridge> => {
  const logger = deps.logger ?? createLogger(config.logLevel, { process: 'pbx-bridge', bridgeId: config.bridgeId });
  const clock = deps.clock ?? systemClock;
  const unlock = lockFolder(config.folder);
  let bridge: Bridge | null = null;
  try {
    const journal = new Journal({
      folder: path.join(config.folder, 'journal'),
      bridgeId: config.bridgeId,
      clock,
      logger,
      onBehind: (behind) => bridge?.holdBack(behind),
    });
    bridge = new Bridge(config, { ...deps, clock, logger, random: deps.random ?? Math.random }, journal);
  } catch (error) {
    unlock();
    throw new ConfigError(`DATA_DIR: the journal in ${config.folder} cannot be opened: ${errorText(error)}`);
  }
  bridge.start();
  const running = bridge;
  return {
    stop: async () => {
      await running.stop();
      unlock();
    },
  };
};

const main = async (): Promise<void> => {
  let config: BridgeConfig;
  let running: RunningBridge;
  try {
    config = readConfig(process.env);
    running = await startBridge(config);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
  // The timers of the bridge do not keep the process alive; this one does until a signal comes.
  const alive = setInterval(() => undefined, 60_000);
  let isAsked = false;
  const stop = (): void => {
    if (isAsked) return;
    isAsked = true;
    clearInterval(alive);
    running.stop().then(
      () => process.exit(0),
      (error) => {
        process.stderr.write(`the bridge could not stop in order: ${errorText(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  // Started by a supervisor that is gone: the next one would find this folder in use.
  process.once('disconnect', stop);
  if (process.connected === false) stop();
};

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) await main();
