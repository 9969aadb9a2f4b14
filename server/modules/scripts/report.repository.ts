/** SQL of what came of a script. Calls are those that the reader may read. */
import type { QuestionKind } from '../../contract/scripts.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import type { AnswerRow } from './answer-columns.ts';

export interface ReportTime {
  from?: string | undefined;
  to?: string | undefined;
}

/** Within an object, because a query alone would be awaited. */
const within = (sql: Sql, column: SqlQuery, { from, to }: ReportTime) =>
  sql.and([
    from !== undefined && sql`${column} >= ${from}::timestamptz`,
    to !== undefined && sql`${column} < ${to}::timestamptz`,
  ]);

export interface Asked {
  scriptId: string;
  time: ReportTime;
  /** A condition on `calls`. */
  visible: SqlQuery;
}

const answered = (sql: Sql, { scriptId, time, visible }: Asked) =>
  sql.and([sql`a.script_id = ${scriptId}`, within(sql, sql`a.answered_at`, time), visible]);

export async function countRuns(
  sql: Sql,
  { scriptId, time, visible }: Asked,
): Promise<{ runs: number; finished: number }> {
  const where = sql.and([sql`r.script_id = ${scriptId}`, within(sql, sql`r.started_at`, time), visible]);
  const [row] = await sql<{ runs: number; finished: number }[]>`
    select count(*)::int as runs, count(r.finished_at)::int as finished
    from script_runs r join calls on calls.id = r.call_id where ${where}`;
  return { runs: row?.runs ?? 0, finished: row?.finished ?? 0 };
}

export interface SummedRow {
  question_id: string;
  kind: QuestionKind;
  answered: number;
  yes: number;
  least: number | null;
  most: number | null;
  average: number | null;
  first: string | null;
  last: string | null;
}

export async function sumAnswers(sql: Sql, asked: Asked): Promise<SummedRow[]> {
  const rows = await sql<SummedRow[]>`
    select a.question_id, a.kind, count(*)::int as answered, count(*) filter (where a.boolean_value)::int as yes,
      min(a.number_value) as least, max(a.number_value) as most, avg(a.number_value) as average,
      min(a.date_value) as first, max(a.date_value) as last
    from script_answers a join calls on calls.id = a.call_id where ${answered(sql, asked)} group by 1, 2`;
  return [...rows];
}

export interface OptionCount {
  question_id: string;
  option_id: string;
  count: number;
}

export async function countOptions(sql: Sql, asked: Asked): Promise<OptionCount[]> {
  const rows = await sql<OptionCount[]>`
    select a.question_id, o.id as option_id, count(*)::int as count
    from script_answers a join calls on calls.id = a.call_id cross join unnest(a.option_ids) as o(id)
    where ${answered(sql, asked)} group by 1, 2`;
  return [...rows];
}

export interface TextRow {
  question_id: string;
  call_id: string;
  text_value: string;
  answered_at: Date;
}

/** The newest few texts of every question. */
export async function sampleTexts(sql: Sql, asked: Asked, each: number): Promise<TextRow[]> {
  const rows = await sql<TextRow[]>`
    select question_id, call_id, text_value, answered_at from (
      select a.question_id, a.call_id, a.text_value, a.answered_at,
        row_number() over (partition by a.question_id order by a.answered_at desc, a.id desc) as place
      from script_answers a join calls on calls.id = a.call_id
      where ${sql.and([answered(sql, asked), sql`a.text_value is not null`])}) t
    where place <= ${each} order by question_id, place`;
  return [...rows];
}

export async function selectAnswersOf(
  sql: Sql,
  asked: Asked,
  {
    questionId,
    value,
    after,
    limit,
  }: { questionId: string; value: string | undefined; after: { at: string; id: string } | null; limit: number },
): Promise<AnswerRow[]> {
  const isSaid =
    value !== undefined &&
    sql`(a.option_ids @> array[${value}] or a.boolean_value = (case ${value} when 'true' then true when 'false' then false end))`;
  const where = sql.and([
    answered(sql, asked),
    sql`a.question_id = ${questionId}`,
    isSaid,
    after && sql`(a.answered_at, a.id) < (${after.at}::timestamptz, ${after.id})`,
  ]);
  const rows = await sql<AnswerRow[]>`
    select a.id, a.call_id, a.script_id, a.script_version, a.step_id, a.question_id, a.kind, a.text_value, a.number_value,
      a.boolean_value, a.date_value, a.option_ids, a.agent_id, a.contact_id, a.answered_at
    from script_answers a join calls on calls.id = a.call_id
    where ${where} order by a.answered_at desc, a.id desc limit ${limit + 1}`;
  return [...rows];
}
