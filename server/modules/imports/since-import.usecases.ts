/** What became of records after an import made or changed them: whether undoing may touch them. */
import type { Sql } from '../../platform/database/database.ts';
import { type LeftRecord, selectLeft, type WholeReason } from './left-by-undo.repository.ts';
import { mergedSince, versionsRaisedByMerges } from './merged-records.repository.ts';
import { versionsRaisedByRules } from './raised-by-rules.repository.ts';
import { heldOnTo, type RecordTable } from './update-records.repository.ts';

export interface Since {
  /** Records on which people have hung something. */
  inUse: ReadonlySet<string>;
  /** Records that went into another one, or took others in. */
  merged: ReadonlySet<string>;
  /** Times that a version was raised though nobody changed the record: by the firm's own rules, by merges that were taken back. */
  raised: ReadonlyMap<string, number>;
}

type Written = Pick<LeftRecord, 'record_id' | 'isMade'> & { version: number | undefined };

export async function readSince(
  sql: Sql,
  { importId, table }: { importId: string; table: RecordTable },
  records: readonly Written[],
): Promise<Since> {
  const made = records.filter(({ isMade }) => isMade);
  const idsOf = (list: readonly Written[]) => list.map((one) => one.record_id);
  const byRules = table === 'contacts' ? await versionsRaisedByRules(sql, idsOf(made)) : new Map<string, number>();
  // Nearly all of them are as they were made: nobody asks for their merges.
  const others = made.filter((one) => one.version !== 1 + (byRules.get(one.record_id) ?? 0));
  const byMerges = await versionsRaisedByMerges(sql, table, idsOf(others));
  const raised = new Map(byRules);
  for (const [id, times] of byMerges) raised.set(id, times + (raised.get(id) ?? 0));
  return {
    inUse: await heldOnTo(sql, table, idsOf(made)),
    merged: await mergedSince(sql, { importId, table, ids: idsOf(records) }),
    raised,
  };
}

/** Why undoing leaves this record as it is; null: it may be undone, as far as fields were not changed since. */
export function whyLeft({ record_id: id, isMade, version }: LeftRecord, since: Since): WholeReason | null {
  // What one of them brought may be what another one had as well: nothing is taken from a merged record.
  if (since.merged.has(id)) return 'merged';
  if (!isMade) return null;
  if (version !== 1 + (since.raised.get(id) ?? 0)) return 'changed';
  return since.inUse.has(id) ? 'in-use' : null;
}

/** True when the undo of an import can be run again for something that it had left. */
export async function canUndoMore(sql: Sql, importId: string): Promise<boolean> {
  for (const table of ['contacts', 'organisations'] as const) {
    const left = await selectLeft(sql, importId, table);
    const since = await readSince(sql, { importId, table }, left);
    if (left.some((one) => whyLeft(one, since) === null)) return true;
  }
  return false;
}
