/** How fast bytes of AMI become call events, and whether memory stays flat. Measured in a process of its own. */
import { fork } from 'node:child_process';
import path from 'node:path';
import type { Bench, Figure } from './bench.ts';

type Said = { say: string } | { figures: Figure[] };

const program = path.join(import.meta.dirname, 'ingest', `measure-ingest${path.extname(import.meta.filename)}`);

export const ingest: Bench = {
  name: 'ingest',
  title: 'Bytes of AMI to call events: speed on one core, beside the bare decoder, and memory over two million events',
  run: (say) =>
    new Promise((resolve, reject) => {
      const child = fork(program, { execArgv: [...process.execArgv, '--expose-gc'] });
      let figures: Figure[] | null = null;
      child.on('message', (said: Said) => {
        if ('say' in said) say(said.say);
        else figures = said.figures;
      });
      child.once('error', reject);
      child.once('exit', (code, signal) => {
        if (figures !== null && code === 0) resolve(figures);
        else reject(new Error(`the process that measures ended with ${signal ?? code}`));
      });
    }),
};
