/**
 * The result of an attempt: given by the agent, on the desk as any call's or here with a callback; or by the clock. Until it is
 * there the agent gets nobody else. Another result later puts right what followed from the first.
 */
import type { z } from 'zod';
import type { Consequence } from '../../contract/campaign-rules.contract.ts';
import type { attemptResultSchema, Campaign } from '../../contract/campaigns.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { Principal } from '../access/principal.ts';
import { systemPrincipal } from '../access/principal.ts';
import type { CallsDeps } from '../calls/calls.usecases.ts';
import { listDispositions } from '../calls/dispositions.usecases.ts';
import { workCallIn } from '../calls/work-call.usecases.ts';
import { type AttemptRow, lockAttempt, updateAttempt } from './attempts.repository.ts';
import {
  attemptNotFound,
  attemptUnderWay,
  callbackNeeded,
  callbackTooLate,
  resultNeeded,
  resultUnknown,
} from './campaigns.errors.ts';
import { selectCampaigns, toCampaign } from './campaigns.repository.ts';
import { followConsequences } from './consequences.usecases.ts';
import { type AttemptPlatform, finishAttempt, redecideEntry } from './finish-attempt.usecases.ts';
import { ruleOfResult } from './rule-of-result.ts';

export type ResultDeps = CallsDeps & AttemptPlatform;

const timedOut = 'dsp_timed_out';
const aYearMs = 366 * 86_400_000;

/** Refuses to let an agent go on from a call of a campaign without its result. */
export async function refuseWithoutResult(
  sql: Sql,
  call: { attemptId: string | null; dispositionId: string | null },
): Promise<void> {
  if (call.attemptId === null || call.dispositionId !== null) return;
  const [row] = await sql`select from attempts where id = ${call.attemptId} and state = 'result-due'`;
  if (row) throw resultNeeded();
}

/** What the campaign says of this result; and whoever asked not to be called is not, whatever it says. */
async function rulesOf(tx: Tx, { campaign_id, disposition_id }: AttemptRow): Promise<Consequence[]> {
  if (disposition_id === null) return [];
  const [[row], [disposition]] = await Promise.all([
    selectCampaigns(tx, { ids: [campaign_id] }),
    tx<{ do_not_call: boolean; main_result_id: string | null }[]>`
      select do_not_call, main_result_id from dispositions where id = ${disposition_id}`,
  ]);
  const set = row && ruleOfResult(toCampaign(row).results, disposition_id, disposition?.main_result_id ?? null);
  const rules = set?.consequences ?? [];
  const isSaid = rules.some(({ kind }) => kind === 'do-not-call');
  return disposition?.do_not_call && !isSaid ? [{ kind: 'do-not-call' }, ...rules] : rules;
}

/**
 * Takes over a result that was given with the call. A call that goes on keeps it for its end; an attempt that is over is decided
 * about anew, unless it was called again since.
 */
export async function takeResult(
  platform: AttemptPlatform,
  tx: Tx,
  attempt: AttemptRow,
  result: Pick<AttemptRow, 'disposition_id' | 'disposition_by' | 'callback_at' | 'callback_agent_id'>,
): Promise<AttemptRow> {
  const noted = await updateAttempt(tx, attempt.id, result);
  if (noted.disposition_id !== attempt.disposition_id)
    await followConsequences(platform, tx, noted, await rulesOf(tx, noted));
  if (noted.state === 'result-due' && noted.disposition_id !== null) {
    const wrapUp = noted.ended_at ? (platform.clock.now().getTime() - noted.ended_at.getTime()) / 1000 : 0;
    return finishAttempt(platform, tx, noted, { outcome: 'answered', wrap_up_seconds: Math.max(0, wrapUp) });
  }
  if (noted.state === 'ended') {
    const [later] = await tx`
      select from attempts where entry_id = ${noted.entry_id} and id <> ${noted.id} and claimed_at > ${noted.claimed_at}
        and (state <> 'ended' or outcome not in ('returned', 'refused')) limit 1`;
    if (!later) await redecideEntry(platform, tx, noted);
  }
  return noted;
}

/** A result that says "call back" with a next step and its time is the promise of a call, by whoever gave it. */
async function promiseOf(tx: Tx, { dispositionId, nextStep }: ResultOfCall, agentId: string | null) {
  const none = { callback_at: null, callback_agent_id: null };
  if (dispositionId === null || !nextStep?.dueAt) return none;
  const [row] = await tx<{ call_back: boolean }[]>`select call_back from dispositions where id = ${dispositionId}`;
  return row?.call_back ? { callback_at: new Date(nextStep.dueAt), callback_agent_id: agentId } : none;
}

export interface ResultOfCall {
  attemptId: string | null;
  dispositionId: string | null;
  nextStep: { dueAt: string | null } | null;
}

/** A result given on the desk, or corrected in the log: the attempt follows its call. */
export async function followResult(platform: AttemptPlatform, tx: Tx, call: ResultOfCall): Promise<void> {
  if (call.attemptId === null) return;
  const attempt = await lockAttempt(tx, call.attemptId);
  if (!attempt) return;
  const promise = await promiseOf(tx, call, attempt.agent_id);
  const isSame = attempt.disposition_id === call.dispositionId;
  // A promise that was given with the result itself stays; one that came later with the next step is taken over.
  if (isSame && (promise.callback_at === null || promise.callback_at.getTime() === attempt.callback_at?.getTime()))
    return;
  await takeResult(platform, tx, attempt, {
    disposition_id: call.dispositionId,
    disposition_by: call.dispositionId === null ? null : 'agent',
    ...promise,
  });
}

async function checkResult(
  { clock, database }: ResultDeps,
  campaign: Campaign | null,
  { dispositionId, callback }: z.output<typeof attemptResultSchema>,
): Promise<void> {
  const disposition = (await listDispositions({ database })).find(({ id }) => id === dispositionId);
  const chosen = campaign?.results ?? [];
  if (!disposition?.active) throw resultUnknown();
  if (chosen.length > 0 && !ruleOfResult(chosen, dispositionId, disposition.mainResultId)) throw resultUnknown();
  if (disposition.callBack && !callback) throw callbackNeeded();
  if (!callback) return;
  const at = Date.parse(callback.at);
  const now = clock.now().getTime();
  if (at <= now || at > now + aYearMs) throw callbackTooLate();
}

export interface GiveResult {
  principal: Principal;
  ip: string;
  attemptId: string;
  result: z.output<typeof attemptResultSchema>;
}

/** Gives a result with what was promised, and lets the agent go on when the call is over. */
export async function giveResult(
  deps: ResultDeps,
  { principal, ip, attemptId, result }: GiveResult,
): Promise<AttemptRow> {
  return deps.database.transaction(async (tx) => {
    const attempt = await lockAttempt(tx, attemptId);
    if (!attempt?.call_id) throw attemptNotFound();
    if (attempt.state === 'dialling' || attempt.state === 'picked-up' || attempt.state === 'claimed')
      throw attemptUnderWay();
    const [row] = await selectCampaigns(tx, { ids: [attempt.campaign_id] });
    await checkResult(deps, row ? toCampaign(row) : null, result);
    const { callback, dispositionId, wrapUpDone } = result;
    const isOver = attempt.state !== 'connected';
    const given = await takeResult(deps, tx, attempt, {
      disposition_id: dispositionId,
      disposition_by: 'agent',
      callback_at: callback ? new Date(callback.at) : null,
      callback_agent_id: callback?.to === 'me' ? (principal.agentId ?? attempt.agent_id) : null,
    });
    const patch = { dispositionId, ...(isOver && wrapUpDone && { wrapUpDone: true as const }) };
    // Whoever gives it, the agent of the call is free to go on.
    const { agent_id: agentId, call_id: callId } = attempt;
    await workCallIn(tx, deps, { principal, agentId, ip, callId, patch });
    return given;
  });
}

/** The time for the result has run out: the call gets the one that says so, and its entry goes on. */
export async function timeOutResult(deps: ResultDeps, attemptId: string): Promise<void> {
  await deps.database.transaction(async (tx) => {
    const attempt = await lockAttempt(tx, attemptId);
    if (attempt?.state !== 'result-due' || !attempt.call_id) return;
    await takeResult(deps, tx, attempt, {
      disposition_id: timedOut,
      disposition_by: 'time-out',
      callback_at: null,
      callback_agent_id: null,
    });
    const patch = { dispositionId: timedOut, wrapUpDone: true as const };
    const { agent_id: agentId, call_id: callId } = attempt;
    await workCallIn(tx, deps, { principal: systemPrincipal, agentId, ip: '', callId, patch });
  });
}
