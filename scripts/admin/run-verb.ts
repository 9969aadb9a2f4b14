/** Finds the verb, reads its options, opens the database it works on, and turns errors into sentences and exit codes. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../../server/platform/clock/clock.ts';
import { type Config, loadConfig } from '../../server/platform/config/config.ts';
import { createDatabase } from '../../server/platform/database/database.ts';
import { runningDatabaseUrl, startEmbeddedPostgres } from '../../server/platform/database/embedded-postgres.ts';
import { migrate } from '../../server/platform/database/migrate.ts';
import { createIds } from '../../server/platform/ids/ids.ts';
import { createJobQueue } from '../../server/platform/job-queue/job-queue.ts';
import { createLogger } from '../../server/platform/logger/logger.ts';
import { createOutbox } from '../../server/platform/outbox/outbox.ts';
import { createStorage } from '../../server/platform/storage/storage.ts';
import { UsageError, type Verb, type VerbContext } from './verb.ts';

export interface Terminal {
  out(line: string): void;
  err(line: string): void;
}

/** The help: all verbs, or one. */
export function helpOf(verbs: readonly Verb[]): string {
  const width = Math.max(...verbs.map(({ name }) => name.length));
  const lines = [...verbs]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, usage, summary }) =>
      `  ${name.padEnd(width)}  ${summary}\n  ${''.padEnd(width)}  ${usage}`.trimEnd(),
    );
  return [
    'npm run trunkline -- <verb> [options]',
    '',
    ...lines,
    '',
    'The environment is that of npm start (docs/configuration.md).',
  ].join('\n');
}

/** The verb of two words before that of one. */
export function findVerb(verbs: readonly Verb[], words: readonly string[]): { verb: Verb; rest: string[] } | null {
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(' ');
    const verb = words.length >= length ? verbs.find((candidate) => candidate.name === name) : undefined;
    if (verb) return { verb, rest: words.slice(length) };
  }
  return null;
}

/** Runs the words of a command line and returns the exit code. */
export async function runVerb(
  verbs: readonly Verb[],
  words: readonly string[],
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<number> {
  const found = findVerb(verbs, words);
  const wantsHelp = words.includes('--help') || words.includes('-h') || words.length === 0;
  if (!found) {
    terminal[wantsHelp ? 'out' : 'err'](
      wantsHelp ? helpOf(verbs) : `There is no verb "${words.slice(0, 2).join(' ')}".\n\n${helpOf(verbs)}`,
    );
    return wantsHelp ? 0 : 2;
  }
  const { verb, rest } = found;
  if (wantsHelp) {
    terminal.out(helpOf([verb]));
    return 0;
  }
  try {
    const { values, positionals } = parse(verb, rest);
    let exitCode = 0;
    const exitWith = (code: number) => {
      exitCode = code;
    };
    await onDatabase(loadConfig(env), verb, (opened) =>
      verb.run({ ...opened, options: values, args: positionals, print: terminal.out, exitWith }),
    );
    return exitCode;
  } catch (error) {
    terminal.err(error instanceof Error ? error.message : String(error));
    if (error instanceof UsageError) terminal.err(`Usage: npm run trunkline -- ${verb.name} ${verb.usage}`);
    return error instanceof UsageError ? 2 : 1;
  }
}

function parse(verb: Verb, rest: string[]) {
  try {
    const { values, positionals } = parseArgs({ args: rest, options: verb.options ?? {}, allowPositionals: true });
    return { values: values as VerbContext['options'], positionals };
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ')[0] ?? 'wrong options');
  }
}

type Opened = Pick<VerbContext, 'platform' | 'databaseUrl'>;

async function onDatabase(config: Config, verb: Verb, work: (opened: Opened) => Promise<void>): Promise<void> {
  const logger = createLogger({ level: 'warn', name: 'trunkline', toErrorStream: true });
  const clock = systemClock;
  const { url, stop } = await openUrl(config, logger);
  const database = createDatabase({
    url,
    clock,
    logger,
    maxConnections: 4,
    applicationName: 'trunkline command',
    // Rebuilding a large base takes what it takes.
    statementTimeoutMs: 0,
  });
  try {
    if (verb.needsMigrated ?? true) await migrate({ url, logger });
    const ids = createIds(clock);
    const facts = createOutbox({ database, clock, ids, logger });
    const jobs = createJobQueue({ database, clock, logger });
    const storage = createStorage(path.join(config.dataDir, 'files'));
    const platform = { config, clock, ids, logger, database, facts, jobs, storage };
    await work({ platform, databaseUrl: url });
  } finally {
    await database.close();
    await stop();
  }
}

/** DATABASE_URL, else the embedded database: the one that is running, or one that is started for this verb alone. */
async function openUrl(config: Config, logger: ReturnType<typeof createLogger>) {
  const none = async () => undefined;
  if (config.databaseUrl !== null) return { url: config.databaseUrl, stop: none };
  const running = await runningDatabaseUrl(config.dataDir);
  if (running !== null) return { url: running, stop: none };
  const { url, stop } = await startEmbeddedPostgres({ dataDir: config.dataDir, logger });
  return { url, stop };
}
