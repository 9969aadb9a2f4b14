/**
 * Calls as this server stored them last, so that whoever must be told of one need not read it again. A call that was
 * changed elsewhere since then has a higher version: it is read.
 */
import type { StoredCall } from './call-row.ts';

export interface RecentCalls {
  /** After the commit. */
  remember(call: StoredCall): void;
  /** The call in this version or a newer one; null: read it. */
  atLeast(callId: string, version: number): StoredCall | null;
}

/** More than are in progress; a call that lasts longer than a thousand others is read again. */
const kept = 1_000;

export function createRecentCalls(): RecentCalls {
  const calls = new Map<string, StoredCall>();
  return {
    remember(call) {
      const known = calls.get(call.id);
      if (known && known.version >= call.version) return;
      calls.delete(call.id);
      calls.set(call.id, call);
      if (calls.size > kept) calls.delete(calls.keys().next().value ?? '');
    },
    atLeast(callId, version) {
      const known = calls.get(callId);
      return known && known.version >= version ? known : null;
    },
  };
}
