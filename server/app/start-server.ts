/**
 * The only place where the server is put together: database, migrations, machinery, modules, HTTP, live link, jobs. Each
 * part that was started is on the list of what is stopped, also when a later one fails.
 */
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { ensureAdministrator, ensureConfiguredKey, type FirstAdministrator } from '../modules/access/first-start.ts';
import { canDo, type Permission, permissionTable } from '../modules/access/permissions.ts';
import { present } from '../modules/access/redaction.ts';
import { type Clock, systemClock } from '../platform/clock/clock.ts';
import type { Config } from '../platform/config/config.ts';
import { createDatabase } from '../platform/database/database.ts';
import { startEmbeddedPostgres } from '../platform/database/embedded-postgres.ts';
import { migrate } from '../platform/database/migrate.ts';
import { createConsoleFiles } from '../platform/http/console-files.ts';
import { createHttpApp } from '../platform/http/http-app.ts';
import { createHttpServer } from '../platform/http/http-server.ts';
import { createMetrics } from '../platform/http/metrics.ts';
import { createIds } from '../platform/ids/ids.ts';
import { createJobQueue } from '../platform/job-queue/job-queue.ts';
import { createLogger, type Logger } from '../platform/logger/logger.ts';
import { createOutbox } from '../platform/outbox/outbox.ts';
import { projectRoot } from '../platform/project-root.ts';
import { createLiveServer, type LiveServer } from '../platform/realtime/live-server.ts';
import { createStorage } from '../platform/storage/storage.ts';
import { type App, type AppRoute, createApp, followFact, measureModules, moduleHealth, stopApp } from './app.ts';
import { createHealth } from './health.ts';
import { jobs } from './jobs.ts';
import { listeners } from './listeners.ts';
import { live } from './live.ts';
import { routes, upgrades } from './routes.ts';
import { serverRoutes } from './server-routes.ts';
import { runStages, type Stage } from './shutdown.ts';
import { waitForDatabase } from './wait-for-database.ts';

export interface StartDeps {
  clock?: Clock;
  logger?: Logger;
  /** Instead of DATABASE_URL and of the embedded database: whoever gives it also stops it. */
  databaseUrl?: string;
  /** Ends waiting for a database that is not there. */
  signal?: AbortSignal;
  /** False: no jobs and no cron in this process. */
  withJobs?: boolean;
}

export interface RunningServer {
  url: string;
  port: number;
  /** Set when this start made the first administrator; `password` only when it was made here. */
  firstAdministrator: FirstAdministrator | null;
  app: App;
  routes: readonly AppRoute[];
  /** Resolves when nothing is left to deliver, neither to listeners nor to sockets. For tests. */
  idle(): Promise<void>;
  /** Every socket gets a fresh snapshot. */
  live: Pick<LiveServer, 'counts' | 'refreshAll' | 'recheck'>;
  /** Orderly, within about thirty seconds. Harmless when called twice. */
  stop(): Promise<void>;
}

const version = (): string =>
  (JSON.parse(readFileSync(path.join(projectRoot(), 'package.json'), 'utf8')) as { version: string }).version;

/** Starts a server. Rejects with an error whose message is one sentence for the person at the terminal. */
export async function startServer(config: Config, deps: StartDeps = {}): Promise<RunningServer> {
  const clock = deps.clock ?? systemClock;
  const logger = deps.logger ?? createLogger({ level: config.logLevel });
  const stages: Stage[] = [];
  let stopping: Promise<void> | null = null;
  const stop = (): Promise<void> => {
    stopping ??= runStages([...stages].reverse(), logger, clock);
    return stopping;
  };
  try {
    const server = await assemble({ config, deps, clock, logger, stages, isStopping: () => stopping !== null });
    logger.info({ url: server.url }, 'the server is ready');
    return { ...server, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Assembly {
  config: Config;
  deps: StartDeps;
  clock: Clock;
  logger: Logger;
  /** What has been started, first first; stopped last first. */
  stages: Stage[];
  isStopping: () => boolean;
}

async function assemble(assembly: Assembly): Promise<Omit<RunningServer, 'stop'>> {
  const { config, deps, clock, logger, stages } = assembly;
  await mkdir(config.dataDir, { recursive: true, mode: 0o755 });
  const url = await openDatabase(assembly);
  const database = createDatabase({ url, clock, logger, maxConnections: 20 });
  stages.push({ name: 'database', limitMs: 5_000, run: () => database.close() });
  const ids = createIds(clock);
  const outbox = createOutbox({ database, clock, ids, logger });
  const jobQueue = createJobQueue({ database, clock, logger });
  const storage = createStorage(path.join(config.dataDir, 'files'));
  const app = await createApp({ config, clock, ids, logger, database, facts: outbox, jobs: jobQueue, storage });
  const firstAdministrator = await ensureAdministrator(app.platform);
  await ensureConfiguredKey(app.platform);

  await outbox.start(listeners(app));
  stages.push({ name: 'deliveries', limitMs: 5_000, run: () => outbox.stop() });
  if (deps.withJobs ?? true) {
    await jobQueue.start(jobs(app));
    stages.push({ name: 'jobs', limitMs: 8_000, run: () => jobQueue.stop() });
    app.dialer.start();
    stages.push({ name: 'dialler', limitMs: 5_000, run: () => app.dialer.stop() });
  }
  const http = await serve(assembly, app, jobQueue);
  // What is remembered goes first: an event must not be made from it.
  outbox.watch((fact) => {
    followFact(app, fact);
    const forgotten = app.access.forget(fact);
    if (forgotten) void http.live.recheck(forgotten.principalId);
  });
  outbox.watch(http.live.publish);
  outbox.onGap(http.live.refreshAll);
  const idle = async () => {
    await outbox.drain();
    await http.live.idle();
  };
  return { url: http.url, port: http.port, routes: http.routes, live: http.live, app, firstAdministrator, idle };
}

async function openDatabase({ config, deps, logger, stages }: Assembly): Promise<string> {
  let url = deps.databaseUrl ?? config.databaseUrl;
  if (url === null) {
    const embedded = await startEmbeddedPostgres({ dataDir: config.dataDir, logger });
    stages.push({ name: 'PostgreSQL', limitMs: 25_000, run: () => embedded.stop() });
    url = embedded.url;
  }
  await waitForDatabase(url, logger, deps.signal);
  await migrate({ url, logger });
  return url;
}

type JobQueue = ReturnType<typeof createJobQueue>;

async function serve(assembly: Assembly, app: App, jobQueue: JobQueue) {
  const { config, clock, logger, stages, isStopping } = assembly;
  const { database } = app.platform;
  const metrics = createMetrics();
  const publicOrigin = config.publicUrl === null ? null : new URL(config.publicUrl).origin;
  let liveServer: LiveServer | null = null;
  const health = createHealth({
    version: version(),
    clock,
    database,
    jobs: jobQueue,
    live: () => liveServer,
    modules: () => moduleHealth(app),
    isStopping,
  });
  const described = routes(app);
  const all = [...serverRoutes({ health, metrics, version: version(), described }), ...described];
  const httpApp = createHttpApp({
    routes: all,
    authenticate: app.access.authenticate,
    canDo: (principal, permission) => canDo(principal, permission as Permission),
    present,
    isPermission: (name) => name in permissionTable,
    database,
    clock,
    logger,
    metrics,
    consoleFiles: createConsoleFiles(path.join(projectRoot(), 'web', 'build')),
    publicOrigin,
    trustedProxies: config.trustedProxies,
  });
  const server = createHttpServer({ app: httpApp, upgrades: upgrades(app), logger });
  const { authenticate } = app.access;
  const http = server.node;
  const created = createLiveServer({
    http,
    database,
    clock,
    logger,
    authenticate,
    publicOrigin,
    present,
    ...live(app),
  });
  liveServer = created;
  stages.push({ name: 'live link', limitMs: 3_000, run: () => created.stop() });
  const address = await server.listen(config.host, config.port);
  stages.push({ name: 'HTTP', limitMs: 8_000, run: () => server.stop(5_000) });
  stages.push({ name: 'modules', limitMs: 5_000, run: () => stopApp(app) });
  measureModules(app, metrics);
  metrics.gauge('trunkline_live_sockets', 'Consoles connected to this server', () => created.counts().sockets);
  metrics.gauge('trunkline_database_connections', 'Open connections to the database', () => database.pool.totalCount);
  metrics.gauge('trunkline_database_waiting', 'Requests waiting for a connection', () => database.pool.waitingCount);
  return { ...address, routes: all, live: created };
}
