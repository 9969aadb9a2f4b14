import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { restartDelayMs } from './restart-delay.ts';

export type SupervisedOptions = {
  /** Shown in front of what it says. */
  name: string;
  /** Compiled script to run with this Node. */
  script: string;
  env: NodeJS.ProcessEnv;
  /** One line of the child's output or of the supervision. */
  log: (line: string) => void;
  /** Called when the child ended by a mistake of configuration (exit code 1 before it was ready): starting again is no use. */
  onGiveUp: (sentence: string) => void;
};

export type SupervisedProcess = { stop(): Promise<void>; pid(): number | undefined };

/** How long a process may take to end by itself after SIGTERM, milliseconds. */
const STOP_LIMIT_MS = 10_000;
/** A child that lived this long was not a configuration mistake, milliseconds. */
const HEALTHY_AFTER_MS = 10_000;

/**
 * Runs a process of ours and starts it again when it dies, waiting longer each time. Its lines are passed on.
 * A child that ends with code 1 at once said what is wrong itself; that is passed up instead of being repeated.
 */
export function superviseProcess(options: SupervisedOptions): SupervisedProcess {
  let child: ChildProcess | undefined;
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;
  let stopping = false;

  const start = () => {
    const startedAt = process.hrtime.bigint();
    let lastWords = '';
    child = spawn(process.execPath, ['--enable-source-maps', options.script], {
      env: options.env,
      // The channel closes when we die, however we die: the child then ends in order instead of keeping its port.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // Ctrl-C reaches everybody in the terminal's group; here only the supervisor, which stops what it runs in order.
      detached: true,
    });
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        lastWords = line;
        options.log(line);
      });
    }
    child.on('exit', (code, signal) => {
      child = undefined;
      if (stopping) return;
      const livedMs = Number((process.hrtime.bigint() - startedAt) / 1_000_000n);
      if (code === 1 && livedMs < HEALTHY_AFTER_MS && failures === 0) {
        options.onGiveUp(lastWords || `The ${options.name} ended with code 1.`);
        return;
      }
      failures = livedMs > HEALTHY_AFTER_MS ? 1 : failures + 1;
      const delay = restartDelayMs(failures);
      options.log(`ended (${signal ?? `code ${code}`}); starting again in ${delay / 1000} s`);
      timer = setTimeout(start, delay);
    });
  };
  start();

  return {
    pid: () => child?.pid,
    stop: () => {
      stopping = true;
      clearTimeout(timer);
      return child ? endProcess(child) : Promise.resolve();
    },
  };
}

function endProcess(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    const limit = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
    child.once('exit', () => {
      clearTimeout(limit);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
