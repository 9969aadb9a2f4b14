/** Merging: one transaction in which one record takes in the others, with everything that hangs on them. */
import type { z } from 'zod';
import type { mergeBodySchema, mergedSchema } from '../../contract/merges.contract.ts';
import type { Tx } from '../../platform/database/database.ts';
import { refuseHeldBack } from '../access/field-rights.ts';
import { canSee } from '../access/permissions.ts';
import { actorOf, type Principal } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { ownershipOf } from '../contacts/contact-row.ts';
import type { MergedRecord, Move } from '../reversible-actions/movers.ts';
import { type By, rememberAction } from '../reversible-actions/reversible-actions.usecases.ts';
import { type MergeDeps, type MergeKind, mergeKinds, moversOf } from './merge-kinds.ts';
import { choiceUnknown, closesCircle, mergeStale, needTwo, notYoursToMerge, recordNotFound } from './merges.errors.ts';
import { isInCircle, lockRecords, type StoredRecord, writeColumns } from './merges.repository.ts';
import { planMerge } from './plan-merge.ts';
import { tellMerged } from './tell-merge.ts';

/** Everything that the undo of a merge needs. */
export interface MergeMoved {
  survivorId: string;
  otherIds: string[];
  before: Record<string, unknown>;
  after: Record<string, unknown>;
  /** What each mover moved, by its name. */
  parts: Record<string, unknown>;
}

const mostRecords = 10;

/** Records that this reader may merge: each is there, within reach, and theirs to change. */
export function checkMergeable(
  record: MergedRecord,
  found: readonly StoredRecord[],
  ids: readonly string[],
  reader: Principal,
): void {
  if (new Set(ids).size !== ids.length || ids.length < 2 || ids.length > mostRecords) throw needTwo();
  const isThere = (one: StoredRecord) => !one.deleted && canSee(reader, 'contacts.read', ownershipOf(one));
  if (found.filter(isThere).length !== ids.length) throw recordNotFound(record);
  const isMine = (one: StoredRecord) =>
    canSee(reader, 'contacts.merge', ownershipOf(one)) && canSee(reader, 'contacts.write', ownershipOf(one));
  if (!found.every(isMine)) throw notYoursToMerge(record);
}

/** Only what hangs there, so that the words are short. */
const countOf = (moved: unknown): number => {
  if (typeof moved !== 'object' || moved === null) return 0;
  return Object.values(moved).reduce((sum: number, one) => sum + (Array.isArray(one) ? one.length : 0), 0);
};

async function moveAll(deps: MergeDeps, tx: Tx, kind: MergeKind, move: Move): Promise<Record<string, unknown>> {
  const parts: Record<string, unknown> = {};
  for (const mover of moversOf(deps, kind.record)) parts[mover.name] = await mover.move(tx, move);
  if (kind.record === 'organisation' && (await isInCircle(tx, move.to))) throw closesCircle();
  return parts;
}

const pick = (row: Readonly<Record<string, unknown>>, keys: readonly string[]) =>
  Object.fromEntries(keys.map((key) => [key, row[key]]));

/**
 * Merges `otherIds` into `survivorId`. Refused: a record that is not there for this person (404), belongs to another
 * team (403), was changed since it was looked at (409), a choice that names nothing (422).
 */
export async function mergeRecords(
  deps: MergeDeps,
  record: MergedRecord,
  {
    survivorId,
    body: { otherIds, choices, versions },
    ...by
  }: By & { survivorId: string; body: z.output<typeof mergeBodySchema> },
): Promise<z.input<typeof mergedSchema>> {
  const kind = mergeKinds[record];
  const ids = [survivorId, ...otherIds];
  return deps.database.transaction(async (tx) => {
    const found = await lockRecords(tx, record, ids);
    checkMergeable(record, found, ids, by.principal);
    if (found.some(({ id, version }) => versions[id] !== undefined && versions[id] !== version)) throw mergeStale();
    const [survivor, ...others] = found as [StoredRecord, ...StoredRecord[]];
    refuseHeldBack(by.principal, record, choices);
    const plan = planMerge(found, kind.rules, choices);
    if (plan.unknown.length > 0) throw choiceUnknown(plan.unknown);
    // Nobody's record cannot be its owner's alone.
    const owner = 'owner_agent_id' in plan.columns ? plan.columns.owner_agent_id : survivor.owner_agent_id;
    if (plan.columns.is_private === true && owner === null) delete plan.columns.is_private;
    if (survivor.is_private && owner === null) plan.columns.is_private = false;
    const now = deps.clock.now();
    const version = await writeColumns(tx, record, survivorId, plan.columns, now);
    for (const { id } of others)
      await writeColumns(tx, record, id, { deleted_at: now.toISOString(), merged_into: survivorId }, now);
    const move = { from: otherIds, to: survivorId, now, actor: actorOf(by.principal) };
    const parts = await moveAll(deps, tx, kind, move);
    const columns = Object.keys(plan.columns);
    const before = pick(survivor.row, columns);
    const moved: MergeMoved = { survivorId, otherIds, before, after: plan.columns, parts };
    const names = others.map(({ id, name }) => ({ id, name }));
    const counts = Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, countOf(part)]));
    const kept = { id: survivorId, name: String(plan.columns.name ?? survivor.name) };
    const summary = { survivor: kept, others: names, counts };
    const actionId = await rememberAction(deps, tx, by, { kind: `${record}.merged`, moved, summary });
    await createAudit(deps).record(tx, {
      ...by,
      action: `${record}.merged`,
      record: survivorId,
      before,
      after: { ...plan.columns, merged: names, actionId },
    });
    for (const { id } of others) {
      const after = { into: survivorId, actionId };
      await createAudit(deps).record(tx, { ...by, action: `${record}.merged-into`, record: id, after });
    }
    const changed = plan.fields.filter(({ from }) => from !== survivorId).map(({ field }) => field);
    const told = { actionId, survivorId, otherIds, version, changed: ['phones', ...changed] };
    await tellMerged(deps, tx, record, told, { how: 'merged', actor: move.actor });
    return { actionId, survivorId, counts };
  });
}
