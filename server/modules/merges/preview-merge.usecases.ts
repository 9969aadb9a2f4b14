/** What a merge would make of these records, before anybody does it. */
import type { z } from 'zod';
import type { mergePreviewSchema } from '../../contract/merges.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { isHiddenName } from '../access/field-rights.ts';
import type { Principal } from '../access/principal.ts';
import { readPhones } from '../phones/phones.usecases.ts';
import type { MergedRecord } from '../reversible-actions/movers.ts';
import { checkMergeable } from './merge.usecases.ts';
import { type MergeDeps, mergeKinds, moversOf } from './merge-kinds.ts';
import { selectRecords } from './merges.repository.ts';
import { planMerge, suggestSurvivor } from './plan-merge.ts';
import { planPhones } from './plan-phones.ts';

async function countsOf(deps: Pick<MergeDeps, 'movers'>, sql: Sql, record: MergedRecord, ids: readonly string[]) {
  const counts = new Map<string, Record<string, number>>(ids.map((id) => [id, {}]));
  for (const mover of moversOf(deps, record)) {
    const found = await mover.count?.(sql, ids);
    for (const id of ids) if (found) counts.get(id)![mover.name] = found.get(id) ?? 0;
  }
  return counts;
}

async function phonesOf(sql: Sql, record: MergedRecord, ids: readonly string[]) {
  const phones = await readPhones(sql, `${record}s`, ids);
  const [mine = [], ...theirs] = ids.map((id) => (phones.get(id) ?? []).map((phone) => ({ ...phone, holderId: id })));
  const { moved } = planPhones(mine, theirs.flat());
  return [...mine, ...moved].map(({ id, holderId }) => ({ id, recordId: holderId }));
}

/**
 * @param survivorId who stays; left out: the one with more history, of two alike the older
 * @returns where each value comes from and why; the values themselves are those of the records, as the reader may see them
 */
export async function previewMerge(
  deps: Pick<MergeDeps, 'movers'> & Pick<Platform, 'database'>,
  record: MergedRecord,
  reader: Principal,
  { ids, survivorId }: { ids: readonly string[]; survivorId?: string | undefined },
): Promise<z.input<typeof mergePreviewSchema>> {
  const { sql } = deps.database;
  const found = await selectRecords(sql, record, ids);
  checkMergeable(record, found, ids, reader);
  const counts = await countsOf(deps, sql, record, ids);
  const sum = (id: string) => Object.values(counts.get(id) ?? {}).reduce((all, one) => all + one, 0);
  const suggested = suggestSurvivor(
    found.map(({ id, created_at }) => ({ id, history: sum(id), createdAt: created_at })),
  );
  const first = ids.find((id) => id === survivorId) ?? suggested;
  const order = [first, ...ids.filter((id) => id !== first)];
  const records = order.flatMap((id) => found.find((one) => one.id === id) ?? []);
  const plan = planMerge(records, mergeKinds[record].rules, {});
  return {
    survivorId: first,
    records: records.map(({ id, name, version, created_at }) => ({
      id,
      name,
      version,
      createdAt: new Date(created_at).toISOString(),
      counts: counts.get(id) ?? {},
    })),
    // Whether two records say the same of a field tells something of it.
    fields: plan.fields
      .filter(({ field }) => !isHiddenName(reader, record, field))
      .map(({ field, from, conflict, because }) => ({ field, from, conflict, because })),
    phones: await phonesOf(sql, record, order),
  };
}
