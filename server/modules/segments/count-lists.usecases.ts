/** How many the lists of deals, tasks and calls hold, by the same question as the list itself. */
import type { z } from 'zod';
import type { FilterRecord } from '../../contract/filters.contract.ts';
import type {
  Count,
  countCallsSchema,
  countDealsSchema,
  countTasksSchema,
  Selection,
} from '../../contract/segments.contract.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import { countRecords } from '../../platform/filters/count-records.ts';
import type { Principal } from '../access/principal.ts';
import { type CallsDeps, loggedCalls } from '../calls/calls.usecases.ts';
import { dealConditions } from '../deals/list-deals.usecases.ts';
import { taskConditions } from '../tasks/list-tasks.usecases.ts';
import { kindsOfRecord } from './records.ts';
import { type SegmentsPlatform, whereOf } from './select-records.usecases.ts';

type Chosen = Pick<Selection, 'filter' | 'segmentId'>;

/** What the reader may see and the filter of the screen leaves, within what the list was asked for. */
async function countWithin(
  platform: SegmentsPlatform,
  reader: Principal,
  { record, ...chosen }: Chosen & { record: FilterRecord },
  listed: SqlQuery,
): Promise<Count> {
  const { where } = await whereOf(platform, platform.database.sql, reader, { record, ...chosen });
  return countRecords(platform.database, kindsOfRecord[record].table, platform.database.sql.and([where, listed]));
}

export async function countDeals(
  platform: SegmentsPlatform,
  reader: Principal,
  { filter, segmentId, ...query }: z.output<typeof countDealsSchema>,
): Promise<Count> {
  const { where } = await dealConditions(platform, reader, query);
  return countWithin(platform, reader, { record: 'deal', filter, segmentId }, where);
}

export function countTasks(
  platform: SegmentsPlatform,
  reader: Principal,
  { filter, segmentId, ...query }: z.output<typeof countTasksSchema>,
): Promise<Count> {
  const where = taskConditions(platform.database.sql, reader, query, platform.clock.now());
  return countWithin(platform, reader, { record: 'task', filter, segmentId }, where);
}

/** @param calls what the log needs of the modules around it */
export async function countCalls(
  { platform, calls }: { platform: SegmentsPlatform; calls: CallsDeps },
  reader: Principal,
  { filter, segmentId, ...query }: z.output<typeof countCallsSchema>,
): Promise<Count> {
  const { where } = await loggedCalls(calls, reader, query);
  return countWithin(platform, reader, { record: 'call', filter, segmentId }, where);
}
