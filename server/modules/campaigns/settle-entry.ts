/** An entry takes what was decided of it. */
import type { EntryRank } from '../../contract/campaigns.contract.ts';
import { entryRanks } from '../../contract/campaigns.contract.ts';
import type { Tx } from '../../platform/database/database.ts';
import { type EntryRow, updateEntry } from './entries.repository.ts';
import type { NextAttempt } from './next-attempt.ts';

export const rankOf = (rank: EntryRank): number => entryRanks.indexOf(rank);
export const rankName = (rank: number): EntryRank => entryRanks[rank] ?? 'fresh';

type Last = Partial<Pick<EntryRow, 'attempts' | 'last_outcome' | 'last_disposition_id' | 'last_attempt_at'>>;

/** Open with its next moment, or finished with the reason. `last`: what the attempt before it left. */
export async function settleEntry(
  tx: Tx,
  entryId: string,
  decision: NextAttempt,
  now: Date,
  last: Last = {},
): Promise<void> {
  const { because } = decision;
  if (decision.kind === 'finish') {
    await updateEntry(tx, entryId, { ...last, state: 'finished', finished_at: now, callback_agent_id: null, because });
    return;
  }
  const { at, number, rank, agentId } = decision;
  const isFreshNow = rank === 'fresh' && at.getTime() <= now.getTime();
  await updateEntry(tx, entryId, {
    ...last,
    state: 'open',
    finished_at: null,
    rank: rankOf(rank),
    due_at: isFreshNow ? null : at,
    time_zone: number.zone,
    next_e164: number.e164,
    callback_agent_id: agentId,
    because,
  });
}
