/** SQL of scores: what is read of deals, their customers and their stages. */
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';

export interface ScoreRow {
  id: string;
  state: 'open' | 'won' | 'lost';
  stage_id: string;
  stage_probability: number;
  owner_agent_id: string | null;
  partner_id: string | null;
  type_id: string | null;
  probability: number;
  expected_sum: string;
  max_expected_sum: string;
  class_adjustment: -1 | 0 | 1;
  stage_since: Date;
  last_reached_at: Date | null;
  vip: boolean;
  won_before: number;
}

export async function selectScoreRows(sql: Sql, ids: readonly string[], visible: SqlQuery): Promise<ScoreRow[]> {
  return sql<ScoreRow[]>`
    select d.id, d.state, d.last_open_stage_id as stage_id, s.probability as stage_probability, d.owner_agent_id,
      d.partner_id, d.type_id, d.probability, d.expected_sum, d.max_expected_sum, d.class_adjustment, d.stage_since,
      c.last_reached_at, coalesce(c.vip, false) as vip,
      (select count(*)::int from (
        select from deals w where w.state = 'won' and w.deleted_at is null and w.id <> d.id and
          w.contact_id = d.contact_id
        union all
        select from deals w where w.state = 'won' and w.deleted_at is null and w.id <> d.id and
          w.organisation_id = d.organisation_id and (w.contact_id = d.contact_id) is not true
      ) won) as won_before
    from deals d
    join deal_stages s on s.id = d.last_open_stage_id
    left join contacts c on c.id = d.contact_id and c.deleted_at is null
    where d.id = any(${[...ids]}::text[]) and d.deleted_at is null and ${visible}`;
}

export interface ScoredDeal {
  agent_ids: string[];
  team_id: string | null;
  contact_id: string | null;
  class_adjustment: -1 | 0 | 1;
}

export async function lockForScore(tx: Tx, dealId: string): Promise<ScoredDeal | null> {
  const [row] = await tx<ScoredDeal[]>`
    select agent_ids, team_id, contact_id, class_adjustment from deals
    where id = ${dealId} and deleted_at is null for update`;
  return row ?? null;
}

export async function setAdjustment(tx: Tx, dealId: string, adjustment: number, now: Date): Promise<number> {
  const [row] = await tx<{ version: number }[]>`
    update deals set class_adjustment = ${adjustment}, version = version + 1, updated_at = ${now}
    where id = ${dealId} returning version`;
  return row?.version ?? 0;
}

export interface SlippingRow {
  id: string;
  title: string;
  stage_name: string;
  owner_agent_id: string | null;
  owner_name: string | null;
  expected_sum: string;
  max_expected_sum: string;
  lost: string;
  potential: string;
  max_potential: string;
  probability: number;
  stage_id: string;
  stage_since: Date;
  contact_id: string | null;
  last_reached_at: Date | null;
  updated_at: Date;
}

/** @param after what the last one lost, and its id */
export async function selectSlipping(
  sql: Sql,
  { where, after, limit }: { where: SqlQuery; after: readonly string[] | null; limit: number },
): Promise<SlippingRow[]> {
  const lost = sql`(d.max_expected_sum - d.expected_sum)`;
  const rest =
    after &&
    sql`(${lost} < ${after[0] ?? '0'}::numeric or (${lost} = ${after[0] ?? '0'}::numeric and d.id > ${after[1] ?? ''}))`;
  return sql<SlippingRow[]>`
    select d.id, d.title, s.name as stage_name, d.owner_agent_id, a.name as owner_name, d.expected_sum,
      d.max_expected_sum, ${lost}::text as lost, d.potential, d.max_potential, d.probability, d.stage_id, d.stage_since,
      c.id as contact_id, c.last_reached_at, d.updated_at
    from deals d
    join deal_stages s on s.id = d.stage_id
    left join agents a on a.id = d.owner_agent_id
    left join contacts c on c.id = d.contact_id and c.deleted_at is null
    where ${sql.and([sql`d.state = 'open' and d.deleted_at is null and d.max_expected_sum > d.expected_sum`, where, rest])}
    order by ${lost} desc, d.id limit ${limit + 1}`;
}
