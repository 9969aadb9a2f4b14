/**
 * A mark that the first writing transaction of a piece of work leaves in the same commit, so that it can be known
 * afterwards whether the work was done. It travels with the asynchronous context: no module passes it on.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Tx } from './database.ts';

export interface TransactionMark {
  /** Leaves the mark; throwing undoes the transaction. */
  write(tx: Tx): Promise<void>;
  /** The mark was committed: later transactions of the same work leave none. */
  isWritten: boolean;
  /** False once the work has ended: what it left running in the background marks nothing. */
  isOpen: boolean;
}

const marks = new AsyncLocalStorage<TransactionMark>();

/** Runs `work`; the first transaction it commits carries `mark`. */
export async function withTransactionMark<T>(mark: TransactionMark, work: () => Promise<T>): Promise<T> {
  try {
    return await marks.run(mark, work);
  } finally {
    mark.isOpen = false;
  }
}

/** The work of a transaction, followed by the mark when one is asked for and not there yet. */
export function markedWork<T>(work: (tx: Tx) => Promise<T>): (tx: Tx) => Promise<T> {
  const mark = marks.getStore();
  if (!mark?.isOpen || mark.isWritten) return work;
  return async (tx) => {
    const result = await work(tx);
    await mark.write(tx);
    tx.afterCommit(() => {
      mark.isWritten = true;
    });
    return result;
  };
}
