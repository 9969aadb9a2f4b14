/** SQL of attempts and of the holds that keep everybody else from the same customer. */
import type { AttemptOutcome, AttemptState, CampaignMode, EntryBecause } from '../../contract/campaigns.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';

export interface AttemptRow {
  id: string;
  campaign_id: string;
  call_list_id: string;
  entry_id: string;
  contact_id: string;
  agent_id: string | null;
  phone_id: string;
  e164: string;
  time_zone: string;
  mode: CampaignMode;
  first: 'agent' | 'customer';
  state: AttemptState;
  outcome: AttemptOutcome | null;
  rank: number;
  because: EntryBecause;
  disposition_id: string | null;
  disposition_by: 'agent' | 'time-out' | null;
  callback_at: Date | null;
  callback_agent_id: string | null;
  call_id: string | null;
  claimed_at: Date;
  claimed_until: Date | null;
  dialled_at: Date | null;
  allowed_until: Date;
  gap_seconds: number;
  picked_up_at: Date | null;
  connected_at: Date | null;
  ended_at: Date | null;
  result_due_until: Date | null;
  finished_at: Date | null;
  talk_seconds: number;
  wrap_up_seconds: number;
  version: number;
}

export type NewAttempt = Pick<
  AttemptRow,
  | ('id' | 'campaign_id' | 'call_list_id' | 'entry_id' | 'contact_id' | 'agent_id' | 'phone_id' | 'e164' | 'time_zone')
  | ('mode' | 'first' | 'rank' | 'claimed_at' | 'claimed_until' | 'allowed_until' | 'gap_seconds')
> & { because: EntryBecause };

/**
 * Writes the attempt as claimed, its entry as busy, and takes hold of the person and of every number they are reached at; in one
 * statement, since every agent waits for it.
 * @throws unique violation `customer_holds_pkey`: somebody else holds one of them
 * @throws unique violation `attempts_one_per_agent`: the agent has an attempt that is not finished
 */
export async function insertAttempt(tx: Tx, attempt: NewAttempt, numbers: readonly string[]): Promise<AttemptRow> {
  const { because, ...row } = attempt;
  // In one order, so that two who want the same keys never wait for each other in a circle.
  const keys = [`c:${attempt.contact_id}`, ...new Set(numbers.map((e164) => `n:${e164}`))].sort();
  const claimed: EntryBecause = { key: 'entry.claimed', values: {} };
  const [written] = await tx<AttemptRow[]>`
    with attempt as (
      insert into attempts ${tx({ ...row, because: tx.json(because), state: 'claimed' })} returning *
    ), holds as (
      insert into customer_holds (key, attempt_id) select key, ${attempt.id} from unnest(${keys}::text[]) as key order by key
    ), entry as (
      update entries set state = 'busy', because = ${tx.json(claimed)}, version = version + 1 where id = ${attempt.entry_id}
    )
    select * from attempt`;
  return written as AttemptRow;
}

export const releaseHolds = (tx: Tx, attemptId: string) =>
  tx`delete from customer_holds where attempt_id = ${attemptId}`;

export async function lockAttempt(tx: Tx, id: string): Promise<AttemptRow | null> {
  const [row] = await tx<AttemptRow[]>`select * from attempts where id = ${id} for update`;
  return row ?? null;
}

export async function selectAttempts(sql: Sql, ids: readonly string[]): Promise<AttemptRow[]> {
  return sql<AttemptRow[]>`select * from attempts where id = any(${[...ids]}::text[])`;
}

/** The attempt of this agent that is not finished; an agent has one at most. */
export async function selectAttemptOfAgent(sql: Sql, agentId: string): Promise<AttemptRow | null> {
  const [row] = await sql<AttemptRow[]>`select * from attempts where agent_id = ${agentId} and state <> 'ended'`;
  return row ?? null;
}

export type AttemptColumns = Partial<Omit<AttemptRow, 'id' | 'because' | 'version'>>;

/** @throws `TL001` when it is to be written as dialled and must not be (migration 0072) */
export async function updateAttempt(tx: Tx, id: string, columns: AttemptColumns): Promise<AttemptRow> {
  const [row] = await tx<AttemptRow[]>`
    update attempts set ${tx(columns)}, version = version + 1 where id = ${id} returning *`;
  return row as AttemptRow;
}

/** Attempts of an entry that count, oldest first. */
/** With the result that its own one is a part of. */
export type PastAttempt = AttemptRow & { main_result_id?: string | null };

export async function selectPastAttempts(sql: Sql, entryId: string): Promise<PastAttempt[]> {
  return sql<PastAttempt[]>`
    select a.*, d.main_result_id from attempts a left join dispositions d on d.id = a.disposition_id
    where a.entry_id = ${entryId} and a.state = 'ended' and a.outcome not in ('returned', 'refused')
    order by a.claimed_at, a.id`;
}

/** Attempts at which somebody has looked for as long as they may. */
export async function selectUnused(sql: Sql, now: Date): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`select id from attempts where state = 'claimed' and claimed_until <= ${now}`;
  return rows.map(({ id }) => id);
}

/** Attempts that are not finished, of which something may have been missed: looked at once more from time to time. */
export async function selectUnderWay(sql: Sql): Promise<AttemptRow[]> {
  return sql<AttemptRow[]>`select * from attempts where state <> 'ended' order by claimed_at`;
}
