/** [ACC-2] Puts the old values of a change back, through the use case of the record's own module. */
import type { z } from 'zod';
import type { restoredChangeSchema } from '../../contract/audit.contract.ts';
import type { Tx } from '../../platform/database/database.ts';
import { DomainError } from '../../platform/errors/domain-error.ts';
import type { Platform } from '../../platform/platform.ts';
import { fieldsHeldBack } from '../access/access.errors.ts';
import { seesNumbers } from '../access/field-rights.ts';
import type { By, Principal } from '../access/principal.ts';
import {
  cannotRestore,
  changedSince,
  entryNotFound,
  nothingToRestore,
  recordGone,
  valueGone,
  valueNotAllowed,
} from './audit.errors.ts';
import { createAudit } from './audit.usecases.ts';
import { type AuditedKind, inside, isFileKind } from './audited-kinds.ts';
import { decideRestore } from './decide-restore.ts';
import { type EventRow, findEvent, newestEntryOf, visibleEvents } from './events.repository.ts';
import { isRestorable, restorerOf, subjectOf } from './restorable-entries.ts';

/**
 * All of a change, or of its fields those asked for. Refuses when the record has changed since in the same fields, and says
 * in which. What is put back is a change like any other: the right to change the record is asked, old and new values are
 * written down, and restoring that entry undoes it.
 */
export async function restoreChange(
  platform: Platform,
  kinds: readonly AuditedKind[],
  { entryId, fields: only, ...by }: By & { entryId: string; fields?: readonly string[] | undefined },
): Promise<z.input<typeof restoredChangeSchema>> {
  return await platform.database.transaction(async (tx) => {
    const entry = await findEntry(tx, kinds, entryId, by.principal);
    const kind = entry && subjectOf(kinds, entry)?.kind;
    // Whose record is not for the reader has no event for them either, beyond that it happened.
    if (!entry || (kind && (await kind.titles(tx, by.principal, [entry.record])).size === 0)) throw entryNotFound();
    if (!kind || !isRestorable(entry, kind) || isFileKind(kind.kind)) throw cannotRestore(entry.action);
    const fields = await putBack(inside(platform, tx), tx, kind, entry, { ...by, only });
    const made = (await newestEntryOf(tx, entry.record)) ?? entryId;
    const action = `${kind.kind}.change-restored` as const;
    const after = { restoredEntry: entryId, madeEntry: made, fields };
    await createAudit(platform).record(tx, { ...by, action, record: entry.record, after });
    return { entryId: made, fields };
  });
}

/** One of the events this reader gets, or a change on the time-line of a record, whoever made it. */
async function findEntry(
  tx: Tx,
  kinds: readonly AuditedKind[],
  id: string,
  reader: Principal,
): Promise<EventRow | null> {
  const listed = await findEvent(tx, id, visibleEvents(tx, reader));
  if (listed) return listed;
  const entry = await findEvent(tx, id, tx`true`);
  return entry && subjectOf(kinds, entry)?.kind.hasTimeLine ? entry : null;
}

async function putBack(
  platform: Platform,
  tx: Tx,
  kind: AuditedKind,
  entry: EventRow,
  { only, ...by }: By & { only: readonly string[] | undefined },
): Promise<string[]> {
  const { action, record, before, after } = entry;
  if (action.endsWith('.deleted')) {
    await kind.restorer?.undelete?.(platform, by, record);
    return ['deleted'];
  }
  const restorer = restorerOf(kind, action);
  if (!restorer) throw cannotRestore(action);
  const current = await restorer.read(platform, tx, by.principal, record, entry);
  if (current === null) throw recordGone();
  const decision = decideRestore({ before: before ?? {}, after: after ?? {}, current, fields: restorer.fields, only });
  if (decision.kind === 'changed-since') throw changedSince(decision.fields);
  if (decision.kind === 'nothing') throw nothingToRestore();
  // An old number would go back unseen: whoever does not see numbers does not choose between them.
  if (decision.fields.includes('phones') && !seesNumbers(by.principal)) throw fieldsHeldBack(['phones']);
  try {
    await restorer.change(platform, by, record, decision.values, current);
  } catch (error) {
    throw toldByValues(error, decision.fields);
  }
  return decision.fields;
}

/** What an ordinary change is refused for is told as what it is here: an old value that is not possible any more. */
function toldByValues(error: unknown, fields: readonly string[]): unknown {
  if (!(error instanceof DomainError)) return error;
  if (error.status === 404) return valueGone(fields);
  const isOldValue = error.status === 422 && error.code.endsWith('.invalid') && error.fields !== undefined;
  return isOldValue ? valueNotAllowed(error.fields ?? {}) : error;
}
