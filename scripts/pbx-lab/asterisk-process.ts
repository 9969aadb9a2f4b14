import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { delay } from './lab-clock.ts';
import { processStamp } from './process-stamp.ts';
import { runTool } from './run-tool.ts';
import { unprivilegedUser } from './unprivileged-user.ts';

/** How long a polite stop may take before the process is killed. */
const STOP_GRACE_MS = 4000;

/** A running Asterisk. */
export type AsteriskProcess = {
  pid: number;
  /** Names this very process, see process-stamp.ts. */
  stamp: string;
  /** Resolves with exit code or signal when it has ended, for whatever reason. */
  ended: Promise<string>;
  hasEnded(): boolean;
  /** Asks it to stop, then makes it. */
  stop(): Promise<void>;
  /** Kills it at once, as a power cut would. */
  kill9(): Promise<void>;
};

/** How the child is made to die with us: by the kernel, or by a shell that waits for our end of a pipe to close. */
export type ParentTie = 'setpriv' | 'watchdog';

/**
 * Starts a program that never outlives us, however we end. As root it runs as `nobody`.
 * @param outputFile receives what the program prints.
 */
export async function startAsterisk(
  command: readonly string[],
  outputFile: string,
  forcedTie?: ParentTie,
): Promise<AsteriskProcess> {
  const tie = forcedTie ?? (await bestTie());
  const output = openSync(outputFile, 'a');
  const tied =
    tie === 'setpriv'
      ? ['setpriv', '--pdeathsig', 'SIGKILL', ...command]
      : ['/bin/sh', '-c', WATCHDOG, 'sh', ...command];
  const child = spawn(tied[0]!, tied.slice(1), {
    // Also drops the supplementary groups of root.
    ...(unprivilegedUser() ?? {}),
    cwd: '/',
    // A group of its own: Ctrl-C in the terminal reaches us, and we stop Asterisk in order.
    detached: true,
    stdio: [tie === 'watchdog' ? 'pipe' : 'ignore', output, output],
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin', HOME: '/', LANG: 'C.UTF-8' },
  });
  closeSync(output);
  await once(child, 'spawn');
  return describe(child);
}

/** `read` returns when our end of the pipe is gone; fd 3, because a shell gives background jobs no standard input. */
const WATCHDOG = `exec 3<&0
"$@" 3<&- </dev/null & pid=$!
( trap '' TERM; read line <&3; kill -9 $pid ) & guard=$!
trap 'kill -TERM $pid' TERM
while kill -0 $pid 2>/dev/null; do wait $pid; done
kill -9 $guard 2>/dev/null`;

let knownTie: ParentTie | undefined;

async function bestTie(): Promise<ParentTie> {
  knownTie ??= (await runTool('setpriv', ['--pdeathsig', 'SIGKILL', 'true'])).code === 0 ? 'setpriv' : 'watchdog';
  return knownTie;
}

function describe(child: ChildProcess): AsteriskProcess {
  const pid = child.pid!;
  let over = false;
  const ended = once(child, 'exit').then(([code, signal]) => {
    over = true;
    return String(signal ?? code);
  });
  const signal = (name: NodeJS.Signals) => {
    // The whole group: with the watchdog, Asterisk is the shell's child.
    if (!over) process.kill(-pid, name);
  };
  const kill9 = async () => {
    signal('SIGKILL');
    await ended;
  };
  const stop = async () => {
    signal('SIGTERM');
    await Promise.race([ended, delay(STOP_GRACE_MS)]);
    await kill9();
  };
  return { pid, stamp: processStamp(pid), ended, hasEnded: () => over, stop, kill9 };
}
