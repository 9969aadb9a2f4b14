/** Lists as files: asked for, written in the background, fetched within a day. All of it is audited. */
import type { Readable } from 'node:stream';
import { z } from 'zod';
import type { Export, newExportSchema } from '../../contract/exports.contract.ts';
import { faultsOf } from '../../contract/strict-input.ts';
import { DomainError } from '../../platform/errors/domain-error.ts';
import { cursorOf, type Page, pageOf } from '../../platform/http/cursor.ts';
import type { Platform } from '../../platform/platform.ts';
import { currentPrincipal } from '../access/current-principal.usecases.ts';
import { canDo } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import type { Cell, ExportableList } from './exportable-list.ts';
import {
  columnUnknown,
  exportExpired,
  exportNotFound,
  filtersInvalid,
  listForbidden,
  listUnknown,
} from './exports.errors.ts';
import type { ExportFacts } from './exports.events.ts';
import {
  type ExportColumns,
  type ExportRecord,
  insertExport,
  selectExport,
  selectExportsOf,
  updateExport,
} from './exports.repository.ts';
import { csvFile, xlsxFile } from './write-file.ts';

export interface By {
  principal: Principal;
  ip: string;
}

export const runExportJob = 'exports.run';
/** How long a file can be fetched. */
const keptMs = 24 * 3_600_000;
const rowsPerTelling = 5_000;

export function toExport(record: ExportRecord, now: Date): Export {
  const isThere = record.state === 'done' && record.expires_at !== null && record.expires_at > now;
  return {
    id: record.id,
    list: record.list,
    columns: record.columns,
    format: record.format,
    state: record.state,
    failure: record.failure,
    rowsWritten: record.rows_written,
    fileBytes: record.file_bytes,
    downloadPath: isThere ? `/api/exports/${record.id}/file` : null,
    expiresAt: record.expires_at?.toISOString() ?? null,
    createdBy: record.created_by.name,
    createdAt: record.created_at.toISOString(),
    version: record.version,
  };
}

async function check(
  lists: readonly ExportableList[],
  principal: Principal,
  body: z.output<typeof newExportSchema>,
): Promise<{ list: ExportableList['list']; columns: string[] }> {
  const list = lists.find((one) => one.list === body.list);
  if (!list)
    throw listUnknown(
      body.list,
      lists.map((one) => one.list),
    );
  if (!canDo(principal, list.permission)) throw listForbidden();
  const known = (await list.columnsFor(principal)).map(({ key }) => key);
  for (const key of body.columns ?? []) if (!known.includes(key)) throw columnUnknown(key, known);
  try {
    await list.checkFilters(principal, body.filters);
  } catch (error) {
    if (error instanceof z.ZodError) throw filtersInvalid(faultsOf(error, 'filter'));
    throw error;
  }
  return { list: list.list, columns: body.columns && body.columns.length > 0 ? [...new Set(body.columns)] : known };
}

export async function createExport(
  platform: Platform,
  lists: readonly ExportableList[],
  { body, ...by }: By & { body: z.output<typeof newExportSchema> },
): Promise<Export> {
  const { database, ids, clock, jobs } = platform;
  const { list, columns } = await check(lists, by.principal, body);
  const { principal } = by;
  const id = ids('exp');
  const { filters, format, language } = body;
  return database.transaction(async (tx) => {
    const row = {
      id,
      list,
      filters,
      columns,
      format,
      language,
      state: 'waiting' as const,
      created_by: principal,
      owner_user_id: principal.userId,
      team_id: principal.teamId,
    };
    await insertExport(tx, row, clock.now());
    await jobs.add(tx, runExportJob, { exportId: id }, { key: `${runExportJob} ${id}` });
    await createAudit(platform).record(tx, {
      ...by,
      action: `${list}.export-asked`,
      record: id,
      after: { list, filters, columns, format },
    });
    const record = await selectExport(tx, id);
    if (!record) throw exportNotFound();
    return toExport(record, clock.now());
  });
}

async function findOwn({ database }: Platform, principal: Principal, id: string): Promise<ExportRecord> {
  const record = await selectExport(database.sql, id);
  if (!record || record.created_by.id !== principal.id) throw exportNotFound();
  return record;
}

export const readExport = async (platform: Platform, principal: Principal, id: string): Promise<Export> =>
  toExport(await findOwn(platform, principal, id), platform.clock.now());

export async function listExports(
  platform: Platform,
  principal: Principal,
  query: { cursor?: string | undefined; limit: number },
): Promise<Page<Export>> {
  const rows = await selectExportsOf(platform.database.sql, principal, {
    after: cursorOf(query.cursor, 2),
    limit: query.limit,
  });
  const now = platform.clock.now();
  return pageOf(
    rows,
    query.limit,
    (row) => [row.created_at.toISOString(), row.id],
    (row) => toExport(row, now),
  );
}

async function change(platform: Platform, id: string, columns: ExportColumns): Promise<ExportRecord> {
  return platform.database.transaction(async (tx) => {
    const record = await updateExport(tx, id, columns, platform.clock.now());
    const { state, version, created_by: by } = record;
    await platform.facts.append<ExportFacts>(tx, {
      type: 'export.changed',
      subject: id,
      payload: { exportId: id, state, version, ownerAgentId: by.agentId },
    });
    return record;
  });
}

/** Writes the file. Done again from the start when the server dies meanwhile: a file appears whole or not at all. */
export async function runExport(
  platform: Platform,
  lists: readonly ExportableList[],
  exportId: string,
  signal: AbortSignal,
): Promise<void> {
  const record = await selectExport(platform.database.sql, exportId);
  if (!record || (record.state !== 'waiting' && record.state !== 'writing')) return;
  const list = lists.find((one) => one.list === record.list);
  const principal = await currentPrincipal(platform.database.sql, record.created_by);
  if (!list || !principal || !canDo(principal, 'exports.make') || !canDo(principal, list.permission)) {
    await change(platform, exportId, { state: 'failed', failure: 'not-allowed', finished_at: platform.clock.now() });
    return;
  }
  await change(platform, exportId, { state: 'writing', rows_written: 0 });
  try {
    await write(platform, list, record, principal, signal);
  } catch (error) {
    // What the list refuses now (a field of its filter is gone) it refuses the next time, too: trying again is no help.
    if (!(error instanceof DomainError)) throw error;
    platform.logger.warn({ err: error, exportId }, 'an export was refused by its list');
    await change(platform, exportId, { state: 'failed', failure: error.code, finished_at: platform.clock.now() });
  }
}

async function write(
  platform: Platform,
  list: ExportableList,
  record: ExportRecord,
  principal: Principal,
  signal: AbortSignal,
): Promise<void> {
  const { storage, clock, database } = platform;
  const { id, format, language, columns: keys, filters } = record;
  let count = 0;
  let told = 0;
  async function* counted(): AsyncGenerator<Cell[][]> {
    for await (const page of list.rows(principal, { filters, keys, language })) {
      signal.throwIfAborted();
      yield page;
      count += page.length;
      if (count - told < rowsPerTelling) continue;
      told = count;
      await change(platform, id, { rows_written: count });
    }
  }
  const offered = new Map((await list.columnsFor(principal)).map((column) => [column.key, column]));
  const names = keys.map((one) => offered.get(one)?.labels[language] ?? one);
  const key = `exports/${id}.${format}`;
  const { bytes } = await storage.write(
    key,
    format === 'csv' ? csvFile(names, counted()) : await xlsxFile(names, counted()),
  );
  const after = { list: record.list, filters, rows: count, bytes };
  await database.transaction((tx) =>
    createAudit(platform).record(tx, { principal, action: `${record.list}.exported`, record: id, after }),
  );
  const now = clock.now();
  const expires = new Date(now.getTime() + keptMs);
  await change(platform, id, {
    state: 'done',
    rows_written: count,
    file_key: key,
    file_bytes: bytes,
    expires_at: expires,
    finished_at: now,
  });
}

export async function openExport(
  platform: Platform,
  { exportId, ...by }: By & { exportId: string },
): Promise<{ stream: Readable; fileName: string; bytes: number; format: 'csv' | 'xlsx' }> {
  const { storage, clock, database } = platform;
  const record = await findOwn(platform, by.principal, exportId);
  const isThere = record.expires_at !== null && record.expires_at > clock.now();
  const file = isThere && record.file_key ? await storage.stat(record.file_key) : null;
  if (!file || !record.file_key) throw exportExpired();
  await database.transaction((tx) =>
    createAudit(platform).record(tx, { ...by, action: `${record.list}.export-fetched`, record: exportId }),
  );
  const fileName = `${record.list}-${record.created_at.toISOString().slice(0, 10)}.${record.format}`;
  return { stream: storage.read(record.file_key), fileName, bytes: file.bytes, format: record.format };
}

/** Removes files that have expired, and asks again for exports whose server died. */
export async function tendExports({ database, storage, clock, jobs }: Platform): Promise<void> {
  const old = await database.sql<{ id: string; file_key: string }[]>`
    select id, file_key from exports where expires_at < ${clock.now()} and file_key is not null limit 100`;
  for (const { id, file_key: key } of old) {
    await storage.remove(key);
    await database.sql`update exports set file_key = null where id = ${id}`;
  }
  await database.transaction(async (tx) => {
    const waiting = await tx<{ id: string }[]>`
      select id from exports where state in ('waiting', 'writing') and updated_at < ${new Date(clock.now().getTime() - 300_000)} limit 10`;
    for (const { id } of waiting) await jobs.add(tx, runExportJob, { exportId: id }, { key: `${runExportJob} ${id}` });
  });
}
