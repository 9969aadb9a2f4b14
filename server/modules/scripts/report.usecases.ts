/** What came of a script: question by question, and the calls behind a figure. Only of calls that the reader may read. */
import type { z } from 'zod';
import { questionsOf } from '../../contract/check-answers.ts';
import type {
  AnswerCalls,
  answerCallsQuerySchema,
  answersQuerySchema,
  QuestionReport,
  ScriptReport,
} from '../../contract/script-answers.contract.ts';
import type { Question, Step } from '../../contract/scripts.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import { cursorOf, pageOf } from '../../platform/http/cursor.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Principal } from '../access/principal.ts';
import type { ViewNeighbours } from '../calls/call-neighbours.ts';
import { visibleCalls } from '../calls/calls.usecases.ts';
import { listCallsByIds } from '../calls/calls-for-others.usecases.ts';
import { toAnswer } from './answer-columns.ts';
import {
  type Asked,
  countOptions,
  countRuns,
  type OptionCount,
  type SummedRow,
  sampleTexts,
  selectAnswersOf,
  sumAnswers,
  type TextRow,
} from './report.repository.ts';
import { scriptNotFound } from './scripts.errors.ts';
import { selectAnsweredVersions, selectScript, type VersionRow } from './scripts.repository.ts';

/** So many texts of each question are shown; the calls behind it have all. */
const textsShown = 5;

interface AskedQuestion {
  question: Question;
  step: Step;
  asked: boolean;
}

/** Every question that was ever asked, in the words of the newest version that asks it; the published order first. */
export function askedQuestions(versions: readonly VersionRow[], published: number | null): AskedQuestion[] {
  const known = new Map<string, AskedQuestion>();
  for (const { version, content } of [...versions].sort((a, b) => b.version - a.version))
    for (const [id, { question, step }] of questionsOf(content))
      if (!known.has(id)) known.set(id, { question, step, asked: version === published });
  return [...known.values()];
}

/** Options that are not there any more are told by their id's last words, from older versions. */
function optionLabels(versions: readonly VersionRow[], questionId: string): Map<string, string> {
  const options = versions.flatMap(({ content }) => questionsOf(content).get(questionId)?.question.options ?? []);
  return new Map(options.map(({ id, label }) => [id, label] as const));
}

interface Sums {
  summed: readonly SummedRow[];
  options: readonly OptionCount[];
  texts: readonly TextRow[];
  versions: readonly VersionRow[];
}

function countsOf({ question }: AskedQuestion, row: SummedRow | undefined, sums: Sums): QuestionReport['counts'] {
  if (question.kind === 'yes-no') {
    const yes = row?.yes ?? 0;
    return [
      { value: 'true', label: null, count: yes },
      { value: 'false', label: null, count: (row?.answered ?? 0) - yes },
    ];
  }
  if (question.kind !== 'choice' && question.kind !== 'choices') return [];
  const counted = new Map(
    sums.options.filter((one) => one.question_id === question.id).map((one) => [one.option_id, one.count] as const),
  );
  const labels = optionLabels(sums.versions, question.id);
  const ids = new Set([...question.options.map(({ id }) => id), ...counted.keys()]);
  return [...ids].map((id) => ({ value: id, label: labels.get(id) ?? id, count: counted.get(id) ?? 0 }));
}

function reportOf(one: AskedQuestion, sums: Sums): QuestionReport {
  const { question, step, asked } = one;
  const row = sums.summed.find(({ question_id, kind }) => question_id === question.id && kind === question.kind);
  const { least = null, most = null, average = null, first = null, last = null } = row ?? {};
  return {
    questionId: question.id,
    label: question.label,
    kind: question.kind,
    stepId: step.id,
    stepTitle: step.title,
    asked,
    answered: row?.answered ?? 0,
    counts: countsOf(one, row, sums),
    numbers: least === null || most === null || average === null ? null : { least, most, average },
    days: first === null || last === null ? null : { first, last },
    texts: sums.texts
      .filter(({ question_id }) => question_id === question.id)
      .map(({ call_id, text_value, answered_at }) => ({
        callId: call_id,
        text: text_value,
        answeredAt: answered_at.toISOString(),
      })),
  };
}

/** Calls that the reader may read; of a campaign, when one is asked for. */
const callsOf = (sql: Sql, reader: Principal, campaignId: string | undefined): SqlQuery =>
  sql.and([
    visibleCalls(sql, reader, 'calls.read'),
    campaignId !== undefined && sql`calls.campaign_id = ${campaignId}`,
  ]);

export async function reportScript(
  { database: { sql } }: Platform,
  reader: Principal,
  { id, ...time }: z.output<typeof answersQuerySchema> & { id: string },
): Promise<ScriptReport> {
  const script = await selectScript(sql, id);
  if (!script || script.deleted_at) throw scriptNotFound();
  const asked: Asked = { scriptId: id, time, visible: callsOf(sql, reader, time.campaignId) };
  const [{ runs, finished }, summed, options, texts, versions] = await Promise.all([
    countRuns(sql, asked),
    sumAnswers(sql, asked),
    countOptions(sql, asked),
    sampleTexts(sql, asked, textsShown),
    selectAnsweredVersions(sql, id),
  ]);
  const sums = { summed, options, texts, versions };
  return {
    runs,
    finished,
    items: askedQuestions(versions, script.published_version).map((one) => reportOf(one, sums)),
  };
}

/** The calls behind a figure, the newest answer first. */
export async function listAnswerCalls(
  { database: { sql } }: Platform,
  neighbours: ViewNeighbours,
  { reader, id, query }: { reader: Principal; id: string; query: z.output<typeof answerCallsQuerySchema> },
): Promise<AnswerCalls> {
  const { from, to, campaignId, questionId, value, cursor, limit } = query;
  const [at, last] = cursorOf(cursor, 2) ?? [];
  const after = at && last && !Number.isNaN(Date.parse(at)) ? { at, id: last } : null;
  const script = await selectScript(sql, id);
  if (!script || script.deleted_at) throw scriptNotFound();
  const asked: Asked = { scriptId: id, time: { from, to }, visible: callsOf(sql, reader, campaignId) };
  const rows = await selectAnswersOf(sql, asked, { questionId, value, after, limit });
  const calls = await listCallsByIds(sql, neighbours, reader, [...new Set(rows.map((row) => row.call_id))]);
  const byId = new Map(calls.map((call) => [call.id, call] as const));
  const page = pageOf(
    rows,
    limit,
    (row) => [row.answered_at.toISOString(), row.id],
    (row) => row,
  );
  return {
    nextCursor: page.nextCursor,
    items: page.items.flatMap((row) => {
      const call = byId.get(row.call_id);
      return call ? [{ call, answer: toAnswer(row) }] : [];
    }),
  };
}
