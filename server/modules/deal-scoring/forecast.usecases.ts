/** The forecast: what the open deals that a reader may see may bring, and when. */
import type { z } from 'zod';
import type { ForecastView, forecastQuerySchema } from '../../contract/deal-scoring.contract.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import { boundsOfDay, dayFromToday, monthOf } from '../../platform/filters/filter-days.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Principal } from '../access/principal.ts';
import { visiblePredicate } from '../access/visible-predicate.ts';
import { requireMoney } from '../deals/deal-money.ts';
import { toUnits } from '../products/line-totals.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import { readTotals } from './deal-outcomes.ts';
import { dealProbability } from './deal-probability.ts';
import { type ForecastRow, selectForecast, selectNames } from './forecast.repository.ts';
import { type ForecastGroup, forecast } from './forecast.ts';
import { type History, historyFrom } from './history-of-stage.ts';

const owner = { ownerAgents: 'd.agent_ids', team: 'd.team_id' } as const;

const dueOf = (due: string): ForecastGroup['due'] =>
  due === 'won' || due === 'overdue' || due === 'undated' ? due : { month: due };

function groupOf(row: ForecastRow, historyOf: History): ForecastGroup {
  const offered = dealProbability({ typed: row.stage_probability / 100, ...historyOf(row) });
  return {
    due: dueOf(row.due),
    manager: row.owner_agent_id,
    pipeline: row.pipeline_id,
    type: row.type_id,
    deals: row.deals,
    potential: toUnits(row.potential, 2),
    expected: toUnits(row.expected, 2),
    offeredPercent: Math.round(offered.probability * 100),
  };
}

/**
 * Months and "overdue" are those of the firm's clock, whoever asks.
 * @param chosen by a filter of the screen, a condition on `deals d`
 */
export async function readForecast(
  platform: Pick<Platform, 'database' | 'clock' | 'config'>,
  reader: Principal,
  { by, pipelineId, ownerId }: z.output<typeof forecastQuerySchema>,
  chosen: SqlQuery | null = null,
): Promise<ForecastView> {
  requireMoney(reader);
  const { sql } = platform.database;
  const { defaultTimeZone: zone } = await readSettings(platform, sql);
  const now = platform.clock.now();
  const today = dayFromToday(now, zone);
  const where = sql.and([
    visiblePredicate(sql, reader, 'deals.read', owner),
    pipelineId !== undefined && sql`d.pipeline_id = ${pipelineId}`,
    ownerId !== undefined && sql`d.owner_agent_id = ${ownerId}`,
    chosen,
  ]);
  const wonFrom = boundsOfDay(monthOf(now, zone).first, zone).from;
  const rows = await selectForecast(sql, { where, today, wonFrom });
  const historyOf = historyFrom(await readTotals(sql, [...new Set(rows.map(({ stage_id }) => stage_id))]));
  const groups = rows.map((row) => groupOf(row, historyOf));
  const { items, ...rest } = forecast(groups, by, today);
  const keys = items.flatMap(({ key }) => (key === null ? [] : [key]));
  const names = by === 'month' ? new Map<string, null>() : await selectNames(sql, by, keys);
  return { ...rest, items: items.map((item) => ({ ...item, name: names.get(item.key ?? '') ?? null })) };
}
