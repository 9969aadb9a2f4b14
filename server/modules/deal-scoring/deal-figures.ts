/** What is worked out over all deals every few minutes: how large sums are, how long won deals stay in a stage. */
import { z } from 'zod';
import type { Sql } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';

const figuresSchema = z.object({
  /** 101 quantiles of the expected sums of open deals, smallest first; empty without open deals. */
  sums: z.array(z.number()),
  /** Median days that won deals were in a stage, by its id. */
  usualDays: z.record(z.string(), z.number()),
});
export type DealFigures = z.infer<typeof figuresSchema>;

const nothing: DealFigures = { sums: [], usualDays: {} };

/** Works them out anew and keeps them. */
export async function makeFigures({ database, clock }: Pick<Platform, 'database' | 'clock'>): Promise<void> {
  const { sql } = database;
  const [row] = await sql<{ sums: number[] | null }[]>`
    select percentile_disc(array(select n / 100.0 from generate_series(0, 100) n))
      within group (order by expected_sum::float8) as sums
    from deals where state = 'open' and deleted_at is null`;
  const days = await sql<{ stage_id: string; days: number }[]>`
    select stage_id, percentile_cont(0.5) within group (order by seconds) / 86400 as days
    from (
      select h.deal_id, h.from_stage_id as stage_id, sum(h.seconds_in_stage) as seconds
      from deal_stage_changes h join deals d on d.id = h.deal_id and d.state = 'won' and d.deleted_at is null
      where h.from_stage_id is not null and h.from_state = 'open' group by h.deal_id, h.from_stage_id
    ) stays group by stage_id`;
  const usualDays = Object.fromEntries(days.map(({ stage_id, days: usual }) => [stage_id, usual]));
  const value = sql.json({ sums: row?.sums ?? [], usualDays });
  await sql`insert into deal_figures (value, made_at) values (${value}, ${clock.now()})
    on conflict (id) do update set value = excluded.value, made_at = excluded.made_at`;
}

/** The figures as they were last worked out; none: everything in the middle. */
export async function readFigures(sql: Sql): Promise<DealFigures> {
  const [row] = await sql<{ value: unknown }[]>`select value from deal_figures`;
  const parsed = figuresSchema.safeParse(row?.value);
  return parsed.success ? parsed.data : nothing;
}

/** Share of the open deals whose expected sum is not larger, 0 to 1; in the middle when nothing is known. */
export function rankOf(sum: number, { sums }: Pick<DealFigures, 'sums'>): number {
  if (sums.length === 0) return 0.5;
  let above = sums.findIndex((quantile) => quantile > sum);
  if (above < 0) above = sums.length;
  return Math.max(0, above - 1) / Math.max(1, sums.length - 1);
}
