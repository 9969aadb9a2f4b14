/** Pure: a stored import as the contract shows it. */
import type { Import, ImportCounts, ImportState } from '../../contract/imports.contract.ts';
import { noDefaults } from './default-rules.ts';
import { commandsOf } from './import-state.ts';
import type { ImportRecord, Lane } from './imports.repository.ts';

const noCounts: ImportCounts = {
  problems: 0,
  create: 0,
  update: 0,
  skip: 0,
  clash: 0,
  created: 0,
  updated: 0,
  organisationsCreated: 0,
  restored: 0,
  kept: 0,
};

/** What was found, and what every lane has written since. */
export function countsOf(record: Pick<ImportRecord, 'counts'>, lanes: readonly Lane[]): ImportCounts {
  const counts = { ...noCounts, ...record.counts };
  for (const { counts: more } of lanes)
    for (const key of ['created', 'updated', 'organisationsCreated', 'restored', 'kept'] as const)
      counts[key] += more[key] ?? 0;
  return counts;
}

const stepOf = ({ state, stopped_in }: Pick<ImportRecord, 'state' | 'stopped_in'>): ImportState =>
  state === 'paused' || state === 'failed' || state === 'cancelled' || state === 'waiting'
    ? (stopped_in ?? 'reading')
    : state;

/** Rows of the step that runs, and how many of them are done. */
export function progressOf(record: ImportRecord, lanes: readonly Lane[]): { done: number; total: number | null } {
  const counts = countsOf(record, lanes);
  const step = stepOf(record);
  if (step === 'writing' || step === 'done') {
    const done = lanes
      .filter(({ step: name }) => name === 'create' || name === 'update')
      .reduce((sum, lane) => sum + (lane.counts.rows ?? 0), 0);
    const total = counts.create + counts.update;
    return { done: step === 'done' ? total : Math.min(done, total), total };
  }
  if (step === 'undoing' || step === 'undone')
    return {
      done: counts.restored + counts.kept,
      total: counts.created + counts.updated + counts.organisationsCreated,
    };
  return { done: record.rows_read, total: record.rows_total };
}

export const hasWrittenOf = (counts: ImportCounts): boolean =>
  counts.created + counts.updated + counts.organisationsCreated > 0;

/** @param hasLeft something that undoing left can be undone now */
export function toImport(record: ImportRecord, lanes: readonly Lane[], hasLeft: boolean): Import {
  const counts = countsOf(record, lanes);
  const { done, total } = progressOf(record, lanes);
  const rate = record.rows_per_second;
  const situation = { state: record.state, stoppedIn: record.stopped_in, hasWritten: hasWrittenOf(counts), hasLeft };
  const stopped = record.state === 'paused' || record.state === 'cancelled' || record.state === 'failed';
  return {
    id: record.id,
    target: record.target,
    fileName: record.file_name,
    fileBytes: record.file_bytes,
    fileKind: record.file_kind,
    format: { sheet: null, ...record.format },
    sheets: record.sheets,
    headers: record.headers,
    guesses: record.guesses,
    mapping: record.mapping,
    rules: record.rules,
    defaults: { ...noDefaults, ...record.defaults },
    state: record.state,
    stoppedIn: stopped ? record.stopped_in : null,
    failure: record.failure,
    commands: commandsOf(situation),
    progress: {
      rowsTotal: total,
      rowsDone: done,
      rowsPerSecond: rate,
      secondsLeft:
        rate && rate > 0 && total !== null && !stopped ? Math.max(0, Math.round((total - done) / rate)) : null,
    },
    counts,
    createdBy: record.created_by.name,
    createdAt: record.created_at.toISOString(),
    finishedAt: record.finished_at?.toISOString() ?? null,
    version: record.version,
  };
}
