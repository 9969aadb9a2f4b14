/** Lists of calls, tasks and deals, and the ABC analysis, as files, by their query and the filter of the screen, each row with the names of what it belongs to. */
import type { Call } from '../contract/calls.contract.ts';
import { abcSchema } from '../contract/deal-scoring.contract.ts';
import type { DealCard } from '../contract/deals.contract.ts';
import {
  type CallSheet,
  callSheetSchema,
  type DealSheet,
  dealSheetSchema,
  type TaskSheet,
  taskSheetSchema,
} from '../contract/exports.contract.ts';
import type { Filter, FilterRecord } from '../contract/filters.contract.ts';
import {
  searchAbcSchema,
  searchCallsSchema,
  searchDealsSchema,
  searchTasksSchema,
} from '../contract/segments.contract.ts';
import type { Task } from '../contract/tasks.contract.ts';
import type { Principal } from '../modules/access/principal.ts';
import type { CallsDeps } from '../modules/calls/calls.usecases.ts';
import { readScores } from '../modules/deal-scoring/deal-scores.usecases.ts';
import { requireMoney } from '../modules/deals/deal-money.ts';
import { readDealSheets, readDealTitles } from '../modules/deals/deal-sheets.usecases.ts';
import { dealColumns } from '../modules/exports/deal-columns.ts';
import { type ExportableList, exportableList } from '../modules/exports/exportable-list.ts';
import { abcColumns } from '../modules/exports/other-columns.ts';
import { callColumns, taskColumns } from '../modules/exports/work-columns.ts';
import { searchAbc, searchCalls, searchDeals, searchTasks } from '../modules/segments/search-lists.usecases.ts';
import { checkFilter } from '../modules/segments/select-records.usecases.ts';
import { readDescriptions } from '../modules/tasks/list-tasks.usecases.ts';
import type { Platform } from '../platform/platform.ts';
import { withFields } from './field-sources.ts';

/** Refuses a filter of a field that whoever asks may not ask for. */
const checked =
  (platform: Platform, record: FilterRecord) =>
  async (principal: Principal, { filter }: { filter?: Filter | undefined }): Promise<void> => {
    if (filter !== undefined)
      await checkFilter(withFields(platform), platform.database.sql, principal, { record, filter });
  };

async function withDeals({ database: { sql } }: Platform, reader: Principal, calls: Call[]): Promise<CallSheet[]> {
  const titles = await readDealTitles(
    sql,
    reader,
    calls.flatMap(({ dealIds }) => dealIds),
  );
  return calls.map((call) => ({ ...call, deals: call.dealIds.flatMap((id) => titles.get(id) ?? []).join('; ') }));
}

export const callList = (platform: Platform, calls: CallsDeps): ExportableList =>
  exportableList(platform, {
    list: 'calls',
    item: callSheetSchema,
    permission: 'calls.read',
    record: 'call',
    query: searchCallsSchema,
    columns: callColumns,
    check: checked(platform, 'call'),
    read: async (principal, query) => {
      const { items, nextCursor } = await searchCalls({ platform: withFields(platform), calls }, principal, query);
      return { items: await withDeals(platform, principal, items), nextCursor };
    },
  });

async function withTexts({ database: { sql } }: Platform, reader: Principal, tasks: Task[]): Promise<TaskSheet[]> {
  const texts = await readDescriptions(
    sql,
    tasks.map(({ id }) => id),
  );
  const titles = await readDealTitles(
    sql,
    reader,
    tasks.flatMap(({ dealId }) => dealId ?? []),
  );
  return tasks.map((task) => ({
    ...task,
    description: texts.get(task.id) ?? '',
    deal: titles.get(task.dealId ?? '') ?? '',
  }));
}

export const taskList = (platform: Platform): ExportableList =>
  exportableList(platform, {
    list: 'tasks',
    item: taskSheetSchema,
    permission: 'tasks.read',
    record: 'task',
    query: searchTasksSchema,
    columns: taskColumns,
    check: checked(platform, 'task'),
    read: async (principal, query) => {
      const { items, nextCursor } = await searchTasks(withFields(platform), principal, query);
      return { items: await withTexts(platform, principal, items), nextCursor };
    },
  });

async function withAll(platform: Platform, reader: Principal, deals: DealCard[]): Promise<DealSheet[]> {
  const ids = deals.map(({ id }) => id);
  const [sheets, scores] = await Promise.all([
    readDealSheets(platform.database.sql, reader, ids),
    readScores(platform, reader, ids),
  ]);
  const scored = new Map(scores.map((score) => [score.dealId, score]));
  return sheets.map((sheet) => {
    const score = scored.get(sheet.id);
    return { ...sheet, class: score?.class ?? null, points: score?.points ?? null };
  });
}

export const dealList = (platform: Platform): ExportableList =>
  exportableList(platform, {
    list: 'deals',
    item: dealSheetSchema,
    permission: 'deals.read',
    record: 'deal',
    query: searchDealsSchema,
    columns: dealColumns,
    check: checked(platform, 'deal'),
    read: async (principal, query) => {
      const { items, nextCursor } = await searchDeals(withFields(platform), principal, query);
      return { items: await withAll(platform, principal, items), nextCursor };
    },
  });

export const abcList = (platform: Platform): ExportableList =>
  exportableList(platform, {
    list: 'abc',
    item: abcSchema.shape.items.element,
    permission: 'deals.read',
    query: searchAbcSchema,
    columns: abcColumns,
    check: async (principal, query) => {
      requireMoney(principal);
      await checked(platform, 'deal')(principal, query);
    },
    read: async (principal, query) => {
      const { items } = await searchAbc(withFields(platform), principal, query, Number.POSITIVE_INFINITY);
      return { items, nextCursor: null };
    },
  });
