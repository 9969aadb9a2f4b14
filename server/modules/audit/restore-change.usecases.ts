/** [ACC-2] Puts the old values of a change back, through the use case of the record's own module. */
import type { z } from 'zod';
import type { restoredChangeSchema } from '../../contract/audit.contract.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import type { By } from '../access/principal.ts';
import { cannotRestore, changedSince, entryNotFound, nothingToRestore } from './audit.errors.ts';
import { createAudit } from './audit.usecases.ts';
import { type AuditedKind, inside, isFileKind } from './audited-kinds.ts';
import { decideRestore } from './decide-restore.ts';
import { type EventRow, findEvent, newestEntryOf, visibleEvents } from './events.repository.ts';
import { isRestorable, restorerOf, subjectOf } from './events.usecases.ts';

/**
 * Refuses when the record has changed since in the same fields, and says in which. What is put back is a change like any
 * other: the right to change the record is asked, old and new values are written down, and restoring that entry undoes it.
 */
export async function restoreChange(
  platform: Platform,
  kinds: readonly AuditedKind[],
  { entryId, ...by }: By & { entryId: string },
): Promise<z.input<typeof restoredChangeSchema>> {
  return await platform.database.transaction(async (tx) => {
    const entry = await findEvent(tx, entryId, visibleEvents(tx, by.principal));
    const kind = entry && subjectOf(kinds, entry)?.kind;
    // Whose record is not for the reader has no event for them either, beyond that it happened.
    if (!entry || (kind && (await kind.titles(tx, by.principal, [entry.record])).size === 0)) throw entryNotFound();
    if (!kind || !isRestorable(entry, kind) || isFileKind(kind.kind)) throw cannotRestore(entry.action);
    const fields = await putBack(inside(platform, tx), tx, kind, entry, by);
    const made = (await newestEntryOf(tx, entry.record)) ?? entryId;
    const action = `${kind.kind}.change-restored` as const;
    const after = { restoredEntry: entryId, madeEntry: made, fields };
    await createAudit(platform).record(tx, { ...by, action, record: entry.record, after });
    return { entryId: made, fields };
  });
}

async function putBack(
  platform: Platform,
  tx: Tx,
  kind: AuditedKind,
  { action, record, before, after }: EventRow,
  by: By,
): Promise<string[]> {
  if (action.endsWith('.deleted')) {
    await kind.restorer?.undelete?.(platform, by, record);
    return ['deleted'];
  }
  const restorer = restorerOf(kind, action);
  if (!restorer) throw cannotRestore(action);
  const current = await restorer.read(platform, tx, by.principal, record);
  if (current === null) throw entryNotFound();
  const decision = decideRestore({ before: before ?? {}, after: after ?? {}, current, fields: restorer.fields });
  if (decision.kind === 'changed-since') throw changedSince(decision.fields);
  if (decision.kind === 'nothing') throw nothingToRestore();
  await restorer.change(platform, by, record, decision.values, current);
  return Object.keys(decision.values);
}
