/** Pure: who owns a person after a change, and whether they are the owner's alone. */
import { canDo, type Reader } from '../access/permissions.ts';

export interface Ownership {
  ownerId: string | null;
  isPrivate: boolean;
}

export type OwnershipChange =
  | ({ kind: 'settled' } & Ownership)
  /** A private person is somebody's. */
  | { kind: 'needs-owner' }
  /** Only the owner decides that colleagues see less, or more. */
  | { kind: 'not-owner' };

/**
 * What is left out of `wanted` stays. Whoever makes somebody private without naming an owner becomes it.
 * @param before null: a new person
 * @example decideOwnership(anna, null, { isPrivate: true }) // { kind: 'settled', ownerId: anna.agentId, isPrivate: true }
 */
export function decideOwnership(
  reader: Reader,
  before: Ownership | null,
  wanted: { ownerId?: string | null | undefined; isPrivate?: boolean | undefined },
): OwnershipChange {
  const wasPrivate = before?.isPrivate ?? false;
  const isPrivate = wanted.isPrivate ?? wasPrivate;
  const unsaid = isPrivate && !wasPrivate ? reader.agentId : null;
  // A new person's owner comes as null when nothing was said of it.
  const named = before === null ? (wanted.ownerId ?? undefined) : wanted.ownerId;
  const ownerId = named === undefined ? (before?.ownerId ?? unsaid) : named;
  if (isPrivate && ownerId === null) return { kind: 'needs-owner' };
  const isMine = ownerId !== null && ownerId === reader.agentId;
  if (isPrivate !== wasPrivate && !isMine && !canDo(reader, 'contacts.private')) return { kind: 'not-owner' };
  return { kind: 'settled', ownerId, isPrivate };
}
