/** `npm run trunkline -- <verb>`: administration. The verbs are in admin/verbs.ts. */
import { runVerb } from './admin/run-verb.ts';
import { verbs } from './admin/verbs.ts';

// `… | head` closes the pipe when it has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await runVerb(verbs, process.argv.slice(2), process.env, {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
});
