/**
 * Who is called next, taken by one at a time. The order is asked of the indexes, one entry is locked that nobody else has, its
 * story is read anew, and only then, when nothing speaks against it, the attempt and its holds are written; all in one transaction.
 */
import type { CampaignMode } from '../../contract/campaigns.contract.ts';
import type { Tx } from '../../platform/database/database.ts';
import { isUniqueViolation } from '../../platform/database/database-errors.ts';
import type { NewFact } from '../../platform/outbox/fact.ts';
import type { Platform } from '../../platform/platform.ts';
import { openUntil } from '../retry-rules/calling-hours.ts';
import { type AttemptRow, insertAttempt, type NewAttempt, updateAttempt } from './attempts.repository.ts';
import { type CampaignContext, openZones } from './campaign-context.ts';
import { agentBusy } from './campaigns.errors.ts';
import type { CampaignFacts } from './campaigns.events.ts';
import { readRefusal } from './customer.repository.ts';
import { decideFor, readStory } from './decide-entry.ts';
import { type EntryRow, lockFirst, selectDue, selectFresh, selectZones, updateEntry } from './entries.repository.ts';
import { orderCandidates } from './order-candidates.ts';
import { rankOf, settleEntry } from './settle-entry.ts';

export type ClaimPlatform = Pick<Platform, 'clock' | 'ids' | 'facts' | 'logger'>;

/** More than can be locked at once by others. */
const looked = 40;
/** Of entries that turn out not to be callable now: each is put where it belongs, then the next is looked at. */
const tried = 40;
const aMinuteMs = 60_000;

export interface ClaimEntry {
  context: CampaignContext;
  /** Whose the attempt is; null: chosen when somebody picks up. */
  agentId: string | null;
  /** How long the agent may look; null: it is dialled at once. */
  claimedUntil: Date | null;
  mode: CampaignMode;
  /** Whose telephone will be rung first. */
  first: 'agent' | 'customer';
}

/** Tells of a state of an attempt. */
export const attemptChanged = (attempt: AttemptRow): NewFact<CampaignFacts> => ({
  type: 'attempt.changed',
  subject: attempt.entry_id,
  payload: {
    attemptId: attempt.id,
    campaignId: attempt.campaign_id,
    entryId: attempt.entry_id,
    contactId: attempt.contact_id,
    agentId: attempt.agent_id,
    state: attempt.state,
    outcome: attempt.outcome,
  },
});

async function candidatesOf(tx: Tx, { context, agentId }: ClaimEntry, now: Date): Promise<string[]> {
  const { lists, campaign } = context;
  if (lists.length === 0) return [];
  const zones = [
    ...openZones(
      context,
      await selectZones(
        tx,
        lists.map(({ id }) => id),
      ),
      now,
    ).keys(),
  ];
  if (zones.length === 0) return [];
  const asked = { lists, zones, now, most: looked, agentId };
  const [due, fresh] = await Promise.all([selectDue(tx, asked), selectFresh(tx, asked)]);
  return orderCandidates(due, fresh, campaign.retryPercent, now);
}

type Taken = { attempt: AttemptRow } | { skipped: true };

/** Postpones by a minute what cannot be called at this very moment: somebody talks with the person, or looks at them. */
async function postpone(tx: Tx, entry: EntryRow, because: string, now: Date): Promise<Taken> {
  const key = because === 'on-the-line' ? 'entry.on-the-line' : 'entry.held';
  const due_at = new Date(now.getTime() + aMinuteMs);
  await updateEntry(tx, entry.id, { due_at, because: { key, values: {} } });
  return { skipped: true };
}

/** The attempt of one locked entry, or where the entry went instead. */
export async function takeEntry(platform: ClaimPlatform, tx: Tx, claim: ClaimEntry, entry: EntryRow): Promise<Taken> {
  const { context } = claim;
  const now = platform.clock.now();
  const story = await readStory(tx, context, { entryId: entry.id, contactId: entry.contact_id, now });
  const decision = decideFor(context, story, now);
  if (decision.kind === 'finish' || decision.at > now) {
    await settleEntry(tx, entry.id, decision, now);
    return { skipped: true };
  }
  const { number, rank, because } = decision;
  const isPromised = rank === 'callback';
  const attempt: NewAttempt = {
    id: platform.ids('att'),
    campaign_id: context.campaign.id,
    call_list_id: entry.call_list_id,
    entry_id: entry.id,
    contact_id: entry.contact_id,
    agent_id: claim.agentId,
    phone_id: number.phoneId,
    e164: number.e164,
    time_zone: number.zone,
    mode: claim.mode,
    first: claim.first,
    rank: rankOf(rank),
    because,
    claimed_at: now,
    claimed_until: claim.claimedUntil,
    allowed_until: openUntil(now, context.callingHours, number.zone, context.holidays) ?? now,
    gap_seconds: isPromised ? 0 : context.campaign.limits.gapSeconds,
  };
  const asked = {
    e164: number.e164,
    contactId: entry.contact_id,
    attemptId: attempt.id,
    at: now,
    gapSeconds: attempt.gap_seconds,
  };
  const refused = await readRefusal(tx, asked);
  if (refused !== null) return postpone(tx, entry, refused, now);
  const isHeld = await tx
    .savepoint(async (sp) => {
      if (
        !(await insertAttempt(
          sp,
          attempt,
          story.numbers.map(({ e164 }) => e164),
        ))
      )
        throw new Held();
      return false;
    })
    .catch((error: unknown) => {
      if (error instanceof Held) return true;
      if (isUniqueViolation(error, 'attempts_one_per_agent')) throw agentBusy();
      throw error;
    });
  if (isHeld) return postpone(tx, entry, 'held', now);
  await updateEntry(tx, entry.id, { state: 'busy', because: { key: 'entry.claimed', values: {} } });
  const state = claim.claimedUntil === null ? ({ state: 'dialling', dialled_at: now } as const) : {};
  const written = await updateAttempt(
    tx,
    attempt.id,
    state.state === undefined ? { claimed_until: claim.claimedUntil } : state,
  );
  await platform.facts.append<CampaignFacts>(tx, attemptChanged(written));
  return { attempt: written };
}

class Held extends Error {}

/**
 * Takes the next entry that may be called this moment. Null: nobody is due.
 * @throws `campaigns.agent_busy` when the agent has an attempt that is not finished
 */
export async function claimEntry(platform: ClaimPlatform, tx: Tx, claim: ClaimEntry): Promise<AttemptRow | null> {
  const candidates = await candidatesOf(tx, claim, platform.clock.now());
  let left = candidates;
  for (let i = 0; i < tried && left.length > 0; i += 1) {
    const entry = await lockFirst(tx, left);
    if (!entry) return null;
    const taken = await takeEntry(platform, tx, claim, entry);
    if ('attempt' in taken) return taken.attempt;
    left = left.filter((id) => id !== entry.id);
  }
  return null;
}
