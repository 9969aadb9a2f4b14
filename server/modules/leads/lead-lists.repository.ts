/** SQL of the list of open leads and of what came of each source. */
import type { LeadReason, leadGivenWhy, sourceGroups } from '../../contract/leads.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';

export interface LeadRow {
  id: string;
  name: string;
  organisation_id: string | null;
  organisation_name: string | null;
  owner_id: string | null;
  owner_name: string | null;
  given_at: Date | null;
  why: (typeof leadGivenWhy)[number] | null;
  reason: LeadReason | null;
  source_id: string | null;
  channel: string;
  came_at: Date;
  last_call_at: Date | null;
  reached_count: number;
}

/** Open leads, the newest first; one more than asked for says that there are more. */
export async function selectOpenLeads(
  sql: Sql,
  { where, after, limit }: { where: SqlQuery; after: { at: string; id: string } | null; limit: number },
): Promise<LeadRow[]> {
  const rest = after && sql`(l.came_at, l.contact_id) < (${after.at}::timestamptz, ${after.id})`;
  return sql<LeadRow[]>`
    select c.id, c.name, o.id as organisation_id, o.name as organisation_name, a.id as owner_id, a.name as owner_name, h.given_at, h.why, h.reason,
      c.source_id, c.advertising_channel as channel, l.came_at, c.last_call_at, c.reached_count
    from leads l
    join contacts c on c.id = l.contact_id
    left join organisations o on o.id = c.organisation_id and o.deleted_at is null
    left join agents a on a.id = c.owner_agent_id
    left join lateral (
      select x.given_at, x.why, x.reason, x.agent_id from lead_hand_overs x
      where x.contact_id = c.id order by x.given_at desc, x.id desc limit 1
    ) h on h.agent_id = c.owner_agent_id
    where ${sql.and([sql`c.lifecycle = 'lead' and c.deleted_at is null`, where, rest])}
    order by l.came_at desc, l.contact_id desc limit ${limit + 1}`;
}

export interface SourceRow {
  key: string | null;
  leads: number;
  reached: number;
  with_deal: number;
  won: number;
  won_sum: string;
}

/** What the leads of a time are put together by. */
const groupOf = (sql: Sql, by: (typeof sourceGroups)[number]): SqlQuery => {
  switch (by) {
    case 'source':
      return sql`c.source_id`;
    case 'channel':
      return sql`nullif(c.advertising_channel, '')`;
    case 'number':
      // The number of ours that the first call of the person came in on.
      return sql`(select coalesce(k.dialled_e164, k.dialled_raw) from calls k
        where k.contact_id = c.id and k.direction = 'inbound' order by k.started_at, k.id limit 1)`;
  }
};

export async function selectSources(
  sql: Sql,
  {
    from,
    to,
    by,
    where,
    deals,
  }: { from: string; to: string; by: (typeof sourceGroups)[number]; where: SqlQuery; deals: SqlQuery },
): Promise<SourceRow[]> {
  return sql<SourceRow[]>`
    with came as (
      select c.id, c.reached_count, ${groupOf(sql, by)} as key from leads l join contacts c on c.id = l.contact_id
      where l.came_at >= ${from}::timestamptz and l.came_at < ${to}::timestamptz and c.deleted_at is null and ${where}
    ), dealt as (
      select d.contact_id, count(*) filter (where d.state = 'won') as won,
        coalesce(sum(d.potential) filter (where d.state = 'won'), 0) as won_sum
      from deals d where d.contact_id in (select id from came) and d.deleted_at is null and ${deals}
      group by d.contact_id
    )
    select c.key, count(*)::int as leads, (count(*) filter (where c.reached_count > 0))::int as reached,
      count(d.contact_id)::int as with_deal, (count(*) filter (where d.won > 0))::int as won,
      coalesce(sum(d.won_sum), 0)::numeric(20, 2)::text as won_sum
    from came c left join dealt d on d.contact_id = c.id
    group by c.key order by count(*) desc, c.key nulls last limit 200`;
}
