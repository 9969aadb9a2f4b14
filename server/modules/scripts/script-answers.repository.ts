/** SQL of the runs of scripts in calls and of their answers. */
import type { ScriptRun } from '../../contract/script-answers.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { AnswerRow } from './answer-columns.ts';

export interface RunRow {
  id: string;
  call_id: string;
  script_id: string;
  version: number;
  path: string[];
  agent_id: string | null;
  contact_id: string | null;
  started_at: Date;
  updated_at: Date;
  finished_at: Date | null;
}

export const toRun = (row: RunRow): ScriptRun => ({
  callId: row.call_id,
  scriptId: row.script_id,
  version: row.version,
  path: row.path,
  startedAt: row.started_at.toISOString(),
  finishedAt: row.finished_at?.toISOString() ?? null,
});

export async function selectRun(sql: Sql, callId: string): Promise<RunRow | null> {
  const [row] = await sql<RunRow[]>`
    select id, call_id, script_id, version, path, agent_id, contact_id, started_at, updated_at, finished_at
    from script_runs where call_id = ${callId}`;
  return row ?? null;
}

/** Writes the run; whoever saves for the same call at once waits until this is committed. */
export async function upsertRun(tx: Tx, row: RunRow): Promise<void> {
  await tx`
    insert into script_runs ${tx({ ...row })}
    on conflict (call_id) do update set
      script_id = excluded.script_id, version = excluded.version, path = excluded.path, agent_id = excluded.agent_id,
      contact_id = excluded.contact_id, updated_at = excluded.updated_at, finished_at = excluded.finished_at,
      started_at = case when script_runs.script_id = excluded.script_id then script_runs.started_at
        else excluded.started_at end`;
}

export async function selectAnswers(sql: Sql, callId: string, scriptId: string): Promise<AnswerRow[]> {
  const rows = await sql<AnswerRow[]>`
    select id, call_id, script_id, script_version, step_id, question_id, kind, text_value, number_value, boolean_value,
      date_value, option_ids, agent_id, contact_id, answered_at
    from script_answers where call_id = ${callId} and script_id = ${scriptId} order by answered_at, question_id`;
  return [...rows];
}

/** The later one takes the place of the earlier one, question by question. */
export async function upsertAnswers(tx: Tx, rows: readonly AnswerRow[]): Promise<void> {
  for (const row of rows)
    await tx`
      insert into script_answers ${tx({ ...row })}
      on conflict (call_id, script_id, question_id) do update set
        script_version = excluded.script_version, step_id = excluded.step_id, kind = excluded.kind,
        text_value = excluded.text_value, number_value = excluded.number_value, boolean_value = excluded.boolean_value,
        date_value = excluded.date_value, option_ids = excluded.option_ids, agent_id = excluded.agent_id,
        contact_id = excluded.contact_id, answered_at = excluded.answered_at`;
}

export async function deleteAnswers(
  tx: Tx,
  { callId, scriptId, questionIds }: { callId: string; scriptId: string; questionIds: readonly string[] },
): Promise<void> {
  if (questionIds.length === 0) return;
  await tx`
    delete from script_answers
    where call_id = ${callId} and script_id = ${scriptId} and question_id = any(${[...questionIds]}::text[])`;
}

/** A call that became part of another one: of two answers to one question the later one stays. */
export async function moveToCall(tx: Tx, from: string, into: string): Promise<void> {
  await tx`
    delete from script_answers a using script_answers b
    where a.script_id = b.script_id and a.question_id = b.question_id
      and a.call_id in (${from}, ${into}) and b.call_id in (${from}, ${into}) and a.call_id <> b.call_id
      and (a.answered_at, a.id) < (b.answered_at, b.id)`;
  await tx`update script_answers set call_id = ${into} where call_id = ${from}`;
  await tx`
    delete from script_runs a using script_runs b
    where a.call_id in (${from}, ${into}) and b.call_id in (${from}, ${into}) and a.call_id <> b.call_id
      and (a.updated_at, a.id) < (b.updated_at, b.id)`;
  await tx`update script_runs set call_id = ${into} where call_id = ${from}`;
}

/** Answers are of the person whose call it was; these calls may be another's now. */
export async function followCalls(tx: Tx, contactIds: readonly string[]): Promise<void> {
  const ids = [...contactIds];
  for (const table of ['script_runs', 'script_answers'])
    await tx`
      update ${tx(table)} t set contact_id = c.contact_id from calls c
      where c.id = t.call_id and c.contact_id is distinct from t.contact_id
        and (t.contact_id = any(${ids}::text[]) or c.contact_id = any(${ids}::text[]))`;
}
