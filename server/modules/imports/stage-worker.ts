/**
 * A thread of its own that reads a file, repairs it row by row and hands it on in the form that COPY takes, so that the
 * server does not stall meanwhile. It is two batches ahead of the database at most.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { copyLine } from './copy-line.ts';
import { columnsOf, customTargets } from './custom-targets.ts';
import { targetsOf } from './import-targets.ts';
import { rowId } from './new-ids.ts';
import { readCells } from './read-cells.ts';
import { readRow } from './read-row.ts';
import { emptyDraft } from './row-draft.ts';
import type { StageMessage, StageOrder } from './stage-protocol.ts';

const rowsPerBatch = 5_000;
const batchesAhead = 2;

const order = workerData as StageOrder;
const port = parentPort;
if (!port) throw new Error('this file is a thread of the server');

let credit = batchesAhead;
let wake: () => void = () => undefined;
port.on('message', () => {
  credit += 1;
  wake();
});

const tell = (message: StageMessage, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);

async function hand(text: string, lastRow: number, bytes: number | null): Promise<void> {
  while (credit <= 0)
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  credit -= 1;
  const copy = new TextEncoder().encode(text);
  tell({ kind: 'batch', copy, lastRow, bytes }, [copy.buffer as ArrayBuffer]);
}

async function run(): Promise<void> {
  const targets = [...targetsOf(order.target), ...customTargets(order.fields, order.target)];
  const columns = columnsOf(order.mapping, targets);
  const context = {
    region: order.region,
    owners: new Map(order.owners),
    lifecycles: new Map(order.lifecycles),
    sources: new Map(order.sources),
    importer: order.importer,
  };
  const { importId, file, afterRow } = order;
  const first = Math.max(afterRow, file.format.hasHeader ? 1 : 0);
  let text = '';
  let count = 0;
  let lastRow = afterRow;
  for await (const rows of readCells(file)) {
    for (const { row, cells, bytes } of rows) {
      if (row <= first) continue;
      const read =
        cells === null ? { draft: emptyDraft(), problem: 'row:broken-quotes' } : readRow(cells, columns, context);
      lastRow = row;
      if (read) text += copyLine({ ...read, cells, importId, row, newId: rowId(importId, row) });
      count += 1;
      if (count < rowsPerBatch) continue;
      await hand(text, row, bytes);
      text = '';
      count = 0;
    }
  }
  if (count > 0) await hand(text, lastRow, null);
  tell({ kind: 'end', lastRow });
}

run()
  .catch((error: unknown) => tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }))
  .finally(() => port.close());
