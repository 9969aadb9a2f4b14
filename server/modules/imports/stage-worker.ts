/**
 * A thread of its own that reads a file, repairs it row by row and hands it on in the form that COPY takes, so that the
 * server does not stall meanwhile. It is two batches ahead of the database at most.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { AlikeRows } from './alike-rows.ts';
import { CopyBytes } from './copy-bytes.ts';
import { type CopiedRow, columnsOfParts, type WrittenParts, withPartsOf, writeLine } from './copy-line.ts';
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

const lines = new CopyBytes();
/** Columns that some row has had so far. */
let written: WrittenParts = 0;

async function hand(lastRow: number, bytes: number | null): Promise<void> {
  while (credit <= 0)
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  credit -= 1;
  const copy = lines.take();
  tell({ kind: 'batch', copy, columns: columnsOfParts(written), lastRow, bytes }, [copy.buffer]);
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
  // Rows staged before a stop are not read again: nobody knows then what they share with the rest.
  const alike = afterRow === 0 ? new AlikeRows() : null;
  let lastRow = afterRow;
  let count = 0;
  const handAll = async (bytes: number | null) => {
    if (lines.length > 0 || count > 0) await hand(lastRow, bytes);
    count = 0;
  };
  for await (const rows of readCells(file)) {
    for (const { row, cells, bytes } of rows) {
      if (row <= first) continue;
      const read =
        cells === null ? { draft: emptyDraft(), problem: 'row:broken-quotes' } : readRow(cells, columns, context);
      if (read) {
        const { draft, problem } = read;
        const copied = { draft, problem, cells, importId, row, newId: rowId(importId, row) };
        const needed = withPartsOf(written, copied);
        if (needed !== written) await handAll(bytes);
        written = needed;
        writeLine(lines, copied, written);
        if (alike && problem === null) noteKeys(alike, copied);
      }
      lastRow = row;
      count += 1;
      if (count >= rowsPerBatch) await handAll(bytes);
    }
  }
  await handAll(null);
  tell({ kind: 'end', lastRow, alike: alike?.found() ?? null });
}

/** What the comparison within the file goes by. */
function noteKeys(alike: AlikeRows, { draft, row }: CopiedRow): void {
  for (const { e164, extension } of draft.phones) alike.add(extension === null ? e164 : `${e164} ${extension}`, row);
  for (const email of draft.emails) alike.add(email, row);
}

run()
  .catch((error: unknown) => tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }))
  .finally(() => port.close());
