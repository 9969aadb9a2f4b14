/** SQL of the forecast. */
import type { ForecastBy } from '../../contract/deal-scoring.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import type { Placed } from './history-of-stage.ts';

export interface ForecastRow extends Placed {
  /** `YYYY-MM`, or one of these words. */
  due: string;
  pipeline_id: string;
  stage_probability: number;
  deals: number;
  potential: string;
  expected: string;
}

/** Open deals, and those won since `wonFrom`, put together by all that a forecast and a probability tell apart. */
export async function selectForecast(
  sql: Sql,
  { where, today, wonFrom }: { where: SqlQuery; today: string; wonFrom: string },
): Promise<ForecastRow[]> {
  return sql<ForecastRow[]>`
    select case
        when d.state = 'won' then 'won'
        when d.expected_close is null then 'undated'
        when d.expected_close < ${today}::date then 'overdue'
        else to_char(d.expected_close, 'YYYY-MM') end as due,
      d.pipeline_id, d.last_open_stage_id as stage_id, s.probability as stage_probability, d.owner_agent_id,
      d.partner_id, d.type_id, count(*)::int as deals, sum(d.potential)::text as potential,
      sum(d.expected_sum)::text as expected
    from deals d
    join deal_stages s on s.id = d.last_open_stage_id
    where ${sql.and([sql`d.deleted_at is null and (d.state = 'open' or (d.state = 'won' and d.closed_at >= ${wonFrom}::timestamptz))`, where])}
    group by due, d.pipeline_id, d.last_open_stage_id, s.probability, d.owner_agent_id, d.partner_id, d.type_id`;
}

const tables = {
  manager: 'select id, name from agents',
  pipeline: 'select id, name from pipelines',
  type: 'select id, label as name from directory_entries',
} as const;

export async function selectNames(
  sql: Sql,
  by: Exclude<ForecastBy, 'month'>,
  ids: readonly string[],
): Promise<Map<string, string | null>> {
  const rows = await sql<{ id: string; name: string | null }[]>`
    ${sql.unsafe(tables[by])} where id = any(${[...ids]}::text[])`;
  return new Map(rows.map(({ id, name }) => [id, name]));
}
