/** Scripts: written, published as a version, deleted (soft) and taken back. */
import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import type { AuditAction } from '../../contract/audit-actions.ts';
import { checkScript } from '../../contract/check-script.ts';
import type {
  newScriptSchema,
  Script,
  ScriptContent,
  ScriptRef,
  ScriptVersion,
  scriptPatchSchema,
} from '../../contract/scripts.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Principal } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { oneLine } from '../contacts/clean-text.ts';
import type { SettingsFacts } from '../settings/settings.events.ts';
import { scriptInvalid, scriptNotFound, scriptStale, versionNotFound } from './scripts.errors.ts';
import {
  insertScript,
  insertVersion,
  lockScript,
  type ScriptRow,
  selectScript,
  selectScripts,
  selectVersion,
  updateScript,
  type VersionRow,
} from './scripts.repository.ts';

type By = { principal: Principal; ip: string };

const toRef = ({ content, ...row }: ScriptRow): ScriptRef => ({
  id: row.id,
  name: row.name,
  version: row.version,
  publishedVersion: row.published_version,
  hasChanges: row.has_changes,
  updatedAt: row.updated_at.toISOString(),
  steps: content.steps.length,
  questions: content.steps.reduce((sum, { questions }) => sum + questions.length, 0),
});

const warningsOf = (content: ScriptContent): Script['warnings'] =>
  checkScript(content).flatMap(({ severity, path, code }) => (severity === 'warning' ? [{ path, code }] : []));

export const toScript = (row: ScriptRow): Script => ({
  id: row.id,
  name: row.name,
  version: row.version,
  publishedVersion: row.published_version,
  hasChanges: row.has_changes,
  steps: row.content.steps,
  objections: row.content.objections,
  warnings: warningsOf(row.content),
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});

const toVersion = (row: VersionRow): ScriptVersion => ({
  scriptId: row.script_id,
  version: row.version,
  name: row.name,
  ...row.content,
  publishedAt: row.published_at.toISOString(),
});

export async function listScripts({ database: { sql } }: Platform): Promise<{ items: ScriptRef[] }> {
  return { items: (await selectScripts(sql, sql`s.deleted_at is null`)).map(toRef) };
}

/** Of these, deleted ones too. */
export const listScriptsOf = async (sql: Sql, ids: readonly string[]): Promise<Script[]> =>
  (await selectScripts(sql, sql`s.id = any(${[...ids]}::text[])`)).map(toScript);

export async function readScript({ database }: Platform, id: string): Promise<Script> {
  const row = await selectScript(database.sql, id);
  if (!row || row.deleted_at) throw scriptNotFound();
  return toScript(row);
}

/** Whatever an address can hold; the database knows whole numbers of four bytes. */
const isVersion = (version: number) => Number.isInteger(version) && version > 0 && version < 2 ** 31;

/** What was published; it stays readable when the script is deleted, for the calls that began with it. */
export async function readVersion({ database }: Platform, id: string, version: number): Promise<ScriptVersion> {
  const row = isVersion(version) ? await selectVersion(database.sql, id, version) : null;
  if (!row) throw versionNotFound();
  return toVersion(row);
}

function refuseErrors(content: ScriptContent): void {
  const errors = checkScript(content).flatMap((one) => (one.severity === 'error' ? [one] : []));
  if (errors.length > 0) throw scriptInvalid(errors);
}

async function show(tx: Tx, id: string): Promise<Script> {
  const row = await selectScript(tx, id);
  if (!row) throw scriptNotFound();
  return toScript(row);
}

/** What of a script is somebody's doing; the rest follows from it. */
const written = ({ name, steps, objections, publishedVersion, version }: Script) => ({
  name,
  steps,
  objections,
  publishedVersion,
  version,
});

async function tell(
  platform: Platform,
  tx: Tx,
  by: By,
  change: { action: AuditAction; record: string; before: Script | null; after: Script | null },
): Promise<void> {
  const { action, record, before, after } = change;
  const entry = { action, record, before: before && written(before), after: after && written(after) };
  await createAudit(platform).record(tx, { ...by, ...entry });
  const payload = { what: 'scripts' };
  await platform.facts.append<SettingsFacts>(tx, { type: 'settings.changed', payload, subject: 'scripts' });
}

/** Makes what is written now the next version, unless calls get just that already. */
async function publish({ clock }: Platform, tx: Tx, id: string): Promise<void> {
  const row = await selectScript(tx, id);
  if (!row || (row.published_version !== null && !row.has_changes)) return;
  const version = (row.published_version ?? 0) + 1;
  const now = clock.now();
  await insertVersion(tx, { script_id: id, version, name: row.name, content: row.content, published_at: now });
  await tx`update scripts set published_version = ${version} where id = ${id}`;
}

export async function createScript(
  platform: Platform,
  { body, ...by }: By & { body: z.output<typeof newScriptSchema> },
): Promise<Script> {
  const { steps, objections } = body;
  const content = { steps, objections };
  refuseErrors(content);
  return platform.database.transaction(async (tx) => {
    const id = platform.ids('scr');
    await insertScript(tx, { id, name: oneLine(body.name), content, now: platform.clock.now() });
    if (body.publish) await publish(platform, tx, id);
    const after = await show(tx, id);
    await tell(platform, tx, by, { action: 'script.created', record: id, before: null, after });
    return after;
  });
}

async function lockKept(tx: Tx, id: string): Promise<ScriptRow> {
  const row = await lockScript(tx, id);
  if (!row || row.deleted_at) throw scriptNotFound();
  return row;
}

/** Changes what is given. Calls go on with what was published, until this is published as well. */
export async function changeScript(
  platform: Platform,
  { id, body, ...by }: By & { id: string; body: z.output<typeof scriptPatchSchema> },
): Promise<Script> {
  return platform.database.transaction(async (tx) => {
    const row = await lockKept(tx, id);
    if (body.version !== undefined && body.version !== row.version) throw scriptStale();
    const name = body.name === undefined ? row.name : oneLine(body.name);
    const content = {
      steps: body.steps ?? row.content.steps,
      objections: body.objections ?? row.content.objections,
    };
    refuseErrors(content);
    if (name !== row.name || !isDeepStrictEqual(content, row.content))
      await updateScript(tx, id, { name, content }, platform.clock.now());
    if (body.publish) await publish(platform, tx, id);
    const before = toScript(row);
    const after = await show(tx, id);
    if (!isDeepStrictEqual(before, after))
      await tell(platform, tx, by, { action: 'script.changed', record: id, before, after });
    return after;
  });
}

/** Takes it out of the list; answers and versions stay. Deleting twice is nothing new. */
export async function deleteScript(platform: Platform, { id, ...by }: By & { id: string }): Promise<void> {
  await platform.database.transaction(async (tx) => {
    const row = await lockScript(tx, id);
    if (!row) throw scriptNotFound();
    if (row.deleted_at) return;
    const now = platform.clock.now();
    await updateScript(tx, id, { deleted_at: now }, now);
    await tell(platform, tx, by, { action: 'script.deleted', record: id, before: toScript(row), after: null });
  });
}

export async function restoreScript(platform: Platform, { id, ...by }: By & { id: string }): Promise<Script> {
  return platform.database.transaction(async (tx) => {
    const row = await lockScript(tx, id);
    if (!row) throw scriptNotFound();
    if (row.deleted_at) await updateScript(tx, id, { deleted_at: null }, platform.clock.now());
    const after = await show(tx, id);
    if (row.deleted_at) await tell(platform, tx, by, { action: 'script.restored', record: id, before: null, after });
    return after;
  });
}
