/** SQL of the dialler: who dials, what is under way, what was learnt. */
import type { Sql } from '../../platform/database/database.ts';
import type { AttemptRow } from '../campaigns/attempts.usecases.ts';
import type { PacingDecision } from './pacing.ts';

/** Takes or keeps the right to dial; false: another server has it. */
export async function holdLease(sql: Sql, holder: string, now: Date, forMs: number): Promise<boolean> {
  const until = new Date(now.getTime() + forMs);
  const rows = await sql`
    insert into dialer_lease (id, holder, held_until) values (1, ${holder}, ${until})
    on conflict (id) do update set holder = excluded.holder, held_until = excluded.held_until
      where dialer_lease.holder = ${holder} or dialer_lease.held_until < ${now}
    returning holder`;
  return rows.count > 0;
}

export const dropLease = (sql: Sql, holder: string) => sql`delete from dialer_lease where holder = ${holder}`;

export interface LineRow {
  id: string;
  campaign_id: string;
  agent_id: string | null;
  state: 'claimed' | 'dialling' | 'picked-up' | 'connected' | 'result-due';
  since: Date;
}

/** Attempts that are not finished, each with the moment its state began. */
export const selectLines = (sql: Sql) => sql<LineRow[]>`
  select id, campaign_id, agent_id, state,
    case state when 'picked-up' then picked_up_at when 'connected' then connected_at when 'result-due' then ended_at
      else dialled_at end as since
  from attempts where state <> 'ended'`;

/** Dialled, and nothing was heard of a call yet: the command may not have left a server that died. */
export const selectUnheard = (sql: Sql, { from, to }: { from: Date; to: Date }) => sql<AttemptRow[]>`
  select * from attempts where state = 'dialling' and call_id is null and dialled_at >= ${from} and dialled_at < ${to}`;

export interface MemberRow {
  agent_id: string;
  campaign_id: string;
  /** Their own telephone did not pick up a moment ago: they are not rung again at once. */
  resting: boolean;
}

/** Who works in which of these campaigns. */
export const selectMembers = (sql: Sql, campaignIds: readonly string[], restingSince: Date) => sql<MemberRow[]>`
  select distinct a.id as agent_id, m.campaign_id,
    exists (select from attempts t where t.agent_id = a.id and t.outcome = 'refused' and t.finished_at > ${restingSince}) as resting
  from campaign_agents m join agents a on a.active and (a.id = m.agent_id or a.team_id = m.team_id)
  where m.campaign_id = any(${[...campaignIds]}::text[])`;

export interface LearntRow {
  id: string;
  campaign_id: string;
  outcome: string | null;
  dialled_at: Date | null;
  picked_up_at: Date | null;
  connected_at: Date | null;
  ended_at: Date | null;
  finished_at: Date | null;
  talk_seconds: number;
  wrap_up_seconds: number;
}

const learnt = `id, campaign_id, outcome, dialled_at, picked_up_at, connected_at, ended_at, finished_at, talk_seconds, wrap_up_seconds`;

/** What attempts of these campaigns have to tell since then: those that ended, and those under way. In order of time. */
export const selectLearnt = (sql: Sql, campaignIds: readonly string[], since: Date) => sql<LearntRow[]>`
  select ${sql.unsafe(learnt)} from attempts where campaign_id = any(${[...campaignIds]}::text[]) and finished_at > ${since}
  union all
  select ${sql.unsafe(learnt)} from attempts where campaign_id = any(${[...campaignIds]}::text[]) and state <> 'ended'
  order by dialled_at`;

/** The decisions as a supervisor reads them, by campaign. Of a campaign that was deleted meanwhile none is kept. */
export async function writePaces(
  sql: Sql,
  decisions: Readonly<Record<string, PacingDecision>>,
  now: Date,
): Promise<void> {
  const rows = Object.entries(decisions).map(([id, { dial, because, figures }]) => ({ id, dial, because, figures }));
  await sql`
    insert into campaign_paces (campaign_id, decided_at, dial, because, figures)
    select r.id, ${now}, r.dial, r.because, r.figures
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id text, dial int, because jsonb, figures jsonb)
    where exists (select from campaigns g where g.id = r.id)
    on conflict (campaign_id) do update set decided_at = excluded.decided_at, dial = excluded.dial,
      because = excluded.because, figures = excluded.figures`;
}

export interface PaceRow {
  decided_at: Date;
  dial: number;
  because: PacingDecision['because'];
  figures: PacingDecision['figures'];
}

export async function selectPace(sql: Sql, campaignId: string): Promise<PaceRow | null> {
  const [row] = await sql<PaceRow[]>`
    select decided_at, dial, because, figures from campaign_paces where campaign_id = ${campaignId}`;
  return row ?? null;
}
