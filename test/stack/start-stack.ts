import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type PbxLab, type PbxLabOptions, startPbxLab } from '../../scripts/pbx-lab/pbx-lab.ts';
import { type ApiClient, apiClient } from '../../scripts/start/api-client.ts';
import { freePort } from '../../scripts/start/ports.ts';
import { type SupervisedProcess, superviseProcess } from '../../scripts/start/supervised-process.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../server/platform/database/embedded-postgres.ts';
import { silentLogger } from '../../server/platform/logger/logger.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';
import { waitFor } from './wait-for.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const STACK_API_KEY = 'stack-test-key-0123456789abcdef';

/**
 * Everything as it runs at a customer's: PostgreSQL, the built server and bridge as processes of their own that are
 * started again when they die, and a real Asterisk. The AMI link passes through a wire that can be cut.
 */
export type Stack = {
  readonly url: string;
  readonly dir: string;
  readonly api: ApiClient;
  readonly lab: PbxLab;
  readonly wire: TcpProxy;
  readonly databaseUrl: string;
  /** The last lines of a process, for a failure message. */
  logOf(name: 'server' | 'bridge'): string[];
  kill9(name: 'server' | 'bridge' | 'database'): void;
  stop(): Promise<void>;
};

export type StackOptions = {
  lab?: Omit<PbxLabOptions, 'dir'>;
  env?: NodeJS.ProcessEnv;
  /** Another PBX than a lab of its own. */
  amiUrl?: string;
};

export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const dir = await mkdtemp(join(tmpdir(), 'trunkline-stack-'));
  const [postgres, lab] = await Promise.all([
    startEmbeddedPostgres({
      dataDir: dir,
      logger: silentLogger,
      binariesFolder: join(tmpdir(), `trunkline-test-postgres-${process.getuid?.() ?? 0}`),
      isThrowAway: true,
    }),
    startPbxLab({ dir: join(dir, 'pbx-lab'), ...options.lab }),
  ]);
  const wire = await startTcpProxy({ host: '127.0.0.1', port: lab.amiPort });
  const port = await freePort('127.0.0.1');
  const url = `http://127.0.0.1:${port}`;
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    PORT: String(port),
    DATA_DIR: join(dir, 'data'),
    DATABASE_URL: postgres.url,
    DEFAULT_REGION: 'FR',
    BRIDGE_TOKEN: 'stack-bridge-token-0123456789',
    TRUNKLINE_API_KEY: STACK_API_KEY,
    TRUNKLINE_ADMIN_EMAIL: 'admin@trunkline.local',
    TRUNKLINE_ADMIN_PASSWORD: 'stack-admin-password',
    SERVER_URL: `ws://127.0.0.1:${port}/bridge`,
    AMI_URL: lab.amiUrl.replace(`:${lab.amiPort}`, `:${wire.port}`),
    PBX_RECORDINGS_DIR: lab.recordingsDir,
    PBX_DIAL_CONTEXT: 'from-agent',
    LOG_LEVEL: 'info',
    ...options.env,
  };
  const processes = startProcesses(env);
  await waitFor('the server is healthy', () => fetch(`${url}/healthz`).then((answer) => answer.ok), Boolean, 60_000);
  const api = apiClient(url, STACK_API_KEY);
  await waitFor(
    'the bridge is in step with the PBX',
    () => linkState(api),
    (state) => state === 'up',
    60_000,
  );
  return {
    url,
    dir,
    api,
    lab,
    wire,
    databaseUrl: postgres.url,
    logOf: (name) => processes.logs[name],
    kill9: (name) => kill9(name === 'database' ? postgres.pid() : processes[name].pid()),
    stop: async () => {
      await processes.bridge.stop();
      await processes.server.stop();
      await Promise.all([wire.close(), lab.stop(), postgres.stop()]);
      if (!process.env.KEEP_STACK) await rm(dir, { recursive: true, force: true });
    },
  };
}

async function linkState(api: ApiClient): Promise<string | undefined> {
  const { items } = await api.get<{ items: { state: string }[] }>('pbx');
  return items[0]?.state;
}

function startProcesses(env: NodeJS.ProcessEnv) {
  const logs = { server: [] as string[], bridge: [] as string[] };
  const start = (name: 'server' | 'bridge', script: string): SupervisedProcess =>
    superviseProcess({
      name,
      script: join(root, 'dist', script),
      env,
      log: (line) => {
        logs[name].push(line);
        if (logs[name].length > 2_000) logs[name].shift();
        if (process.env.SHOW_STACK) process.stderr.write(`${name} ${line}\n`);
      },
      onGiveUp: (sentence) => void logs[name].push(`gave up: ${sentence}`),
    });
  return { server: start('server', 'server/app/start.js'), bridge: start('bridge', 'pbx-bridge/start.js'), logs };
}

function kill9(pid: number | undefined): void {
  if (pid === undefined) throw new Error('the process to be killed is not running');
  process.kill(pid, 'SIGKILL');
}

export type { EmbeddedPostgres };
