/** Deals with what hangs on them, many at once: for files. */
import type { DealSheet } from '../../contract/exports.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import { canSee } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import { totalsOf } from '../products/line-totals.ts';
import { linesOfDeals } from './deal-lines.usecases.ts';
import { ownershipOf, toDeal } from './deal-row.ts';
import { selectDeals } from './deals.repository.ts';
import { selectPipelines } from './pipelines.repository.ts';

const selectManagers = (sql: Sql, ids: readonly string[]) =>
  sql<{ deal_id: string; id: string; name: string; role: string }[]>`
    select m.deal_id, a.id, a.name, m.role from deal_managers m join agents a on a.id = m.agent_id
    where m.deal_id = any(${[...ids]}) order by m.deal_id, m.position`.execute();

/** Those of these deals that the reader may see, in the order of the ids; without class and points. */
export async function readDealSheets(
  sql: Sql,
  reader: Principal,
  ids: readonly string[],
): Promise<Omit<DealSheet, 'class' | 'points'>[]> {
  const [rows, managers, lines, pipelines] = await Promise.all([
    selectDeals(sql, ids),
    selectManagers(sql, ids),
    linesOfDeals(sql, ids),
    selectPipelines(sql),
  ]);
  const names = new Map(pipelines.map(({ id, name }) => [id, name]));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (!row || row.deleted_at !== null || !canSee(reader, 'deals.read', ownershipOf(row))) return [];
    const seats = managers
      .filter(({ deal_id }) => deal_id === id)
      .map(({ id: agentId, name, role }) => ({ agent: { id: agentId, name }, role }));
    const { offered, sold } = lines(id);
    return [
      {
        ...toDeal(row, { managers: seats, contacts: [], stageTasks: [] }, reader),
        pipelineName: names.get(row.pipeline_id) ?? '',
        offered,
        sold,
        total: totalsOf(sold).total,
      },
    ];
  });
}

/** Titles of those of these deals that the reader may see, by id. */
export async function readDealTitles(
  sql: Sql,
  reader: Principal,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await selectDeals(sql, [...new Set(ids)]);
  const seen = rows.filter((row) => row.deleted_at === null && canSee(reader, 'deals.read', ownershipOf(row)));
  return new Map(seen.map(({ id, title }) => [id, title]));
}
