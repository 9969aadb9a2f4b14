/** Pure: what kind of somebody an entry of the audit names. */
import type { ActorKind } from '../../contract/audit.contract.ts';

/** Begins the ids of web forms, which act as themselves. */
const webFormPrefix = 'wfm_';

/** @example actorKindOf({ userId: null, actorKind: 'system', actorId: 'system' }) // 'server' */
export function actorKindOf({
  userId,
  actorKind,
  actorId,
}: {
  userId: string | null;
  actorKind: string;
  actorId: string;
}): ActorKind {
  if (userId !== null) return 'user';
  if (actorKind === 'api-key') return 'api-key';
  return actorId.startsWith(webFormPrefix) ? 'web-form' : 'server';
}
