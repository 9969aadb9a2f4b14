/** A thread that only reads a file: for looking at its first rows and for picking rows out of it. */
import { parentPort, workerData } from 'node:worker_threads';
import { type CellRow, type FileOfRows, readCells } from './read-cells.ts';

export type CellsMessage = { kind: 'rows'; rows: CellRow[] } | { kind: 'failed'; message: string };

const port = parentPort;
if (!port) throw new Error('this file is a thread of the server');

let credit = 2;
let wake: () => void = () => undefined;
port.on('message', () => {
  credit += 1;
  wake();
});

async function run(): Promise<void> {
  for await (const rows of readCells(workerData as FileOfRows)) {
    while (credit <= 0)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    credit -= 1;
    port?.postMessage({ kind: 'rows', rows } satisfies CellsMessage);
  }
}

run()
  .catch((error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    port.postMessage({ kind: 'failed', message } satisfies CellsMessage);
  })
  .finally(() => port.close());
