/** The history that probabilities are made of: every stage a closed deal has been in, and the totals of it. */
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import type { OutcomeTotal } from './history-of-stage.ts';

/** Rows of `deal_outcomes` as totals: by stage alone, and by stage with manager, partner and type. */
const totalsOf = (tx: Sql, rows: SqlQuery, sign: 1 | -1): SqlQuery => tx`
  insert into deal_outcome_totals (stage_id, factor, key, cases, won)
  select o.stage_id, f.factor, f.key, ${sign}::int * count(*)::int, ${sign}::int * (count(*) filter (where o.won))::int
  from (${rows}) o
  cross join lateral (
    values ('stage', ''), ('manager', o.agent_id), ('partner', o.partner_id), ('type', o.type_id)
  ) as f(factor, key)
  where f.key is not null
  group by o.stage_id, f.factor, f.key
  order by o.stage_id, f.factor, f.key
  on conflict (stage_id, factor, key) do update
    set cases = deal_outcome_totals.cases + excluded.cases, won = deal_outcome_totals.won + excluded.won`;

/** Open stages that closed deals have been in. */
const outcomes = (sql: Sql, where: SqlQuery): SqlQuery => sql`
  select distinct d.id as deal_id, h.to_stage_id as stage_id, d.state = 'won' as won, d.owner_agent_id as agent_id,
    d.partner_id, d.type_id
  from deals d
  join deal_stage_changes h on h.deal_id = d.id and h.to_state = 'open'
  where d.state <> 'open' and d.deleted_at is null and ${where}`;

/** Counts one deal anew: what it counted before is taken out first, so it may run as often as it likes. */
export async function countOutcome(tx: Tx, dealId: string): Promise<void> {
  // Before the deal is read, so that of two at once the later one sees what the first wrote.
  await tx`select pg_advisory_xact_lock(hashtext('deal_outcomes'), hashtext(${dealId}))`;
  await tx`${totalsOf(tx, tx`select * from deal_outcomes where deal_id = ${dealId}`, -1)}`;
  await tx`delete from deal_outcomes where deal_id = ${dealId}`;
  await tx`insert into deal_outcomes (deal_id, stage_id, won, agent_id, partner_id, type_id)
    ${outcomes(tx, tx`d.id = ${dealId}`)}`;
  await tx`${totalsOf(tx, tx`select * from deal_outcomes where deal_id = ${dealId}`, 1)}`;
}

/** Counts everything anew: after an import of deals, or when somebody doubts the totals. */
export async function recountOutcomes(tx: Tx): Promise<void> {
  await tx`lock table deal_outcomes, deal_outcome_totals in exclusive mode`;
  await tx`delete from deal_outcome_totals`;
  await tx`delete from deal_outcomes`;
  await tx`insert into deal_outcomes (deal_id, stage_id, won, agent_id, partner_id, type_id) ${outcomes(tx, tx`true`)}`;
  await tx`${totalsOf(tx, tx`select * from deal_outcomes`, 1)}`;
}

/** Totals of these stages, all factors. */
export async function readTotals(sql: Sql, stageIds: readonly string[]): Promise<OutcomeTotal[]> {
  return sql<OutcomeTotal[]>`
    select stage_id, factor, key, cases, won from deal_outcome_totals
    where stage_id = any(${[...stageIds]}::text[]) and cases > 0`;
}
