/**
 * Works on one import until it is done, stopped or failed. Every batch is a transaction with its checkpoint, so that a
 * process that is killed loses at most one batch, which the next process does again.
 */

import pg from 'pg';
import type { AuditAction } from '../../contract/audit-actions.ts';
import { createDatabase, type Database } from '../../platform/database/database.ts';
import { isConnectionError } from '../../platform/database/database-errors.ts';
import type { Platform } from '../../platform/platform.ts';
import { currentPrincipal } from '../access/current-principal.usecases.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { ChoiceGone, mappedFields, refuseGoneChoices } from './check-choices.usecases.ts';
import { mergeExtra } from './extra-fields.repository.ts';
import { resolvePeople } from './find-people.repository.ts';
import { changeState, createTicker, type ImportRun, ImportStopped, type Ticker } from './import-run.ts';
import { isWorking, type Step } from './import-state.ts';
import { countsOf } from './import-view.ts';
import {
  forgetRows,
  hasRows,
  type ImportRecord,
  noteWholeFile,
  selectImport,
  selectLanes,
} from './imports.repository.ts';
import { countRows, matchInBase } from './match-in-base.repository.ts';
import { forgetMatches, learnOfRows, matchInFile } from './match-in-file.repository.ts';
import { followMerges } from './merged-records.repository.ts';
import { readOwnFields } from './read-targets.usecases.ts';
import { readContext } from './reading-context.usecases.ts';
import { wakeSearch } from './rest-search.usecases.ts';
import { hasExtra } from './row-extra.ts';
import { FileUnreadable, stageRows } from './stage-rows.ts';
import { undoRows, writeRows } from './write-rows.usecases.ts';

/** `busy`: another import is at work; one at a time, so that the desk does not feel it. */
export type RunOutcome = 'ended' | 'stopped' | 'busy' | 'nothing-to-do';

export async function runImport(platform: Platform, importId: string, signal: AbortSignal): Promise<RunOutcome> {
  const { clock, logger } = platform;
  const lock = await takeTurn(platform.database.url);
  if (!lock) return 'busy';
  const database = createDatabase({
    url: platform.database.url,
    clock,
    logger,
    maxConnections: 4,
    applicationName: 'trunkline-import',
    statementTimeoutMs: 0,
  });
  try {
    const record = await selectImport(database.sql, importId);
    if (!record || !isWorking(record.state)) return 'nothing-to-do';
    const principal = await currentPrincipal(database.sql, record.created_by);
    const run = { platform, database, importId, signal };
    if (!principal) {
      await changeState(run, { state: 'failed', stopped_in: stepOf(record), failure: 'not-allowed' });
      return 'ended';
    }
    const outcome = await workOn({ ...run, principal }, record);
    // Paused or failed while they rested: nobody knows when it goes on. A server that stops has no time for it, and goes on
    // with the import when it comes back.
    if (!signal.aborted) await wakeSearch(database.url);
    return outcome;
  } finally {
    await database.close();
    await lock.end();
  }
}

/** Null while somebody else has the turn. It ends with the connection, also when the process is killed. */
async function takeTurn(url: string): Promise<pg.Client | null> {
  const client = new pg.Client({ connectionString: url, application_name: 'trunkline-import-turn', keepAlive: true });
  // Lost: every batch has its checkpoint, so a second worker cannot do one twice.
  client.on('error', () => client.removeAllListeners('end'));
  await client.connect();
  const { rows } = await client.query<{ ok: boolean }>(
    "select pg_try_advisory_lock(hashtext('trunkline'), hashtext('imports')) as ok",
  );
  if (rows[0]?.ok) return client;
  await client.end();
  return null;
}

const stepOf = ({ state, stopped_in }: ImportRecord): Step =>
  state === 'waiting' ? ((stopped_in as Step | null) ?? 'reading') : (state as Step);

async function workOn(run: ImportRun, first: ImportRecord): Promise<RunOutcome> {
  const ticker = createTicker(run);
  let record = first;
  try {
    while (isWorking(record.state)) {
      const step = await whole(run, record, stepOf(record));
      if (record.state !== step)
        record = await changeState(run, { state: step, stopped_in: null, rows_per_second: null });
      await ticker.tick();
      record = await doStep(run, ticker, record, step);
    }
    return 'ended';
  } catch (error) {
    return await stopped(run, error);
  }
}

/** A database that crashed comes back without the staged rows: then the file is read again before going on. */
async function whole({ database, importId }: ImportRun, record: ImportRecord, step: Step): Promise<Step> {
  if (step === 'undoing' || record.rows_read === 0) return step;
  if (await hasRows(database.sql, importId)) return step;
  // A file in which no row is left has none staged either; then there is nothing to lose.
  if (
    record.is_read &&
    (record.counts.create ?? 0) + (record.counts.problems ?? 0) + (record.counts.update ?? 0) === 0 &&
    step !== 'matching'
  )
    return step;
  await forgetRows(database.sql, importId);
  return 'reading';
}

async function doStep(run: ImportRun, ticker: Ticker, record: ImportRecord, step: Step): Promise<ImportRecord> {
  switch (step) {
    case 'reading':
      await readFile(run, ticker, record);
      return changeState(run, { state: 'matching', rows_per_second: null });
    case 'matching':
      return match(run, record);
    case 'writing':
      await refuseGoneChoices(run.database.sql, record, run.principal);
      await followMerges(run.database.sql, { importId: run.importId, target: record.target, principal: run.principal });
      await writeRows(run, ticker, record);
      return finish(run, 'done', 'import.finished');
    case 'undoing':
      await undoRows(run, ticker, record);
      return finish(run, 'undone', 'import.undone');
  }
}

async function readFile(run: ImportRun, ticker: Ticker, given: ImportRecord): Promise<void> {
  const { platform, database, importId } = run;
  const record = (await selectImport(database.sql, importId)) ?? given;
  if (record.is_read) return;
  const context = await readContext(platform, database.sql, run.principal);
  const order = {
    importId,
    target: record.target,
    fields: await readOwnFields(database.sql, record.target),
    file: { path: platform.storage.pathOf(record.file_key), kind: record.file_kind, format: record.format },
    mapping: record.mapping,
    region: context.region,
    owners: [...context.owners],
    lifecycles: [...context.lifecycles],
    sources: [...context.sources],
    importer: context.importer,
    afterRow: record.rows_read,
  };
  const staged = await stageRows({
    databaseUrl: database.url,
    order,
    async afterBatch({ lastRow, bytes }) {
      const rowsTotal = bytes ? Math.round((lastRow * record.file_bytes) / bytes) : null;
      await ticker.tick({ rows_read: lastRow, rows_total: rowsTotal });
      return false;
    },
  });
  if (!staged) throw new ImportStopped('asked');
  await database.transaction((tx) => noteWholeFile(tx, importId, staged.alike));
}

async function match(run: ImportRun, record: ImportRecord): Promise<ImportRecord> {
  const { database, importId, principal } = run;
  const { target, rules, goal } = record;
  const hasEmails = record.mapping.includes('email');
  await database.transaction(learnOfRows);
  const people = (await mappedFields(database.sql, record)).flatMap(({ type, key }) =>
    type === 'person' ? [key] : [],
  );
  await database.transaction(async (tx) => {
    // Sorting a million keys on disk would take longer than all the rest of it.
    await tx`set local work_mem = '128MB'`;
    await tx`set local hash_mem_multiplier = 1`;
    await resolvePeople(tx, { importId, principal, keys: people });
    await forgetMatches(tx, importId);
    await matchInFile(tx, { importId, alikeKnown: record.alike_known, hasEmails }, rules);
    if (hasExtra(record.mapping)) await mergeExtra(tx, importId, rules);
    await matchInBase(tx, { importId, target, rules, hasEmails, principal });
  });
  const counts = { ...record.counts, ...(await countRows(database.sql, importId)) };
  if (goal === 'check') return changeState(run, { state: 'checked', counts, rows_per_second: null });
  return changeState(run, { state: 'writing', counts, rows_per_second: null });
}

async function finish(run: ImportRun, state: 'done' | 'undone', action: AuditAction): Promise<ImportRecord> {
  const { platform, database, importId, principal } = run;
  const lanes = await selectLanes(database.sql, importId);
  const record = await selectImport(database.sql, importId);
  await database.transaction((tx) =>
    createAudit(platform).record(tx, { principal, action, record: importId, after: record && countsOf(record, lanes) }),
  );
  return changeState(run, { state, stopped_in: null, rows_per_second: null, finished_at: platform.clock.now() });
}

function failureOf(error: unknown): string {
  if (error instanceof ChoiceGone) return error.failure;
  return error instanceof FileUnreadable ? `file: ${error.message.slice(0, 300)}` : 'internal';
}

/** What becomes of an import whose step threw. */
async function stopped(run: ImportRun, error: unknown): Promise<RunOutcome> {
  const { platform, database, importId } = run;
  if (error instanceof ImportStopped && error.because === 'server-stops') return 'stopped';
  if (isConnectionError(error)) throw error;
  const record = await selectImport(database.sql, importId);
  if (!record || !isWorking(record.state)) return 'ended';
  const stoppedIn = stepOf(record);
  if (error instanceof ImportStopped) {
    const state = record.asked === 'cancel' ? 'cancelled' : 'paused';
    await changeState(run, {
      state,
      stopped_in: stoppedIn,
      asked: null,
      rows_per_second: null,
      ...(state === 'cancelled' ? { finished_at: platform.clock.now() } : {}),
    });
    return 'stopped';
  }
  const isExpected = error instanceof ChoiceGone;
  if (!isExpected) platform.logger.error({ err: error, importId }, 'an import failed');
  const failure = failureOf(error);
  await changeState(run, { state: 'failed', stopped_in: stoppedIn, failure, rows_per_second: null });
  return 'ended';
}

export type { Database };
