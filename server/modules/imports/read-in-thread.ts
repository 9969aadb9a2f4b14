/** The rows of a file without stalling the server: a spreadsheet is unpacked in a thread of its own. */
import { messagesOf, startThread } from '../../platform/threads.ts';
import type { CellsMessage } from './cells-worker.ts';
import { type CellRows, type FileOfRows, readCells } from './read-cells.ts';

/** A spreadsheet that unpacks to more than memory holds ends its thread, not the server. */
export const resourceLimits = { maxOldGenerationSizeMb: 512 };

/** As `readCells`; whoever stops early ends the thread. */
export const readCellsApart = (file: FileOfRows): CellRows => (file.kind === 'csv' ? readCells(file) : inThread(file));

async function* inThread(file: FileOfRows): CellRows {
  const thread = startThread(import.meta.url, 'cells-worker', { workerData: file, resourceLimits });
  try {
    for await (const message of messagesOf<CellsMessage>(thread)) {
      if (message.kind === 'failed') throw new Error(message.message);
      yield message.rows;
      thread.postMessage('next');
    }
  } finally {
    await thread.terminate();
  }
}
