/** The process that works on an import, so that it can be measured by itself and killed. */
import { systemPrincipal } from '../../../server/modules/access/principal.ts';
import { readImport } from '../../../server/modules/imports/imports.usecases.ts';
import { runImport } from '../../../server/modules/imports/run-import.usecases.ts';
import { platformOn } from '../bench-database.ts';

export interface WorkerOrder {
  url: string;
  dataDir: string;
  importId: string;
}

export type WorkerAnswer =
  | { kind: 'memory'; rssMb: number; state: string; share: number }
  | { kind: 'step'; step: string; seconds: number }
  | { kind: 'done' };

const lookMs = 250;

async function work({ url, dataDir, importId }: WorkerOrder): Promise<void> {
  const platform = platformOn(url, dataDir, { maxConnections: 3 });
  const { database } = platform;
  const tell = (answer: WorkerAnswer) => process.send?.(answer);
  let last = { state: '', at: process.hrtime.bigint() };
  const look = async () => {
    const { state, progress } = await readImport(platform, systemPrincipal, importId);
    const share = progress.rowsTotal ? progress.rowsDone / progress.rowsTotal : 0;
    tell({ kind: 'memory', rssMb: process.memoryUsage.rss() / 1024 / 1024, state, share });
    const now = process.hrtime.bigint();
    if (last.state !== '') tell({ kind: 'step', step: last.state, seconds: Number(now - last.at) / 1e9 });
    last = { state, at: now };
  };
  const timer = setInterval(() => void look(), lookMs);
  await runImport(platform, importId, new AbortController().signal);
  clearInterval(timer);
  await look();
  tell({ kind: 'done' });
  await database.close();
  process.disconnect();
}

process.once('message', (order: WorkerOrder) => void work(order));
