/** The script of one call: where it is, and what was answered; saved while it is filled in. */
import type { z } from 'zod';
import { type AnswerProblem, checkAnswers, questionsOf } from '../../contract/check-answers.ts';
import type { CallScript, callScriptPutSchema } from '../../contract/script-answers.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { withNumbersBack } from '../access/field-rights.ts';
import type { Principal } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { callNotYours } from '../calls/calls.errors.ts';
import { findCall } from '../calls/calls.usecases.ts';
import { mayWorkOn } from '../calls/calls-for-others.usecases.ts';
import { type AnswerRow, columnsOf, isSameAnswer, toAnswer } from './answer-columns.ts';
import {
  deleteAnswers,
  selectAnswers,
  selectRun,
  toRun,
  upsertAnswers,
  upsertRun,
} from './script-answers.repository.ts';
import { answersInvalid, notPublished, pathInvalid, scriptNotFound, versionNotFound } from './scripts.errors.ts';
import { selectScript, selectVersion, type VersionRow } from './scripts.repository.ts';
import { tellAnswers } from './tell-answers.ts';

type Body = z.output<typeof callScriptPutSchema>;

async function show(sql: Sql, callId: string): Promise<CallScript> {
  const run = await selectRun(sql, callId);
  if (!run) return { run: null, answers: [], script: null };
  const [version, answers] = [
    await selectVersion(sql, run.script_id, run.version),
    await selectAnswers(sql, callId, run.script_id),
  ];
  const script = version && { name: version.name, ...version.content };
  return { run: toRun(run), answers: answers.map(toAnswer), script };
}

export async function readCallScript(
  { database: { sql } }: Platform,
  reader: Principal,
  id: string,
): Promise<CallScript> {
  const call = await findCall(sql, reader, id);
  return show(sql, call.id);
}

/** The version that is said; else the one the call has begun with; else the one that is published. */
async function versionFor(tx: Tx, callId: string, { scriptId, version }: Body): Promise<VersionRow> {
  const run = await selectRun(tx, callId);
  const begun = run?.script_id === scriptId ? run.version : null;
  const wanted = version ?? begun;
  if (wanted !== null) {
    const row = await selectVersion(tx, scriptId, wanted);
    if (!row) throw versionNotFound();
    return row;
  }
  const script = await selectScript(tx, scriptId);
  if (!script || script.deleted_at) throw scriptNotFound();
  const row = script.published_version === null ? null : await selectVersion(tx, scriptId, script.published_version);
  if (!row) throw notPublished();
  return row;
}

const givenIn = (row: AnswerRow) => toAnswer(row).value;

/** Answers as their writer means them, or a refusal that names each one that does not fit. */
function checkedAnswers(principal: Principal, body: Body, version: VersionRow, stored: readonly AnswerRow[]) {
  const { content } = version;
  if (body.path.some((id) => !content.steps.some((step) => step.id === id))) throw pathInvalid();
  const texts = stored.flatMap(({ question_id, text_value }) =>
    text_value === null ? [] : [[question_id, text_value]],
  );
  const given = withNumbersBack(principal, body.answers, Object.fromEntries(texts));
  const kept = Object.fromEntries(stored.map((row) => [row.question_id, givenIn(row)] as const));
  const problems: Record<string, AnswerProblem> = checkAnswers(content, {
    path: body.path,
    answers: given,
    finished: false,
  });
  if (body.finished) {
    const all = checkAnswers(content, { path: body.path, answers: { ...kept, ...given }, finished: true });
    for (const [id, problem] of Object.entries(all)) if (problem === 'required') problems[id] ??= problem;
  }
  if (Object.keys(problems).length > 0) throw answersInvalid(problems);
  return given;
}

interface Saving {
  principal: Principal;
  callId: string;
  body: Body;
  ip: string;
}

/** What changes of the answers: rows to write, and questions whose answer is taken back. */
function planAnswers(
  { ids, clock }: Platform,
  {
    version,
    given,
    stored,
    of,
  }: {
    version: VersionRow;
    given: Body['answers'];
    stored: readonly AnswerRow[];
    of: Pick<AnswerRow, 'call_id' | 'agent_id' | 'contact_id'>;
  },
) {
  const questions = questionsOf(version.content);
  const known = new Map(stored.map((row) => [row.question_id, row] as const));
  const written: AnswerRow[] = [];
  const removed: string[] = [];
  for (const [questionId, value] of Object.entries(given)) {
    const asked = questions.get(questionId);
    const before = known.get(questionId);
    const columns = asked && columnsOf(asked.question, value);
    if (!columns) {
      if (before) removed.push(questionId);
      continue;
    }
    if (before && isSameAnswer(before, columns)) continue;
    written.push({
      ...of,
      ...columns,
      id: before?.id ?? ids('sca'),
      script_id: version.script_id,
      script_version: version.version,
      step_id: asked.step.id,
      question_id: questionId,
      answered_at: clock.now(),
    });
  }
  return { written, removed };
}

/** Saves where the call is and the answers that are given; what is left out stays. Refuses all when one does not fit. */
export async function saveCallScript(platform: Platform, { principal, callId, body, ip }: Saving): Promise<CallScript> {
  const { database, clock, ids } = platform;
  return database.transaction(async (tx) => {
    const call = await findCall(tx, principal, callId);
    if (!(await mayWorkOn(tx, principal, call.id))) throw callNotYours();
    const version = await versionFor(tx, call.id, body);
    const now = clock.now();
    const run = await selectRun(tx, call.id);
    const of = { call_id: call.id, agent_id: principal.agentId, contact_id: call.contactId };
    await upsertRun(tx, {
      ...of,
      id: ids('srn'),
      script_id: version.script_id,
      version: version.version,
      path: body.path,
      started_at: now,
      updated_at: now,
      finished_at: body.finished ? ((run?.script_id === version.script_id ? run.finished_at : null) ?? now) : null,
    });
    // Read after the run was written: two windows that save at once come one after the other.
    const stored = await selectAnswers(tx, call.id, version.script_id);
    const given = checkedAnswers(principal, body, version, stored);
    const { written, removed } = planAnswers(platform, { version, given, stored, of });
    await upsertAnswers(tx, written);
    await deleteAnswers(tx, { callId: call.id, scriptId: version.script_id, questionIds: removed });
    const change = tellAnswers(version, { stored, written, removed });
    if (change) await createAudit(platform).record(tx, { principal, ip, record: call.id, ...change });
    return show(tx, call.id);
  });
}
