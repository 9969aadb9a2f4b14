/** A use case that opens a transaction of its own, as a part of somebody else's: it becomes a savepoint of that one. */
import type { Database, Tx } from './database.ts';

/**
 * The same platform, whose statements all run in `tx`. What a use case refuses is undone to its beginning and thrown; the
 * outer transaction may go on without it.
 * @example await createDeal(withinTransaction(platform, tx), { body, ...by })
 */
export function withinTransaction<P extends { database: Database }>(platform: P, tx: Tx): P {
  const database = Object.create(platform.database, {
    sql: { value: tx },
    transaction: { value: <T>(work: (inner: Tx) => Promise<T>) => tx.savepoint(work) },
  }) as Database;
  return { ...platform, database };
}
