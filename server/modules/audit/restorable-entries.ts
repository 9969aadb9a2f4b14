/** Pure: what an entry of the audit is about, and which of its old values can be put back, by this reader. */
import type { AuditAction } from '../../contract/audit-actions.ts';
import { recordFields } from '../../contract/record-fields.ts';
import { restoringOf, type WhyNot } from '../../contract/restoring.ts';
import { fieldRightOf, seesNumbers } from '../access/field-rights.ts';
import type { Principal } from '../access/principal.ts';
import type { ActionRestorer, AuditedKind } from './audited-kinds.ts';
import { restorableChanges } from './decide-restore.ts';
import type { EventRow } from './events.repository.ts';

export interface Subject {
  kind: AuditedKind;
  id: string;
}

/** The record an event is about: its own, else the person it names (a note is one on a person). */
export function subjectOf(kinds: readonly AuditedKind[], { action, record, before, after }: EventRow): Subject | null {
  const named = (after?.contactId ?? before?.contactId) as unknown;
  for (const id of [record, named]) {
    const kind = typeof id === 'string' ? kinds.find((known) => known.isIdOf(id)) : undefined;
    if (kind) return { kind, id: id as string };
  }
  const kind = kinds.find((one) => one.isNamed && action.startsWith(`${one.kind}.`));
  return kind ? { kind, id: record } : null;
}

/** What puts the old values of such an action back; null: nothing does. */
export function restorerOf(kind: AuditedKind, action: string): ActionRestorer | null {
  return (action === `${kind.kind}.changed` ? kind.restorer : kind.actions?.[action]) ?? null;
}

const isOf = (kind: AuditedKind, { action, record }: EventRow) =>
  kind.isIdOf(record) || (kind.isNamed === true && action.startsWith(`${kind.kind}.`));

/** Keys of the old values that can be put back, the firm's own fields one by one; a deletion: `deleted`. */
export function restorableKeysOf(row: EventRow, kind: AuditedKind | undefined): string[] {
  if (!kind || !isOf(kind, row)) return [];
  if (row.action === `${kind.kind}.deleted`) return kind.restorer?.undelete ? ['deleted'] : [];
  const restorer = restorerOf(kind, row.action);
  if (!restorer || restorer.takes?.(row) === false) return [];
  return restorableChanges(row, restorer.fields);
}

export const isRestorable = (row: EventRow, kind: AuditedKind | undefined): boolean =>
  restorableKeysOf(row, kind).length > 0;

/** Of these keys those that this reader may put back: what a role holds back is not changed by old values either. */
export function forReader(reader: Principal, kind: string, keys: readonly string[]): string[] {
  const held = new Set(
    Object.entries(recordFields[kind] ?? {}).flatMap(([field, { shows, writes }]) =>
      fieldRightOf(reader, kind, field) === null ? [] : [...shows, ...writes],
    ),
  );
  return keys.filter((key) => {
    if (key === 'phones' && !seesNumbers(reader)) return false;
    if (!key.startsWith('custom.')) return !held.has(key);
    return !held.has('custom') && fieldRightOf(reader, kind, key) === null;
  });
}

/** Why nothing of it can be put back; null: something can, or it is only not for this reader. */
export function whyNot({ action }: Pick<EventRow, 'action'>): WhyNot | null {
  const restoring = restoringOf(action as AuditAction);
  return typeof restoring === 'object' ? restoring.because : null;
}
