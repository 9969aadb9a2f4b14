/** Queues climb retry ladders: what is asked of them before a ladder goes. */
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { lockQueues, selectQueues, updateQueues } from './queues.repository.ts';
import { tellQueues } from './queues.usecases.ts';

const namesUsing = async (sql: Sql, ladderId: string): Promise<string[]> => [
  ...new Set((await selectQueues(sql)).filter((row) => row.ladder_id === ladderId).map((row) => row.name)),
];

export const queueLadderUser = (platform: Pick<Platform, 'facts'>) => ({
  /** `the queues sales, support`; null when no queue uses the ladder. */
  async usesOf(sql: Sql, ladderId: string): Promise<string | null> {
    const names = await namesUsing(sql, ladderId);
    return names.length > 0 ? `the queues ${names.join(', ')}` : null;
  },
  async replace(tx: Tx, ladderId: string, substituteId: string): Promise<void> {
    for (const name of await namesUsing(tx, ladderId)) {
      await lockQueues(tx, name);
      await tellQueues(platform, tx, await updateQueues(tx, name, { ladder_id: substituteId }));
    }
  },
});
