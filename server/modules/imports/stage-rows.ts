/** Brings the rows of a file into `import_rows`, each batch in a transaction with the row it reached. */
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { messagesOf, startThread, ThreadFailed } from '../../platform/threads.ts';
import { resourceLimits } from './read-in-thread.ts';
import type { StageMessage, StageOrder } from './stage-protocol.ts';

/** The file cannot be read: what the person is told. */
export class FileUnreadable extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FileUnreadable';
  }
}

export interface StageProgress {
  lastRow: number;
  /** Bytes of the file that were read; null: not known. */
  bytes: number | null;
}

export interface Staging {
  databaseUrl: string;
  order: StageOrder;
  /** Asked after every batch: true ends the reading; what is staged stays. */
  afterBatch(progress: StageProgress): Promise<boolean>;
}

async function copyBatch(client: pg.Client, order: StageOrder, message: Extract<StageMessage, { kind: 'batch' }>) {
  await client.query('begin');
  const into = client.query(copyFrom(`copy import_rows (${message.columns.join(', ')}) from stdin`));
  await pipeline(
    Readable.from([Buffer.from(message.copy.buffer, message.copy.byteOffset, message.copy.byteLength)]),
    into,
  );
  const { rowCount } = await client.query('update imports set rows_read = $2 where id = $1 and rows_read <= $2', [
    order.importId,
    message.lastRow,
  ]);
  await client.query(rowCount === 1 ? 'commit' : 'rollback');
  if (rowCount !== 1) throw new Error(`import ${order.importId} is being read by somebody else`);
}

/** The whole file is staged. */
export type StagedFile = Pick<Extract<StageMessage, { kind: 'end' }>, 'alike'>;

/** Resolves when the whole file is staged; null when `afterBatch` ended it. Throws `FileUnreadable`. */
export async function stageRows({ databaseUrl, order, afterBatch }: Staging): Promise<StagedFile | null> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'trunkline-import' });
  let lost: Error | null = null;
  client.on('error', (error) => {
    lost = error;
  });
  await client.connect();
  await client.query("set synchronous_commit = off; set client_encoding = 'UTF8'");
  const thread = startThread(import.meta.url, 'stage-worker', { workerData: order, resourceLimits });
  const exited = once(thread, 'exit');
  try {
    for await (const message of messagesOf<StageMessage>(thread)) {
      if (lost) throw lost;
      if (message.kind === 'failed') throw new FileUnreadable(message.message);
      if (message.kind === 'end') return { alike: message.alike };
      await copyBatch(client, order, message);
      thread.postMessage('next');
      if (await afterBatch({ lastRow: message.lastRow, bytes: message.bytes })) return null;
    }
    throw new FileUnreadable('the file could not be read to its end');
  } catch (error) {
    throw error instanceof ThreadFailed ? new FileUnreadable(error.message) : error;
  } finally {
    await thread.terminate();
    await exited;
    await client.end().catch(() => client.removeAllListeners());
  }
}
