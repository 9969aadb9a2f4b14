/**
 * The supervisor behind `npm start`: database, server, bridge and, without AMI_URL, the PBX lab with its customers. It
 * starts them in order, starts again what dies, and on Ctrl-C stops them in the opposite order.
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadBridgeToken } from '../server/modules/pbx/bridge-token.ts';
import { type Config, loadConfig } from '../server/platform/config/config.ts';
import { ConfigError } from '../server/platform/config/define-config.ts';
import { startEmbeddedPostgres } from '../server/platform/database/embedded-postgres.ts';
import { createLogger } from '../server/platform/logger/logger.ts';
import { demoAgents } from './start/demo-people.ts';
import { fillDemoBase } from './start/fill-demo-base.ts';
import { freePort, whyPortIsTaken } from './start/ports.ts';
import { demoSignIns, type SignIns } from './start/sign-ins.ts';
import { type RunningLab, startLab } from './start/start-lab.ts';
import { startDemoMail } from './start/start-mail-lab.ts';
import { superviseProcess } from './start/supervised-process.ts';
import { openTerminal, type Terminal } from './start/terminal.ts';
import { describePbx } from './start/wait-for-pbx.ts';
import { waitForServer } from './start/wait-for-server.ts';

type Stage = { name: string; stop: () => Promise<void> };

const stages: Stage[] = [];
let isStopping = false;

/** Stops everything that was started, last first. */
async function stopAll(terminal: Terminal, code: number): Promise<never> {
  if (isStopping) process.exit(code === 0 ? 1 : code);
  isStopping = true;
  if (stages.length > 0) terminal.say('Stopping…');
  for (const stage of stages.reverse()) {
    await stage.stop().catch((error: unknown) => terminal.say(`${stage.name} did not stop in order: ${String(error)}`));
  }
  terminal.close();
  process.exit(code);
}

async function startDatabase(config: Config, dataDir: string, terminal: Terminal): Promise<string> {
  if (config.databaseUrl) return config.databaseUrl;
  terminal.say('Starting the database…');
  const database = await startEmbeddedPostgres({
    dataDir,
    logger: createLogger({ level: 'warn', name: 'database' }),
  });
  stages.push({ name: 'database', stop: () => database.stop() });
  return database.url;
}

function scriptOf(...parts: string[]): string {
  return join(import.meta.dirname, '..', ...parts);
}

function startProcess(terminal: Terminal, name: string, script: string, env: NodeJS.ProcessEnv): void {
  const supervised = superviseProcess({
    name,
    script,
    env,
    log: terminal.logOf(name),
    onGiveUp: () => void stopAll(terminal, 1),
  });
  stages.push({ name, stop: () => supervised.stop() });
}

type Started = { url: string; lab: RunningLab | null; signIns: SignIns | null };

async function startEverything(config: Config, terminal: Terminal): Promise<Started> {
  const dataDir = resolve(config.dataDir);
  mkdirSync(dataDir, { recursive: true });
  const port = config.port === 0 ? await freePort(config.host) : config.port;
  const taken = await whyPortIsTaken(config.host, port);
  if (taken) throw new Error(taken);
  const databaseUrl = await startDatabase(config, dataDir, terminal);

  const isDemo = config.amiUrl === null;
  const signIns = isDemo
    ? demoSignIns(
        dataDir,
        demoAgents.map((agent) => agent.signIn),
      )
    : null;
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    PORT: String(port),
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    BRIDGE_TOKEN: loadBridgeToken({ bridgeToken: process.env.BRIDGE_TOKEN ?? null, dataDir }),
  };
  if (signIns) {
    const { email, password } = adminOf(config, signIns);
    Object.assign(env, { TRUNKLINE_ADMIN_EMAIL: email, TRUNKLINE_ADMIN_PASSWORD: password });
  }
  if (isDemo && config.smtpUrl === null) {
    const mail = await startDemoMail(dataDir);
    Object.assign(env, mail.env);
    stages.push({ name: 'mail lab', stop: () => mail.lab.stop() });
  }
  terminal.say('Starting the server…');
  startProcess(terminal, 'server', scriptOf('server', 'app', 'start.js'), env);
  const url = `http://${config.host === '0.0.0.0' ? '127.0.0.1' : config.host}:${port}`;
  await waitForServer(url);

  let lab: RunningLab | null = null;
  if (isDemo) {
    terminal.say('Starting the PBX lab (a real Asterisk with simulated telephones)…');
    const running = await startLab(dataDir, (line) => terminal.say(`  ${line}`));
    lab = running;
    stages.push({ name: 'PBX lab', stop: () => running.stop() });
  }
  startProcess(terminal, 'bridge', scriptOf('pbx-bridge', 'start.js'), {
    ...env,
    SERVER_URL: `${url.replace('http', 'ws')}/bridge`,
    AMI_URL: lab ? lab.lab.amiUrl : (config.amiUrl ?? ''),
    ...(lab ? { PBX_RECORDINGS_DIR: lab.lab.recordingsDir, PBX_DIAL_CONTEXT: 'from-agent' } : {}),
  });
  return { url, lab, signIns };
}

async function main(): Promise<void> {
  const config = loadConfig();
  const terminal = openTerminal(resolve(config.dataDir));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stopAll(terminal, 0));
  try {
    const { url, lab, signIns } = await startEverything(config, terminal);
    if (lab && signIns) {
      const { say } = terminal;
      const dataDir = resolve(config.dataDir);
      const administrator = adminOf(config, signIns);
      await fillDemoBase({ url, apiKey: config.apiKey, administrator, signIns, dataDir, say });
      await lab.letCustomersCall();
    }
    printWelcome(terminal, url, signIns, config);
    const pbx = lab ? null : await describePbx(url);
    if (pbx && !isStopping) terminal.say(`  ${pbx}`);
  } catch (error) {
    terminal.say(error instanceof Error ? error.message : String(error));
    await stopAll(terminal, 1);
  }
}

/** The first administrator: as the environment says, else as the demonstration's file says. */
const adminOf = (config: Config, signIns: SignIns) => ({
  email: config.adminEmail ?? signIns.administrator.email,
  password: config.adminPassword ?? signIns.administrator.password,
});

function printWelcome(terminal: Terminal, url: string, signIns: SignIns | null, config: Config): void {
  terminal.say('');
  terminal.say(`  Trunkline is running at ${url}`);
  terminal.say('');
  if (signIns) {
    const line = (role: string, { email, password }: { email: string; password: string }) =>
      terminal.say(`  ${role.padEnd(14)} ${email.padEnd(30)} ${password}`);
    for (const operator of signIns.operators.slice(0, 2)) line('operator', operator);
    line('supervisor', signIns.supervisor);
    line('manager', signIns.manager);
    line('administrator', adminOf(config, signIns));
    terminal.say('');
    terminal.say('  Customers of the PBX lab are calling. Set AMI_URL to serve your own Asterisk (docs/asterisk.md).');
    if (config.smtpUrl === null)
      terminal.say(
        '  What is written to them arrives in DATA_DIR/mail-lab. Set SMTP_URL to send it (docs/messages.md).',
      );
  } else {
    terminal.say(`  Sign in as ${config.adminEmail ?? 'admin@trunkline.local'}.`);
  }
  terminal.say('  Logs are in DATA_DIR/logs. Ctrl-C stops everything.');
}

try {
  await main();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
