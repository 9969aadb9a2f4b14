/** `npm run bench [name…] [-- --json FILE]`: measures. They are in bench/benches.ts, docs/bench.md explains them. */
import { writeFile } from 'node:fs/promises';
import { benches } from './bench/benches.ts';
import { machineFacts } from './bench/machine-facts.ts';
import { runBenches } from './bench/run-benches.ts';

// So that what a measure has made goes with it (`exit` listeners).
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

process.exitCode = await runBenches(benches, process.argv.slice(2), machineFacts, {
  out: (text) => process.stdout.write(`${text}\n`),
  say: (line) => process.stderr.write(`bench  ${line}\n`),
  writeFile,
});
