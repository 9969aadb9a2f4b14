/** The end of an attempt: what it was, and what becomes of its entry. Once is enough, twice changes nothing. */
import type { AttemptOutcome } from '../../contract/campaigns.contract.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { type AttemptColumns, type AttemptRow, releaseHolds, updateAttempt } from './attempts.repository.ts';
import { readContext } from './campaign-context.ts';
import type { CampaignFacts } from './campaigns.events.ts';
import { attemptChanged } from './claim-entry.usecases.ts';
import { decideFor, readStory } from './decide-entry.ts';
import { holdBack, lockEntry, updateEntry } from './entries.repository.ts';
import { settleEntry } from './settle-entry.ts';

export type AttemptPlatform = Platform;

/** Neither counts as a call to the customer: nothing was dialled. */
const undialled: ReadonlySet<AttemptOutcome> = new Set(['returned', 'refused']);

/** A PBX or a telephone that does not take calls must not be asked again at once. */
const refusedWaitMs = 60_000;

/** Decides anew about the entry of an attempt; not while another attempt of it is under way. */
export async function redecideEntry(
  platform: AttemptPlatform,
  tx: Tx,
  { entry_id, campaign_id }: Pick<AttemptRow, 'entry_id' | 'campaign_id'>,
): Promise<void> {
  const entry = await lockEntry(tx, entry_id);
  const context = await readContext(platform, tx, campaign_id);
  if (!entry) return;
  const now = platform.clock.now();
  if (!context) {
    const because = { key: 'entry.by-hand' as const, values: { what: 'campaign-deleted' } };
    await updateEntry(tx, entry.id, { state: 'finished', finished_at: entry.finished_at ?? now, because });
    return;
  }
  const story = await readStory(tx, context, { entryId: entry.id, contactId: entry.contact_id, now });
  const last = story.attempts.at(-1);
  await settleEntry(tx, entry.id, decideFor(context, story, now), now, {
    attempts: story.attempts.length,
    last_outcome: last?.outcome ?? null,
    last_disposition_id: last?.disposition_id ?? null,
    last_attempt_at: last?.dialled_at ?? null,
  });
}

/** Ends the attempt and lets its entry go on. `columns`: what else became known. */
export async function finishAttempt(
  platform: AttemptPlatform,
  tx: Tx,
  attempt: AttemptRow,
  { outcome, ...columns }: AttemptColumns & { outcome: AttemptOutcome },
): Promise<AttemptRow> {
  if (attempt.state === 'ended') return attempt;
  const now = platform.clock.now();
  await releaseHolds(tx, attempt.id);
  const ended = await updateAttempt(tx, attempt.id, {
    ...columns,
    outcome,
    state: 'ended',
    claimed_until: null,
    finished_at: now,
    // What was never dialled must not stand in the way of the next attempt.
    ...(undialled.has(outcome) && { dialled_at: null }),
    ended_at: columns.ended_at ?? attempt.ended_at ?? now,
  });
  await redecideEntry(platform, tx, ended);
  if (outcome === 'refused') await holdBack(tx, ended.entry_id, new Date(now.getTime() + refusedWaitMs));
  await tellFinished(platform, tx, ended);
  return ended;
}

async function tellFinished({ facts }: AttemptPlatform, tx: Tx, attempt: AttemptRow): Promise<void> {
  await facts.append<CampaignFacts>(tx, attemptChanged(attempt));
  if (undialled.has(attempt.outcome as AttemptOutcome)) return;
  await facts.append<CampaignFacts>(tx, {
    type: 'attempt.finished',
    id: `${attempt.id}:finished`,
    subject: attempt.entry_id,
    payload: {
      attemptId: attempt.id,
      campaignId: attempt.campaign_id,
      callListId: attempt.call_list_id,
      entryId: attempt.entry_id,
      contactId: attempt.contact_id,
      agentId: attempt.agent_id,
      outcome: attempt.outcome as AttemptOutcome,
      dispositionId: attempt.disposition_id,
    },
  });
}
