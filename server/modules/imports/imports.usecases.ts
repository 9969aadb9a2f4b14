/** Imports as people handle them: hand in a file, choose columns and rules, start, stop, take back. */
import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { Import, ImportCommand, importPatchSchema } from '../../contract/imports.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import { cursorOf, type Page, pageOf } from '../../platform/http/cursor.ts';
import type { Platform } from '../../platform/platform.ts';
import { StoredFileTooLarge } from '../../platform/storage/storage.ts';
import { fieldsHeldBack } from '../access/access.errors.ts';
import type { Principal } from '../access/principal.ts';
import { visiblePredicate } from '../access/visible-predicate.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import { analyseColumns, guessFormat } from './analyse-file.usecases.ts';
import { defaultRules } from './default-rules.ts';
import { heldBackOf } from './held-back.ts';
import { wrongDefaults } from './import-defaults.ts';
import { commandsOf, isEditable, isWorking } from './import-state.ts';
import type { ImportTarget } from './import-targets.ts';
import { countsOf, hasWrittenOf, progressOf, toImport } from './import-view.ts';
import {
  defaultsInvalid,
  fieldOff,
  fileEmpty,
  fileTooLarge,
  fileUnknown,
  importBusy,
  importNotEditable,
  importNotFound,
  importStale,
  mappingInvalid,
  sheetUnknown,
} from './imports.errors.ts';
import type { ImportFacts } from './imports.events.ts';
import {
  forgetRows,
  type ImportColumns,
  type ImportRecord,
  importOwner,
  insertImport,
  type Lane,
  lockImport,
  selectImport,
  selectImports,
  selectLanes,
  updateImport,
} from './imports.repository.ts';
import { rewindLeft } from './left-by-undo.repository.ts';
import { readTargetsFor } from './read-targets.usecases.ts';
import { canUndoMore } from './since-import.usecases.ts';

export interface By {
  principal: Principal;
  ip: string;
}

export const runJob = 'imports.run';

/** Imports that this reader may see: own ones, the team's, or all. */
export const visibleImports = (sql: Sql, principal: Principal) =>
  sql`(${visiblePredicate(sql, principal, 'imports.manage', importOwner)} or i.owner_user_id = ${principal.id})`;

/** Takes a file in, looks at it, and waits for a person to say what to do. */
export async function createImport(
  platform: Platform,
  {
    content,
    fileName,
    target,
    ...by
  }: By & { content: Readable; fileName: string; target: 'contacts' | 'organisations' },
): Promise<Import> {
  const { storage, database, ids, clock, config } = platform;
  const id = ids('imp');
  const fileKey = `imports/${id}`;
  const maxBytes = config.importMaxMb * 1024 * 1024;
  const { bytes } = await storage.write(fileKey, content, { maxBytes }).catch((error: unknown) => {
    throw error instanceof StoredFileTooLarge ? fileTooLarge(maxBytes) : error;
  });
  try {
    const { columns } = await look(platform, fileKey, target, by.principal);
    const row = {
      id,
      target,
      file_name: fileName,
      file_key: fileKey,
      file_bytes: bytes,
      ...columns,
      rules: defaultRules(target),
      ...whose(by.principal),
    };
    return await database.transaction(async (tx) => {
      await insertImport(tx, { ...row, state: 'ready' }, clock.now());
      await createAudit(platform).record(tx, {
        ...by,
        action: 'import.uploaded',
        record: id,
        after: { fileName, bytes, target },
      });
      return show(tx, id);
    });
  } catch (error) {
    await storage.remove(fileKey);
    throw error;
  }
}

const whose = (principal: Principal) => ({
  created_by: principal,
  // A key has no user: then it is the key's.
  owner_user_id: principal.userId ?? principal.id,
  team_id: principal.teamId,
});

async function look(platform: Platform, fileKey: string, target: 'contacts' | 'organisations', importer: Principal) {
  const path = platform.storage.pathOf(fileKey);
  const { sql } = platform.database;
  const { defaultRegion } = await readSettings(platform, sql);
  const targets = await readTargetsFor(sql, target, importer);
  const damaged = (error: unknown): never => {
    // A spreadsheet that is damaged, or a ZIP that is none.
    platform.logger.warn({ err: error, fileKey }, 'a file that was handed in cannot be read');
    throw fileUnknown();
  };
  const guessed = await guessFormat(path).catch(damaged);
  if (!guessed) throw fileUnknown();
  const found = await analyseColumns({ path, ...guessed }, targets, defaultRegion, null).catch(damaged);
  if (!found) throw fileEmpty();
  const { headers, guesses, hasHeader } = found;
  const { kind, sheets } = guessed;
  const format = { ...guessed.format, hasHeader };
  const mapping = guesses.map((guess) => guess.target);
  return { columns: { file_kind: kind, format, sheets, headers, guesses, mapping } };
}

/** Asked for few imports only: those that were undone and left something. */
const hasLeft = async (sql: Sql, record: ImportRecord, lanes: readonly Lane[]): Promise<boolean> =>
  record.state === 'undone' && countsOf(record, lanes).kept > 0 && (await canUndoMore(sql, record.id));

async function view(sql: Sql, record: ImportRecord): Promise<Import> {
  const lanes = await selectLanes(sql, record.id);
  return toImport(record, lanes, await hasLeft(sql, record, lanes));
}

async function show(sql: Sql, id: string): Promise<Import> {
  const record = await selectImport(sql, id);
  if (!record) throw importNotFound();
  return view(sql, record);
}

/** The import, when there is one and this reader may see it. */
export async function findImport(
  { database }: Pick<Platform, 'database'>,
  principal: Principal,
  id: string,
): Promise<ImportRecord> {
  const { sql } = database;
  const [visible] = await sql`select from imports i where i.id = ${id} and ${visibleImports(sql, principal)}`;
  const record = visible ? await selectImport(sql, id) : null;
  if (!record) throw importNotFound();
  return record;
}

export async function readImport(platform: Platform, principal: Principal, id: string): Promise<Import> {
  const record = await findImport(platform, principal, id);
  return view(platform.database.sql, record);
}

/** Newest first. */
export async function listImports(
  platform: Platform,
  principal: Principal,
  query: { cursor?: string | undefined; limit: number },
): Promise<Page<Import>> {
  const { sql } = platform.database;
  const rows = await selectImports(sql, {
    where: visibleImports(sql, principal),
    after: cursorOf(query.cursor, 2),
    limit: query.limit,
  });
  const page = pageOf(
    rows,
    query.limit,
    (row) => [row.created_at.toISOString(), row.id],
    (row) => row,
  );
  const items = await Promise.all(page.items.map((row) => view(sql, row)));
  return { items, nextCursor: page.nextCursor };
}

/** Held for a change; refuses what this reader may not see. */
async function lockVisible(tx: Tx, principal: Principal, id: string) {
  const [visible] = await tx`select from imports i where i.id = ${id} and ${visibleImports(tx, principal)}`;
  const record = visible ? await lockImport(tx, id) : null;
  if (!record) throw importNotFound();
  const lanes = await selectLanes(tx, id);
  const situation = {
    state: record.state,
    stoppedIn: record.stopped_in,
    hasWritten: hasWrittenOf(countsOf(record, lanes)),
    hasLeft: await hasLeft(tx, record, lanes),
  };
  return { record, lanes, situation };
}

function checkMapping(
  mapping: readonly (string | null)[],
  record: Pick<ImportRecord, 'headers'>,
  known: readonly ImportTarget[],
): void {
  if (mapping.length !== record.headers.length)
    throw mappingInvalid(`${mapping.length} entries were given for ${record.headers.length} columns`);
  const targets = new Map(known.filter(({ isOff }) => !isOff).map((target) => [target.key, target]));
  const seen = new Set<string>();
  for (const key of mapping) {
    if (key === null) continue;
    const target = targets.get(key);
    const off = known.find((one) => one.key === key && one.isOff);
    if (off) throw fieldOff(off.labels.en[0] ?? key);
    if (!target) throw mappingInvalid(`"${key}" is none of ${[...targets.keys()].join(', ')}`);
    if (seen.has(key) && !target.isRepeatable) throw mappingInvalid(`only one column may be "${key}"`);
    seen.add(key);
  }
}

function refuseChoices(
  importer: Principal,
  list: ImportRecord['target'],
  choices: Parameters<typeof heldBackOf>[2],
): void {
  const heldBack = heldBackOf(importer, list, choices);
  if (heldBack.length > 0) throw fieldsHeldBack(heldBack);
}

/** Changes how the file is read, what is done with duplicates and what new records get. What was found with the old choice is forgotten. */
export async function changeImport(
  platform: Platform,
  { importId, patch, ...by }: By & { importId: string; patch: z.output<typeof importPatchSchema> },
): Promise<Import> {
  const { database, clock, storage } = platform;
  const before = await findImport(platform, by.principal, importId);
  const { defaultRegion } = await readSettings(platform, database.sql);
  const { format } = patch;
  const sheet = format?.sheet ?? null;
  if (sheet !== null && !before.sheets.includes(sheet)) throw sheetUnknown(sheet, before.sheets);
  // Another sheet may name its columns in its first row, or not.
  const isOther = sheet !== (before.format.sheet ?? null);
  const file = { path: storage.pathOf(before.file_key), kind: before.file_kind, format: format ?? before.format };
  // Outside the transaction: reading the file takes its time.
  const targets = await readTargetsFor(database.sql, before.target, by.principal);
  const found = format ? await analyseColumns(file, targets, defaultRegion, isOther ? null : format.hasHeader) : null;
  if (format && !found) throw fileEmpty();
  return database.transaction(async (tx) => {
    const { record, situation } = await lockVisible(tx, by.principal, importId);
    if (!isEditable(situation)) throw importNotEditable(record.state);
    if (patch.version !== undefined && patch.version !== record.version) throw importStale();
    const fresh = found
      ? { headers: found.headers, guesses: found.guesses, mapping: found.guesses.map((guess) => guess.target) }
      : {};
    const mapping = patch.mapping;
    refuseChoices(by.principal, record.target, { mapping: mapping ?? [], defaults: patch.defaults ?? {} });
    if (mapping) checkMapping(mapping, { ...record, ...fresh }, targets);
    const columns: ImportColumns = {
      ...(format && found ? { format: { ...format, hasHeader: found.hasHeader } } : {}),
      ...fresh,
      ...(mapping ? { mapping } : {}),
      ...(patch.rules ? { rules: patch.rules } : {}),
    };
    const { defaults } = patch;
    const wrong = defaults ? await wrongDefaults(tx, defaults) : [];
    if (wrong.length > 0) throw defaultsInvalid(wrong);
    // What new records get besides changes nothing of what was found in the rows.
    const isReadAnew = Object.keys(columns).length > 0;
    if (isReadAnew) await forgetRows(tx, importId);
    const anew: ImportColumns = { ...columns, state: 'ready', stopped_in: null, failure: null, counts: {} };
    await updateImport(tx, importId, { ...(isReadAnew ? anew : {}), ...(defaults ? { defaults } : {}) }, clock.now());
    return show(tx, importId);
  });
}

/** What was undone once is undone as far as something was left, also when that was stopped. */
const goalOfUndo = ({ state, goal }: ImportRecord) =>
  state === 'undone' || goal === 'undo-left' ? 'undo-left' : 'undo';

/** What each command writes down; the work itself is a job. */
function changesOf(command: ImportCommand, record: ImportRecord): ImportColumns {
  switch (command) {
    case 'check':
      return { goal: 'check', state: 'waiting', stopped_in: null };
    case 'start':
      return { goal: 'write', state: 'waiting', stopped_in: record.state === 'checked' ? 'writing' : null };
    case 'pause':
      return record.state === 'waiting' ? { state: 'paused' } : { asked: 'pause' };
    case 'resume':
      return { state: 'waiting', failure: null };
    case 'cancel':
      return isWorking(record.state) && record.state !== 'waiting' ? { asked: 'cancel' } : { state: 'cancelled' };
    case 'undo':
      return { goal: goalOfUndo(record), state: 'waiting', stopped_in: 'undoing', failure: null };
  }
}

/** What new records get, for the audit; nothing when all is as usual. */
function chosenDefaults({ defaults }: ImportRecord): object {
  const isChosen = (value: unknown) => (Array.isArray(value) ? value.length > 0 : value !== null);
  const chosen = Object.entries(defaults).filter(([, value]) => isChosen(value));
  return chosen.length > 0 ? { defaults: Object.fromEntries(chosen) } : {};
}

export async function commandImport(
  platform: Platform,
  { importId, command, ...by }: By & { importId: string; command: ImportCommand },
): Promise<Import> {
  const { database, clock, jobs, facts } = platform;
  return database.transaction(async (tx) => {
    const { record, lanes, situation } = await lockVisible(tx, by.principal, importId);
    const allowed = commandsOf(situation);
    if (!allowed.includes(command)) throw importBusy(command, record.state, allowed);
    // A role may have changed since the columns were chosen, or somebody else chose them.
    if (command === 'check' || command === 'start') refuseChoices(by.principal, record.target, record);
    if (command === 'undo') await rewindLeft(tx, importId);
    const finished = command === 'cancel' && !isWorking(record.state) ? { finished_at: clock.now() } : {};
    const after = await updateImport(tx, importId, { ...changesOf(command, record), ...finished }, clock.now());
    if (after.state === 'waiting') await jobs.add(tx, runJob, { importId }, { key: `${runJob} ${importId}` });
    await createAudit(platform).record(tx, {
      ...by,
      action: `import.${command}`,
      record: importId,
      after: { fileName: record.file_name, ...chosenDefaults(record) },
    });
    const { done, total } = progressOf(after, lanes);
    await facts.append<ImportFacts>(tx, {
      type: 'import.changed',
      subject: importId,
      payload: {
        importId,
        state: after.state,
        version: after.version,
        rowsDone: done,
        rowsTotal: total,
        ownerAgentId: after.created_by.agentId,
      },
    });
    return toImport(after, lanes, false);
  });
}
