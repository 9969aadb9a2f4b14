/** What becomes of an entry now: its whole story is read, the pure rule decides. */
import type { CampaignResult } from '../../contract/campaign-rules.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import { effectiveTimeZone } from '../phones/number-time-zone.ts';
import { type PastAttempt, selectPastAttempts } from './attempts.repository.ts';
import type { CampaignContext } from './campaign-context.ts';
import { type CustomerRow, readCustomer } from './customer.repository.ts';
import { decideNextAttempt, type EndedAttempt, type NextAttempt, type UsableNumber } from './next-attempt.ts';
import { ruleOfResult } from './rule-of-result.ts';

/** Farther back only limits for life look, which count in years; calls older than this count for none. */
const lookBackMs = 10 * 366 * 86_400_000;

export interface EntryStory {
  customer: CustomerRow | null;
  numbers: UsableNumber[];
  attempts: PastAttempt[];
}

function usableNumbers(customer: CustomerRow, { firm, regions }: CampaignContext): UsableNumber[] {
  return customer.phones
    .filter(({ dnc, invalid }) => !dnc && !invalid)
    .map(({ id, e164, country, zone }) => ({
      phoneId: id,
      e164,
      zone: effectiveTimeZone(
        { timeZone: customer.time_zone ?? zone ?? customer.organisation_zone },
        { e164, country },
        firm,
      ).zone,
      region: (country && regions.get(country)) || null,
    }));
}

export async function readStory(
  sql: Sql,
  context: CampaignContext,
  { entryId, contactId, now, isFresh = false }: { entryId: string; contactId: string; now: Date; isFresh?: boolean },
): Promise<EntryStory> {
  const [customer, attempts] = await Promise.all([
    readCustomer(sql, contactId, new Date(now.getTime() - lookBackMs)),
    // An entry without attempts need not be asked for them.
    isFresh ? [] : selectPastAttempts(sql, entryId),
  ]);
  const numbers = customer && !customer.deleted ? usableNumbers(customer, context) : [];
  return { customer, numbers, attempts };
}

function toEnded(
  { ended_at, claimed_at, e164, outcome, disposition_id, main_result_id = null }: PastAttempt,
  results: readonly CampaignResult[],
): EndedAttempt {
  return {
    endedAt: ended_at ?? claimed_at,
    e164,
    outcome: (outcome ?? 'lost') as EndedAttempt['outcome'],
    dispositionId: disposition_id,
    ruleId: ruleOfResult(results, disposition_id, main_result_id)?.dispositionId ?? disposition_id,
  };
}

/** The decision of the pure rule, for a person who is still there. */
export function decideFor(context: CampaignContext, story: EntryStory, now: Date): NextAttempt {
  const { campaign, callingHours, holidays } = context;
  const { customer, numbers, attempts } = story;
  const finish = (key: 'entry.deleted' | 'entry.do-not-call'): NextAttempt => ({
    kind: 'finish',
    because: { key, values: {} },
  });
  if (!customer || customer.deleted) return finish('entry.deleted');
  if (numbers.length === 0 && customer.phones.some(({ dnc }) => dnc)) return finish('entry.do-not-call');
  const last = attempts.at(-1);
  return decideNextAttempt({
    now,
    attempts: attempts.map((attempt) => toEnded(attempt, campaign.results)),
    numbers,
    promised: last?.callback_at ? { at: last.callback_at, agentId: last.callback_agent_id } : null,
    retry: campaign.retry,
    results: campaign.results,
    limits: campaign.limits,
    calls: customer.calls.map(({ at, e164, abandoned }) => ({ at: new Date(at), e164, abandoned })),
    callingHours,
    holidays,
  });
}
