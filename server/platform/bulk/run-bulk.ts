/**
 * Many pieces of work as one transaction, each in a savepoint: what fails undoes only itself. All of it is committed at
 * once, so that a server that dies in between has done nothing.
 */
import type { BulkAnswer } from '../../contract/bulk.contract.ts';
import type { Database, Tx } from '../database/database.ts';
import { isConnectionError, isRepeatable } from '../database/database-errors.ts';
import { DomainError } from '../errors/domain-error.ts';
import { answerOf } from '../http/error-answer.ts';

/** The database as it looks from inside of a transaction: what opens one of its own gets a savepoint. */
export const insideOf = (database: Database, tx: Tx): Database => ({
  ...database,
  sql: tx,
  transaction: (work) => tx.savepoint(work),
});

type Outcome = BulkAnswer['items'][number];

/** What was refused, as the answer of this one; everything that is nobody's refusal ends the whole. */
function refusalOf(error: unknown, index: number): Outcome {
  if (isConnectionError(error) || isRepeatable(error)) throw error;
  const { status, body } = answerOf(error);
  if (status >= 500) throw error;
  return { index, ok: false, error: body.error };
}

const allRefused = (failed: readonly Outcome[]) =>
  new DomainError({
    code: 'bulk.refused',
    status: 422,
    message: `Nothing was done: ${failed.length} of the items cannot be carried out. \`fields\` says which and why.`,
    fields: Object.fromEntries(
      failed.flatMap((one) => (one.ok ? [] : [[`items.${one.index}`, `${one.error.code}: ${one.error.message}`]])),
    ),
  });

/** @param work carries one item out on the database it is given, and returns the record's id and version */
export async function runBulk<Item>(
  database: Database,
  { items, allOrNothing }: { items: readonly Item[]; allOrNothing: boolean },
  work: (database: Database, item: Item) => Promise<{ id: string; version: number }>,
): Promise<BulkAnswer> {
  return database.transaction(async (tx) => {
    const outcomes: Outcome[] = [];
    for (const [index, item] of items.entries()) {
      try {
        const { id, version } = await tx.savepoint((inner) => work(insideOf(database, inner), item));
        outcomes.push({ index, ok: true, id, version });
      } catch (error) {
        outcomes.push(refusalOf(error, index));
      }
    }
    const failed = outcomes.filter(({ ok }) => !ok);
    if (allOrNothing && failed.length > 0) throw allRefused(failed);
    return { done: outcomes.length - failed.length, failed: failed.length, items: outcomes };
  });
}
