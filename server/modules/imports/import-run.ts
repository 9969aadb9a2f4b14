/** What the steps of a running import share: its own connections, its record, and telling how far it is. */
import type { ImportState } from '../../contract/imports.contract.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Principal } from '../access/principal.ts';
import { progressOf } from './import-view.ts';
import type { ImportFacts } from './imports.events.ts';
import {
  type ImportColumns,
  type ImportRecord,
  lockImport,
  selectImport,
  selectLanes,
  updateImport,
} from './imports.repository.ts';

export interface ImportRun {
  platform: Platform;
  /** Few connections of its own, so that nobody at a desk waits for one. */
  database: Database;
  importId: string;
  /** Who asked, with the rights of now. */
  principal: Principal;
  /** Ends when the server stops. */
  signal: AbortSignal;
}

/** The work ends here, and somebody goes on with it later. */
export class ImportStopped extends Error {
  readonly because: 'asked' | 'server-stops';

  constructor(because: 'asked' | 'server-stops') {
    super(`the import stops: ${because}`);
    this.name = 'ImportStopped';
    this.because = because;
  }
}

const tickMs = 500;

/** Writes the new state and tells of it. */
export async function changeState(
  { platform, database, importId }: Pick<ImportRun, 'platform' | 'database' | 'importId'>,
  columns: ImportColumns,
): Promise<ImportRecord> {
  return database.transaction(async (tx) => {
    await lockImport(tx, importId);
    const record = await updateImport(tx, importId, columns, platform.clock.now());
    const { done, total } = progressOf(record, await selectLanes(tx, importId));
    await platform.facts.append<ImportFacts>(tx, {
      type: 'import.changed',
      subject: importId,
      payload: {
        importId,
        state: record.state,
        version: record.version,
        rowsDone: done,
        rowsTotal: total,
        ownerAgentId: record.created_by.agentId,
      },
    });
    if (columns.state === 'done')
      await platform.facts.append<ImportFacts>(tx, {
        type: 'import.finished',
        subject: importId,
        payload: { importId },
      });
    return record;
  });
}

export interface Ticker {
  /** After each batch: tells how far it is, twice a second at most. Throws `ImportStopped` when it shall end. */
  tick(columns?: ImportColumns): Promise<void>;
}

export function createTicker(run: ImportRun): Ticker {
  const { platform, database, importId, signal } = run;
  let last: { at: number; done: number } | null = null;
  let rate: number | null = null;
  return {
    async tick(columns = {}) {
      if (signal.aborted) throw new ImportStopped('server-stops');
      const record = await selectImport(database.sql, importId);
      if (!record || record.asked !== null) throw new ImportStopped('asked');
      const now = platform.clock.now().getTime();
      const { done } = progressOf({ ...record, ...columns }, await selectLanes(database.sql, importId));
      if (last === null) last = { at: now, done };
      if (now - last.at < tickMs) return;
      const measured = ((done - last.done) * 1_000) / (now - last.at);
      rate = rate === null ? measured : rate * 0.6 + measured * 0.4;
      last = { at: now, done };
      await changeState(run, { ...columns, rows_per_second: rate });
    },
  };
}

/** Steps in which an import is at work. */
export const stepsOf = ['reading', 'matching', 'writing', 'undoing'] as const satisfies readonly ImportState[];
