/** The answer of `GET /healthz`: bounded in time, whatever hangs. */
import { type Clock, monotonicMs } from '../platform/clock/clock.ts';
import type { Database } from '../platform/database/database.ts';
import type { JobHealth, JobQueue } from '../platform/job-queue/job-queue.ts';
import type { LiveServer } from '../platform/realtime/live-server.ts';

export interface HealthReport {
  status: 'ok' | 'database-down' | 'stopping';
  version: string;
  uptimeSeconds: number;
  database: { ok: boolean; milliseconds: number | null };
  jobs: JobHealth | null;
  live: { sockets: number; slow: number };
  bridges: BridgeHealth[];
}

export interface BridgeHealth {
  bridgeId: string;
  pbx: string;
  connected: boolean;
  state: string;
  /** Null: it has only just come and told nothing yet. */
  since: string | null;
}

/** What modules say of themselves. */
export interface ModuleHealth {
  bridges: BridgeHealth[];
}

export type Health = () => Promise<HealthReport>;

interface HealthOptions {
  version: string;
  clock: Clock;
  database: Database;
  jobs: Pick<JobQueue, 'health'>;
  live: () => Pick<LiveServer, 'counts'> | null;
  modules: () => Promise<ModuleHealth>;
  isStopping: () => boolean;
}

const limitMs = 2_000;

export function createHealth(options: HealthOptions): Health {
  const { clock, database } = options;
  const startedAt = clock.now().getTime();
  const within = <T>(work: Promise<T>): Promise<T | null> =>
    new Promise((resolve) => {
      const cancel = clock.after(limitMs, () => resolve(null));
      work.then(resolve, () => resolve(null)).finally(cancel);
    });
  return async () => {
    const askedAt = monotonicMs();
    const isUp = await database.ping(limitMs).then(
      () => true,
      () => false,
    );
    const milliseconds = isUp ? Math.round((monotonicMs() - askedAt) * 10) / 10 : null;
    const [jobs, modules] = isUp ? await Promise.all([within(options.jobs.health()), within(options.modules())]) : [];
    return {
      status: options.isStopping() ? 'stopping' : isUp ? 'ok' : 'database-down',
      version: options.version,
      uptimeSeconds: Math.round((clock.now().getTime() - startedAt) / 1_000),
      database: { ok: isUp, milliseconds },
      jobs: jobs ?? null,
      live: options.live()?.counts() ?? { sockets: 0, slow: 0 },
      bridges: modules?.bridges ?? [],
    };
  };
}
