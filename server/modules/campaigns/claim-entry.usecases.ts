/**
 * Who is called next, taken by one at a time. The order is asked of the indexes, one entry is locked that nobody else has, its
 * story is read anew, and only then, when nothing speaks against it, the attempt and its holds are written; all in one transaction.
 * Statements that do not need each other's answers travel together: an agent waits for this, two hundred of them at once.
 */
import type { CampaignMode } from '../../contract/campaigns.contract.ts';
import { Sent, type Tx } from '../../platform/database/database.ts';
import { isUniqueViolation } from '../../platform/database/database-errors.ts';
import type { NewFact } from '../../platform/outbox/fact.ts';
import type { Platform } from '../../platform/platform.ts';
import { openUntil } from '../retry-rules/calling-hours.ts';
import { type AttemptRow, insertAttempt, type NewAttempt, updateAttempt } from './attempts.repository.ts';
import { type CampaignContext, openZones, type TakingContext } from './campaign-context.ts';
import { agentBusy } from './campaigns.errors.ts';
import type { CampaignFacts } from './campaigns.events.ts';
import { readRefusal } from './customer.repository.ts';
import { decideFor, readStory } from './decide-entry.ts';
import {
  type EntryRow,
  lockEntry,
  lockFirst,
  selectDue,
  selectFresh,
  selectPromised,
  updateEntry,
} from './entries.repository.ts';
import type { UsableNumber } from './next-attempt.ts';
import { orderCandidates } from './order-candidates.ts';
import { rankOf, settleEntry } from './settle-entry.ts';

export type ClaimPlatform = Pick<Platform, 'clock' | 'ids' | 'facts' | 'logger' | 'database'>;

/** More than can be locked at once by others. */
const looked = 40;
/** Of entries that turn out not to be callable now: each is put where it belongs, then the next is looked at. */
const tried = 40;
/** Rounds of looking: after a stricter limit thousands may have to be put elsewhere before one can be called. */
const rounds = 20;
const aMinuteMs = 60_000;

/** Locked in one go: those before may be taken by others at this moment. */
const atATime = 10;

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

type Told = Pick<AttemptRow, 'id' | 'campaign_id' | 'entry_id' | 'contact_id' | 'agent_id' | 'state' | 'outcome'>;

/** Tells of a state of an attempt. */
export const attemptChanged = (attempt: Told): NewFact<CampaignFacts> => ({
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

async function candidatesOf(tx: Tx, { context, agentId }: ClaimNext, now: Date): Promise<string[]> {
  const { lists, campaign } = context;
  if (lists.length === 0) return [];
  const zones = [...openZones(context, context.zones, now).keys()];
  const asked = { lists, zones, now, most: looked };
  const isOpen = zones.length > 0;
  const [promised, due, fresh] = await Promise.all([
    agentId === null ? [] : selectPromised(tx, { ...asked, agentId }),
    isOpen ? selectDue(tx, asked) : [],
    isOpen ? selectFresh(tx, asked) : [],
  ]);
  const callable = promised.filter(({ time_zone }) => openZones(context, [time_zone], now).size > 0);
  return orderCandidates([...callable, ...due], fresh, campaign.retryPercent, now);
}

/** `writing`: all its statements are on their way, and none is started after them. */
type Taken = { writing: Promise<AttemptRow> } | { skipped: true };

/** Postpones by a minute what cannot be called at this very moment: somebody talks with the person, or looks at them. */
async function postpone(tx: Tx, entryId: string, because: string, now: Date): Promise<Taken> {
  const key = because === 'on-the-line' ? 'entry.on-the-line' : 'entry.held';
  const due_at = new Date(now.getTime() + aMinuteMs);
  await updateEntry(tx, entryId, { due_at, because: { key, values: {} } });
  return { skipped: true };
}

/** Somebody took hold of the person within these milliseconds: the transaction must be given up. */
export class CustomerHeld extends Error {
  readonly entryId: string;

  constructor(entryId: string) {
    super(`somebody else holds the person of entry ${entryId}`);
    this.entryId = entryId;
  }
}

/**
 * The attempt of one locked entry, or where the entry went instead. `writing` rejects with CustomerHeld, or with
 * `campaigns.agent_busy`.
 */
export async function takeEntry(platform: ClaimPlatform, tx: Tx, claim: ClaimEntry, entry: EntryRow): Promise<Taken> {
  const { context } = claim;
  const now = platform.clock.now();
  const attemptId = platform.ids('att');
  const { gapSeconds } = context.campaign.limits;
  const refusalOf = (e164: string, isPromised: boolean) =>
    readRefusal(tx, {
      e164,
      contactId: entry.contact_id,
      attemptId,
      at: now,
      gapSeconds: isPromised ? 0 : gapSeconds,
    });
  const wasPromised = entry.rank === rankOf('callback');
  const [story, refusal] = await Promise.all([
    readStory(tx, context, { entryId: entry.id, contactId: entry.contact_id, now, isFresh: entry.attempts === 0 }),
    refusalOf(entry.next_e164, wasPromised),
  ]);
  const decision = decideFor(context, story, now);
  if (decision.kind === 'finish' || decision.at > now) {
    await settleEntry(tx, entry.id, decision, now);
    return { skipped: true };
  }
  const { number, rank, because } = decision;
  const isPromised = rank === 'callback';
  const isAsFound = number.e164 === entry.next_e164 && isPromised === wasPromised;
  const refused = isAsFound ? refusal : await refusalOf(number.e164, isPromised);
  if (refused !== null) return postpone(tx, entry.id, refused, now);
  const attempt: NewAttempt = {
    id: attemptId,
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
    allowed_until: allowedUntil(context, number, now),
    gap_seconds: isPromised ? 0 : gapSeconds,
  };
  return { writing: writeAttempt(platform, tx, attempt, story.numbers) };
}

/** The end of the shift: of the campaign's hours, or of those of the number's country, whichever comes first. */
function allowedUntil({ callingHours, holidays }: CampaignContext, number: UsableNumber, now: Date): Date {
  const rules = [{ callingHours, holidays }, ...(number.region ? [number.region] : [])];
  const ends = rules.map((rule) => openUntil(now, rule.callingHours, number.zone, rule.holidays) ?? now);
  return new Date(Math.min(...ends.map((end) => end.getTime())));
}

/** Everything that makes it an attempt, started together: nothing of it needs the answer of another. */
async function writeAttempt(
  { facts }: ClaimPlatform,
  tx: Tx,
  attempt: NewAttempt,
  numbers: readonly { e164: string }[],
): Promise<AttemptRow> {
  // Whom nobody looks at first is dialled at once.
  const isDialled = attempt.claimed_until === null;
  const { id, campaign_id, entry_id, contact_id, agent_id, claimed_at } = attempt;
  const state = isDialled ? ('dialling' as const) : ('claimed' as const);
  const told = { id, campaign_id, entry_id, contact_id, agent_id, state, outcome: null };
  const e164s = numbers.map(({ e164 }) => e164);
  try {
    const [claimed, dialled] = await Promise.all([
      insertAttempt(tx, attempt, e164s),
      isDialled ? updateAttempt(tx, id, { state, dialled_at: claimed_at }) : null,
      facts.append<CampaignFacts>(tx, attemptChanged(told)),
    ]);
    return dialled ?? claimed;
  } catch (error) {
    if (isUniqueViolation(error, 'attempts_one_per_agent')) throw agentBusy();
    throw isUniqueViolation(error, 'customer_holds_pkey') ? new CustomerHeld(entry_id) : error;
  }
}

/** `more`: none of those looked at can be called now, or others are taking them; there may be others behind them. */
type First = { writing: Promise<AttemptRow> } | 'nobody' | 'more';

/** Takes an entry from among the candidates. */
async function takeFirst(platform: ClaimPlatform, tx: Tx, claim: ClaimNext): Promise<First> {
  let left = await candidatesOf(tx, claim, platform.clock.now());
  if (left.length === 0) return 'nobody';
  for (let i = 0; i < tried && left.length > 0; i += 1) {
    const entry = (await lockFirst(tx, left.slice(0, atATime))) ?? (await lockFirst(tx, left.slice(atATime)));
    if (!entry) return 'more';
    const taken = await takeEntry(platform, tx, claim, entry);
    if ('writing' in taken) return taken;
    left = left.filter((id) => id !== entry.id);
  }
  return 'more';
}

export type ClaimNext = ClaimEntry & { context: TakingContext };

/**
 * Takes the next entry that may be called this moment. Null: nobody is due.
 * @throws `campaigns.agent_busy` when the agent has an attempt that is not finished
 */
export async function claimEntry(platform: ClaimPlatform, claim: ClaimNext): Promise<AttemptRow | null> {
  const { database, clock } = platform;
  const once = async (tx: Tx): Promise<Sent<AttemptRow | 'nobody' | 'more'>> => {
    const first = await takeFirst(platform, tx, claim);
    const taken: Promise<AttemptRow | 'nobody' | 'more'> =
      typeof first === 'string' ? Promise.resolve(first) : first.writing;
    return new Sent(taken);
  };
  for (let i = 0; i < rounds; i += 1) {
    try {
      const taken = await database.transactionSent(once, { isPlannedOnce: true });
      if (taken === 'nobody') return null;
      // What could not be called was put where it belongs: the next round sees others.
      if (taken !== 'more') return taken;
    } catch (error) {
      if (!(error instanceof CustomerHeld)) throw error;
      const { entryId } = error;
      await database.transaction(async (tx) => {
        const entry = await lockEntry(tx, entryId);
        if (entry?.state === 'open') await postpone(tx, entryId, 'held', clock.now());
      });
    }
  }
  return null;
}
