/** The server as a process: configuration from the environment, signals, exit codes. Imported, it only gives `startServer`. */
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadConfig } from '../platform/config/config.ts';
import { createLogger } from '../platform/logger/logger.ts';
import { type RunningServer, startServer } from './start-server.ts';

export { type RunningServer, type StartDeps, startServer } from './start-server.ts';

/** What the person who installs must see once, and what no log may hold. */
function printFirstAdministrator({ firstAdministrator, url }: RunningServer): void {
  if (!firstAdministrator?.password) return;
  const { email, password } = firstAdministrator;
  process.stderr.write(`\n  First administrator (shown this once): ${email}  ${password}\n  ${url}\n\n`);
}

/** Runs until a signal comes; a second signal ends at once. */
export async function runServer(env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const config = loadConfig(env);
  const logger = createLogger({ level: config.logLevel, name: 'server' });
  const waiting = new AbortController();
  let server: RunningServer | null = null;
  let isAsked = false;
  const end = (code: number) => {
    if (isAsked) process.exit(code || 1);
    isAsked = true;
    waiting.abort();
    const stopped = server ? server.stop() : Promise.resolve();
    stopped.finally(() => process.exit(code));
  };
  process.on('SIGINT', () => end(0));
  process.on('SIGTERM', () => end(0));
  // Started by a supervisor that is gone: nobody would start us again, and our port would be in the way of the next.
  process.on('disconnect', () => isAsked || end(0));
  if (process.connected === false) end(0);
  // State in memory can no longer be trusted: say why, end in order, and let the supervisor start a new one.
  process.on('uncaughtException', (error) => {
    logger.fatal({ err: error }, 'an error that nobody caught');
    end(1);
  });
  process.on('unhandledRejection', (error) => {
    logger.fatal({ err: error }, 'a rejection that nobody caught');
    end(1);
  });
  const started = await startServer(config, { logger, signal: waiting.signal });
  if (isAsked) await started.stop();
  server = started;
  printFirstAdministrator(started);
}

const isMain = process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url);
if (isMain) {
  runServer().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
}
