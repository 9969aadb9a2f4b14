import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../server/platform/database/embedded-postgres.ts';
import { silentLogger } from '../../server/platform/logger/logger.ts';
import { type ApiClient, apiClient } from '../start/api-client.ts';
import { freePort } from '../start/ports.ts';
import { type BuiltProcess, startBuilt } from './built-process.ts';
import { waitFor } from './wait-for.ts';

/** A PostgreSQL and the built server on it, for tests and measures; nothing of it outlives `stop`. */
export type ServerStack = {
  readonly url: string;
  /** Where a bridge connects. */
  readonly bridgeUrl: string;
  readonly bridgeToken: string;
  /** As an administrator. */
  readonly api: ApiClient;
  readonly dir: string;
  readonly databaseUrl: string;
  readonly postgres: EmbeddedPostgres;
  readonly server: BuiltProcess;
  /** What the server was started with; a bridge beside it needs the same. */
  readonly env: NodeJS.ProcessEnv;
  stop(): Promise<void>;
};

export type ServerStackOptions = {
  env?: NodeJS.ProcessEnv;
  /** True: no fsync, for tests. False: as at a customer's, for measures. */
  isThrowAway: boolean;
  /** Default: one of its own that goes with the stack. A folder that is given stays. */
  dir?: string;
};

const apiKey = 'stack-test-key-0123456789abcdef';
const bridgeToken = 'stack-bridge-token-0123456789';

/** Resolves when the server is healthy. */
export async function startServerStack(options: ServerStackOptions): Promise<ServerStack> {
  const dir = options.dir ?? (await mkdtemp(join(tmpdir(), 'trunkline-stack-')));
  // Started as root, PostgreSQL runs as somebody else, who must get in; it would else keep its files in another place.
  if (!options.dir) await chmod(dir, 0o755);
  const postgres = await startEmbeddedPostgres({
    dataDir: dir,
    logger: silentLogger,
    binariesFolder: join(tmpdir(), `trunkline-test-postgres-${process.getuid?.() ?? 0}`),
    isThrowAway: options.isThrowAway,
  });
  const port = await freePort('127.0.0.1');
  const url = `http://127.0.0.1:${port}`;
  const bridgeUrl = `ws://127.0.0.1:${port}/bridge`;
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    PORT: String(port),
    DATA_DIR: join(dir, 'data'),
    DATABASE_URL: postgres.url,
    DEFAULT_REGION: 'FR',
    BRIDGE_TOKEN: bridgeToken,
    TRUNKLINE_API_KEY: apiKey,
    TRUNKLINE_ADMIN_EMAIL: 'admin@trunkline.local',
    TRUNKLINE_ADMIN_PASSWORD: 'stack-admin-password',
    LOG_LEVEL: 'info',
    ...options.env,
  };
  const server = startBuilt('server', 'server/app/start.js', env);
  const stop = async () => {
    await server.stop();
    await postgres.stop();
    if (!options.dir && !process.env.KEEP_STACK) await rm(dir, { recursive: true, force: true });
  };
  try {
    await waitFor('the server is healthy', () => fetch(`${url}/healthz`).then((answer) => answer.ok), Boolean, 60_000);
  } catch (error) {
    const said = server.log.slice(-20).join('\n');
    await stop();
    throw new Error(`the server did not start:\n${said}`, { cause: error });
  }
  const api = apiClient(url, apiKey);
  return { url, bridgeUrl, bridgeToken, api, dir, databaseUrl: postgres.url, postgres, server, env, stop };
}
