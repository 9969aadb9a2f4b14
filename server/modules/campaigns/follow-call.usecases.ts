/** Attempts follow their calls. Every fact of a call tells the whole of it, so that late and repeated ones do no harm. */
import type { Tx } from '../../platform/database/database.ts';
import { isUniqueViolation } from '../../platform/database/database-errors.ts';
import { callOfOriginate } from '../calls/calls-for-others.usecases.ts';
import { type AttemptNews, attemptNews, type CallOfAttempt } from './attempt-of-call.ts';
import { type AttemptRow, lockAttempt, releaseHolds, updateAttempt } from './attempts.repository.ts';
import type { CampaignFacts } from './campaigns.events.ts';
import { selectCampaigns, toCampaign } from './campaigns.repository.ts';
import { attemptChanged } from './claim-entry.usecases.ts';
import { type AttemptPlatform, finishAttempt } from './finish-attempt.usecases.ts';

export const resultTimeoutJob = 'campaigns.result-timeout';

const order = ['claimed', 'dialling', 'picked-up', 'connected', 'result-due', 'ended'] as const;
const isBehind = (news: AttemptNews, attempt: AttemptRow): boolean =>
  order.indexOf(news.state) < order.indexOf(attempt.state);

/** Whose call it is: chosen before, or seen in the call. Somebody who has another attempt already only took part. */
async function noteAgent(tx: Tx, attempt: AttemptRow, agentId: string | null): Promise<AttemptRow> {
  if (agentId === null || attempt.agent_id !== null) return attempt;
  try {
    return await tx.savepoint((sp) => updateAttempt(sp, attempt.id, { agent_id: agentId }));
  } catch (error) {
    if (!isUniqueViolation(error, 'attempts_one_per_agent')) throw error;
    return attempt;
  }
}

/** The conversation is over, the result is not there yet: it may take `resultSeconds`. */
async function awaitResult(platform: AttemptPlatform, tx: Tx, attempt: AttemptRow, endedAt: Date): Promise<void> {
  const [row] = await selectCampaigns(tx, { ids: [attempt.campaign_id] });
  const seconds = row ? toCampaign(row).resultSeconds : 60;
  const until = new Date(endedAt.getTime() + seconds * 1000);
  const due = await updateAttempt(tx, attempt.id, { state: 'result-due', ended_at: endedAt, result_due_until: until });
  await releaseHolds(tx, attempt.id);
  const key = `${resultTimeoutJob} ${attempt.id}`;
  await platform.jobs.add(tx, resultTimeoutJob, { attemptId: attempt.id }, { runAt: until, key });
  await platform.facts.append<CampaignFacts>(tx, attemptChanged(due));
}

async function conclude(platform: AttemptPlatform, tx: Tx, attempt: AttemptRow, news: AttemptNews): Promise<void> {
  const endedAt = news.endedAt ?? platform.clock.now();
  if (news.outcome !== 'answered' || attempt.disposition_id !== null || attempt.agent_id === null) {
    await finishAttempt(platform, tx, attempt, { outcome: news.outcome ?? 'lost', ended_at: endedAt });
    return;
  }
  if (attempt.state !== 'result-due') await awaitResult(platform, tx, attempt, endedAt);
}

/** What a call tells of its attempt; nothing when there is none, or when it is over already. */
export async function followCall(
  platform: AttemptPlatform,
  tx: Tx,
  call: CallOfAttempt & { attemptId: string | null },
): Promise<void> {
  if (call.attemptId === null) return;
  const known = await lockAttempt(tx, call.attemptId);
  if (!known || known.state === 'ended') return;
  const news = attemptNews(call, known.first === 'agent');
  const attempt = await noteAgent(tx, known, news.agentId);
  if (news.state !== 'ended' && isBehind(news, attempt)) return;
  const told = {
    call_id: call.id,
    picked_up_at: news.pickedUpAt,
    connected_at: news.connectedAt,
    talk_seconds: news.talkSeconds,
  };
  const changed = await updateAttempt(tx, attempt.id, {
    ...told,
    ...(news.state !== 'ended' && { state: news.state }),
  });
  if (news.state === 'ended') return conclude(platform, tx, changed, news);
  if (changed.state !== known.state || changed.call_id !== known.call_id) {
    await platform.facts.append<CampaignFacts>(tx, attemptChanged(changed));
  }
}

/** The PBX says that no call came of it: nothing was dialled, the entry waits for its turn again. */
export async function originateFailed(platform: AttemptPlatform, tx: Tx, attemptId: string): Promise<void> {
  const attempt = await lockAttempt(tx, attemptId);
  // Once there is a call, its own end tells what it was.
  if (attempt?.state !== 'dialling' || attempt.call_id !== null) return;
  if ((await callOfOriginate(tx, attemptId)) !== null) return;
  await finishAttempt(platform, tx, attempt, { outcome: 'refused' });
}
