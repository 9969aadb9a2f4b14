/**
 * Pure: what becomes of an entry after an attempt: called again, when, at which number and why; or finished. The rule of the
 * outcome (or of the result an agent gave) sets the delay; limits and calling hours can only move it later.
 */
import type {
  CampaignResult,
  FruitlessOutcome,
  RetryRule,
  RetryRules,
} from '../../contract/campaign-rules.contract.ts';
import type { EntryBecause, EntryRank } from '../../contract/campaigns.contract.ts';
import { localReading } from '../retry-rules/local-time.ts';
import { type LimitQuestion, type Placed, placeCall, type RegionRule } from './call-limits.ts';

/** A number of the person that may be dialled: none that asked not to be called, none that is known to be wrong. */
export interface UsableNumber {
  phoneId: string;
  e164: string;
  /** IANA zone of the customer at that number. */
  zone: string;
  /** What the country of the number asks; left out: nothing. */
  region?: RegionRule | null;
}

/** An attempt of this entry that is over. What was returned undialled, or refused by the PBX, is none. */
export interface EndedAttempt {
  endedAt: Date;
  e164: string;
  outcome: FruitlessOutcome | 'answered' | 'lost' | 'cancelled';
  /** What an agent (or the clock) said of it. */
  dispositionId: string | null;
  /** The result whose rule of the campaign holds for it; left out: its own. A sub-result without one goes by its main one. */
  ruleId?: string | null;
}

export interface PromisedCall {
  at: Date;
  /** Who promised to call; null: anybody of the campaign. */
  agentId: string | null;
}

export interface NextAttemptQuestion {
  now: Date;
  /** Oldest first. */
  attempts: readonly EndedAttempt[];
  /** In the order in which the person is best reached. */
  numbers: readonly UsableNumber[];
  /** A call that was promised after the last attempt. */
  promised: PromisedCall | null;
  retry: RetryRules;
  results: readonly CampaignResult[];
  limits: LimitQuestion['limits'] & { perEntry: number };
  calls: LimitQuestion['calls'];
  callingHours: LimitQuestion['callingHours'];
  holidays: LimitQuestion['holidays'];
}

export type NextAttempt =
  | { kind: 'call'; at: Date; number: UsableNumber; rank: EntryRank; agentId: string | null; because: EntryBecause }
  | { kind: 'finish'; because: EntryBecause };

const finish = (key: EntryBecause['key'], values: Record<string, string> = {}): NextAttempt => ({
  kind: 'finish',
  because: { key, values },
});

/** How long to wait after the n-th attempt of a kind (n from 1); null: the rule is used up. */
export function delayOf(rule: RetryRule, made: number): number | null {
  switch (rule.kind) {
    case 'fixed':
      return made <= rule.most ? rule.afterSeconds : null;
    case 'growing':
      return made <= rule.most ? Math.round(rule.afterSeconds * rule.factor ** (made - 1)) : null;
    case 'ladder':
      return rule.afterSeconds[made - 1] ?? null;
  }
}

/** The rule for what happened last, and how many attempts in a row of all it has been for. */
function ruleFor({ attempts, retry, results }: NextAttemptQuestion, last: EndedAttempt) {
  if (last.dispositionId !== null) {
    const ruleId = ruleIdOf(last);
    const result = results.find((one) => one.dispositionId === ruleId);
    const made = attempts.filter((one) => ruleIdOf(one) === ruleId).length;
    return { rule: result?.retry ?? null, made, kind: 'result' as const };
  }
  // Nobody knows what came of it, or we hung up ourselves: as if nobody had answered.
  const outcome = outcomeOf(last);
  const made = attempts.filter((one) => one.dispositionId === null && outcomeOf(one) === outcome).length;
  return { rule: retry[outcome], made, kind: 'outcome' as const };
}

const ruleIdOf = ({ ruleId, dispositionId }: EndedAttempt): string | null => ruleId ?? dispositionId;

const outcomeOf = ({ outcome }: EndedAttempt): FruitlessOutcome =>
  outcome === 'answered' || outcome === 'lost' || outcome === 'cancelled' ? 'no-answer' : outcome;

/** Numbers that were found to be wrong in this entry are dialled no more; the one to begin with comes first. */
function numbersToTry(question: NextAttemptQuestion, otherNumber: boolean): UsableNumber[] {
  const { attempts, numbers } = question;
  const failed = (e164: string) => attempts.filter((one) => one.e164 === e164 && one.outcome === 'failed').length;
  // Once may be the network; twice is the number.
  const alive = numbers.filter(({ e164 }) => failed(e164) < 2);
  const last = attempts.at(-1);
  const index = alive.findIndex(({ e164 }) => e164 === last?.e164);
  if (index < 0) return alive;
  const first = otherNumber ? index + 1 : index;
  return [...alive.slice(first), ...alive.slice(0, first)];
}

interface Wanted {
  from: Date;
  rank: EntryRank;
  agentId: string | null;
  otherNumber: boolean;
  because: EntryBecause;
}

/** The first number, in the order wanted, that may be called at all; and when. */
function place(question: NextAttemptQuestion, wanted: Wanted): NextAttempt {
  if (question.attempts.length >= question.limits.perEntry) {
    return finish('entry.entry-limit', { attempts: String(question.attempts.length) });
  }
  const numbers = numbersToTry(question, wanted.otherNumber);
  if (numbers.length === 0) return finish('entry.no-number');
  let refusal: Extract<Placed, { at: null }>['because'] = 'no-open-hour';
  for (const number of numbers) {
    const isPromised = wanted.rank === 'callback';
    const placed = placeCall(wanted.from, { ...question, ...number, isPromised });
    if (placed.at === null) {
      refusal = placed.because;
      continue;
    }
    const { rank, agentId } = wanted;
    return { kind: 'call', at: placed.at, number, rank, agentId, because: reasonOf(wanted, placed, number.zone) };
  }
  return finish(refusal === 'life-limit' ? 'entry.life-limit' : 'entry.no-open-hour');
}

function reasonOf({ because }: Wanted, { at, moved }: { at: Date; moved: string | null }, zone: string): EntryBecause {
  if (moved === null) return because;
  const { date, clock } = localReading(at, zone);
  const key = because.key === 'entry.retry' ? 'entry.retry-moved' : because.key;
  return { key, values: { ...because.values, moved, zone, localDate: date, localTime: clock } };
}

/**
 * Decides what follows. An entry that was never called is fresh; a promised call comes when it was promised; else the rule of
 * the last result or outcome decides, and an entry whose rule is used up, or that has none, is finished.
 * @example after the first "no answer" of the ladder 1 h, 3 h at 19:30 in Samara: tomorrow 09:00 in Samara, the other number
 */
export function decideNextAttempt(question: NextAttemptQuestion): NextAttempt {
  const { now, attempts, promised } = question;
  if (promised !== null) {
    const from = new Date(Math.max(now.getTime(), promised.at.getTime()));
    const because: EntryBecause = { key: 'entry.callback', values: { promisedAt: promised.at.toISOString() } };
    return place(question, { from, rank: 'callback', agentId: promised.agentId, otherNumber: false, because });
  }
  const last = attempts.at(-1);
  if (!last) {
    const because: EntryBecause = { key: 'entry.fresh', values: {} };
    return place(question, { from: now, rank: 'fresh', agentId: null, otherNumber: false, because });
  }
  const { rule, made, kind } = ruleFor(question, last);
  const said = { outcome: last.outcome, ...(last.dispositionId === null ? {} : { dispositionId: last.dispositionId }) };
  if (rule === null) return finish(kind === 'result' ? 'entry.result-final' : 'entry.no-rule', said);
  const delay = delayOf(rule, made);
  if (delay === null) return finish('entry.rule-ended', { ...said, attempts: String(made) });
  const isAbandoned = kind === 'outcome' && last.outcome === 'abandoned';
  return place(question, {
    from: new Date(Math.max(now.getTime(), last.endedAt.getTime() + delay * 1000)),
    rank: isAbandoned ? 'abandoned' : 'retry',
    agentId: null,
    otherNumber: rule.otherNumber,
    because: {
      key: isAbandoned ? 'entry.abandoned' : 'entry.retry',
      values: { ...said, step: String(made), delaySeconds: String(delay) },
    },
  });
}
