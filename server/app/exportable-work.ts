/** Lists of calls, tasks and deals as files, each row with the names of what it belongs to. */
import { type Call, callListQuerySchema } from '../contract/calls.contract.ts';
import { type DealCard, dealListQuerySchema } from '../contract/deals.contract.ts';
import {
  type CallSheet,
  callSheetSchema,
  type DealSheet,
  dealSheetSchema,
  type TaskSheet,
  taskSheetSchema,
} from '../contract/exports.contract.ts';
import { type Task, taskListQuerySchema } from '../contract/tasks.contract.ts';
import type { Principal } from '../modules/access/principal.ts';
import { type CallsDeps, listCalls } from '../modules/calls/calls.usecases.ts';
import { readScores } from '../modules/deal-scoring/deal-scores.usecases.ts';
import { readDealSheets, readDealTitles } from '../modules/deals/deal-sheets.usecases.ts';
import { listDeals } from '../modules/deals/list-deals.usecases.ts';
import { dealColumns } from '../modules/exports/deal-columns.ts';
import { type ExportableList, exportableList } from '../modules/exports/exportable-list.ts';
import { callColumns, taskColumns } from '../modules/exports/work-columns.ts';
import { listTasks, readDescriptions } from '../modules/tasks/list-tasks.usecases.ts';
import type { Platform } from '../platform/platform.ts';

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
    query: callListQuerySchema,
    columns: callColumns,
    read: async (principal, query) => {
      const { items, nextCursor } = await listCalls(calls, principal, query);
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
    query: taskListQuerySchema,
    columns: taskColumns,
    read: async (principal, query) => {
      const { items, nextCursor } = await listTasks(platform, principal, query);
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
    query: dealListQuerySchema,
    columns: dealColumns,
    read: async (principal, query) => {
      const { items, nextCursor } = await listDeals(platform, principal, query);
      return { items: await withAll(platform, principal, items), nextCursor };
    },
  });
