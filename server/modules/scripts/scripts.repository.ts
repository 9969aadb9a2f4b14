/** SQL of scripts and of their published versions. */
import type { ScriptContent } from '../../contract/scripts.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { Json, SqlQuery } from '../../platform/database/sql.ts';

export interface ScriptRow {
  id: string;
  name: string;
  version: number;
  content: ScriptContent;
  published_version: number | null;
  has_changes: boolean;
  created_at: Date;
  updated_at: Date;
  deleted_at: Date | null;
}

export interface VersionRow {
  script_id: string;
  version: number;
  name: string;
  content: ScriptContent;
  published_at: Date;
}

const select = `
  select s.id, s.name, s.version, s.content, s.published_version, s.created_at, s.updated_at, s.deleted_at,
    (v.version is not null and (s.content, s.name) is distinct from (v.content, v.name)) as has_changes
  from scripts s left join script_versions v on v.script_id = s.id and v.version = s.published_version`;

/** By name. */
export async function selectScripts(sql: Sql, where: SqlQuery): Promise<ScriptRow[]> {
  const rows = await sql<ScriptRow[]>`
    ${sql.unsafe(select)} where ${where} order by search_text(s.name), s.id limit 500`;
  return [...rows];
}

export async function selectScript(sql: Sql, id: string): Promise<ScriptRow | null> {
  return (await selectScripts(sql, sql`s.id = ${id}`))[0] ?? null;
}

export async function lockScript(tx: Tx, id: string): Promise<ScriptRow | null> {
  const [locked] = await tx`select from scripts where id = ${id} for update`;
  return locked ? selectScript(tx, id) : null;
}

export async function insertScript(
  tx: Tx,
  { id, name, content, now }: { id: string; name: string; content: ScriptContent; now: Date },
): Promise<void> {
  await tx`insert into scripts ${tx({ id, name, content: json(tx, content), created_at: now, updated_at: now })}`;
}

export async function updateScript(
  tx: Tx,
  id: string,
  {
    name,
    content,
    ...rest
  }: { name?: string; content?: ScriptContent; deleted_at?: Date | null; published_version?: number },
  now: Date,
): Promise<void> {
  const columns = {
    ...(name === undefined ? {} : { name }),
    ...(content === undefined ? {} : { content: json(tx, content) }),
    ...rest,
    updated_at: now,
  };
  await tx`update scripts set ${tx(columns)}, version = version + 1 where id = ${id}`;
}

const json = (tx: Tx, content: ScriptContent): Json => tx.json(content);

export async function insertVersion(tx: Tx, row: VersionRow): Promise<void> {
  await tx`insert into script_versions ${tx({ ...row, content: json(tx, row.content) })}`;
}

export async function selectVersion(sql: Sql, scriptId: string, version: number): Promise<VersionRow | null> {
  const [row] = await sql<VersionRow[]>`
    select script_id, version, name, content, published_at from script_versions
    where script_id = ${scriptId} and version = ${version}`;
  return row ?? null;
}

/** Published versions that answers were given for, and the newest one; the oldest first. */
export async function selectAnsweredVersions(sql: Sql, scriptId: string): Promise<VersionRow[]> {
  const rows = await sql<VersionRow[]>`
    select script_id, version, name, content, published_at from script_versions v
    where script_id = ${scriptId} and (
      version = (select published_version from scripts where id = ${scriptId})
      or exists (select from script_answers a where a.script_id = v.script_id and a.script_version = v.version))
    order by version`;
  return [...rows];
}
