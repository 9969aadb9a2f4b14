/**
 * The lists of deals, tasks and calls and the analyses of deals, by their own query and by a filter or a segment beside it; all
 * of it must fit.
 */
import type { z } from 'zod';
import type { Call } from '../../contract/calls.contract.ts';
import type { AbcView, ForecastView } from '../../contract/deal-scoring.contract.ts';
import type { DealCard } from '../../contract/deals.contract.ts';
import type { FilterRecord } from '../../contract/filters.contract.ts';
import type {
  Selection,
  searchAbcSchema,
  searchCallsSchema,
  searchDealsSchema,
  searchForecastSchema,
  searchTasksSchema,
} from '../../contract/segments.contract.ts';
import type { Task } from '../../contract/tasks.contract.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import type { Page } from '../../platform/http/cursor.ts';
import type { Principal } from '../access/principal.ts';
import { type CallsDeps, listCalls } from '../calls/calls.usecases.ts';
import { readAbc } from '../deal-scoring/abc-analysis.usecases.ts';
import { readForecast } from '../deal-scoring/forecast.usecases.ts';
import { listDeals } from '../deals/list-deals.usecases.ts';
import { listTasks } from '../tasks/list-tasks.usecases.ts';
import { type SegmentsPlatform, whereOf } from './select-records.usecases.ts';

type Chosen = Pick<Selection, 'filter' | 'segmentId'>;

/** Nothing, when nothing was chosen: then the list is walked as always. Within an object, because a query alone would be awaited. */
async function chosenOf(
  platform: SegmentsPlatform,
  reader: Principal,
  { record, filter, segmentId }: Chosen & { record: FilterRecord },
): Promise<{ where?: SqlQuery; isByIndex?: boolean }> {
  if (filter === undefined && segmentId === undefined) return {};
  return whereOf(platform, platform.database.sql, reader, { record, filter, segmentId });
}

export async function searchDeals(
  platform: SegmentsPlatform,
  reader: Principal,
  { filter, segmentId, ...query }: z.output<typeof searchDealsSchema>,
): Promise<Page<DealCard>> {
  const { where, isByIndex } = await chosenOf(platform, reader, { record: 'deal', filter, segmentId });
  return listDeals(platform, reader, query, where && { where, isByIndex });
}

export async function searchForecast(
  platform: SegmentsPlatform,
  reader: Principal,
  { filter, segmentId, ...query }: z.output<typeof searchForecastSchema>,
): Promise<ForecastView> {
  const { where } = await chosenOf(platform, reader, { record: 'deal', filter, segmentId });
  return readForecast(platform, reader, query, where);
}

/** @param most so many rows at most; left out: as many as a screen takes */
export async function searchAbc(
  platform: SegmentsPlatform,
  reader: Principal,
  { filter, segmentId, ...query }: z.output<typeof searchAbcSchema>,
  most?: number,
): Promise<AbcView> {
  const { where } = await chosenOf(platform, reader, { record: 'deal', filter, segmentId });
  return readAbc(platform, reader, query, { most, chosen: where });
}

export async function searchTasks(
  platform: SegmentsPlatform,
  reader: Principal,
  { filter, segmentId, ...query }: z.output<typeof searchTasksSchema>,
): Promise<Page<Task>> {
  const { where } = await chosenOf(platform, reader, { record: 'task', filter, segmentId });
  return listTasks(platform, reader, query, where);
}

/** @param calls what the log needs of the modules around it */
export async function searchCalls(
  { platform, calls }: { platform: SegmentsPlatform; calls: CallsDeps },
  reader: Principal,
  { filter, segmentId, ...query }: z.output<typeof searchCallsSchema>,
): Promise<Page<Call>> {
  const { where } = await chosenOf(platform, reader, { record: 'call', filter, segmentId });
  return listCalls(calls, reader, query, where);
}
