/** Taking a merge back: every record and everything that hung on it, but for what people have changed since. */
import type { Tx } from '../../platform/database/database.ts';
import { canSee } from '../access/permissions.ts';
import { actorOf } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { ownershipOf } from '../contacts/contact-row.ts';
import type { Kept, MergedRecord } from '../reversible-actions/movers.ts';
import type { By, Undoer, UndoReport } from '../reversible-actions/reversible-actions.usecases.ts';
import type { MergeMoved } from './merge.usecases.ts';
import { type MergeDeps, mergeKinds, moversOf } from './merge-kinds.ts';
import { notYoursToMerge, recordNotFound, survivorGone } from './merges.errors.ts';
import { lockRecords, type StoredRecord, writeColumns } from './merges.repository.ts';
import { planUnmerge } from './plan-unmerge.ts';
import { tellMerged } from './tell-merge.ts';

function checkUndo(record: MergedRecord, found: readonly StoredRecord[], moved: MergeMoved, { principal }: By): void {
  if (!found.every((one) => canSee(principal, 'contacts.read', ownershipOf(one)))) throw recordNotFound(record);
  if (!found.every((one) => canSee(principal, 'contacts.merge', ownershipOf(one)))) throw notYoursToMerge(record);
  const [survivor, ...others] = found;
  if (!survivor || survivor.deleted) throw survivorGone(record);
  // Cannot be otherwise: a merged record is changed by nothing but this.
  if (others.some((one) => one.merged_into !== moved.survivorId)) throw survivorGone(record);
}

/** Columns of the survivor, then the others come back to life. */
async function restoreRecords(deps: MergeDeps, tx: Tx, record: MergedRecord, moved: MergeMoved, now: StoredRecord) {
  const at = deps.clock.now();
  const plan = planUnmerge(moved.before, moved.after, now.row, mergeKinds[record].rules);
  const version = await writeColumns(tx, record, moved.survivorId, plan.columns, at);
  for (const id of moved.otherIds) await writeColumns(tx, record, id, { deleted_at: null, merged_into: null }, at);
  return { version, plan };
}

async function undoMerge(
  deps: MergeDeps,
  record: MergedRecord,
  tx: Tx,
  action: { id: string; moved: unknown },
  by: By,
): Promise<UndoReport> {
  const moved = action.moved as MergeMoved;
  const ids = [moved.survivorId, ...moved.otherIds];
  const found = await lockRecords(tx, record, ids);
  checkUndo(record, found, moved, by);
  const actor = actorOf(by.principal);
  const { version, plan } = await restoreRecords(deps, tx, record, moved, found[0]!);
  const move = { from: moved.otherIds, to: moved.survivorId, now: deps.clock.now(), actor };
  const restored: Record<string, number> = {};
  const kept: Kept[] = plan.kept.map((what) => ({ part: 'fields', what, because: 'changed-since' }));
  for (const mover of [...moversOf(deps, record)].reverse()) {
    if (moved.parts[mover.name] === undefined) continue;
    const report = await mover.unmove(tx, moved.parts[mover.name], move);
    restored[mover.name] = report.restored;
    kept.push(...report.kept);
  }
  for (const recordId of ids) {
    const after = { actionId: action.id, ...(recordId === moved.survivorId ? { ...plan.columns, kept } : {}) };
    await createAudit(deps).record(tx, { ...by, action: `${record}.unmerged`, record: recordId, after });
  }
  const changed = ['phones', ...Object.keys(plan.columns)];
  const told = { actionId: action.id, survivorId: move.to, otherIds: moved.otherIds, version, changed };
  await tellMerged(deps, tx, record, told, { how: 'unmerged', actor });
  return { restored, kept };
}

export const mergeUndoers = (deps: MergeDeps): Undoer[] =>
  (['contact', 'organisation'] as const).map((record) => ({
    kind: `${record}.merged` as const,
    undo: (tx, action, by) => undoMerge(deps, record, tx, action, by),
  }));
