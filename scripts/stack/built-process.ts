/** A built program of ours as a process of its own, started again when it dies; its last lines are kept. */
import { join } from 'node:path';
import { projectRoot } from '../../server/platform/project-root.ts';
import { superviseProcess } from '../start/supervised-process.ts';

export type BuiltProcess = {
  pid(): number | undefined;
  /** The last lines it said, for a failure message. */
  readonly log: readonly string[];
  /** Dies as by a power cut; it is started again. */
  kill9(): void;
  stop(): Promise<void>;
};

const linesKept = 2_000;

/** @param script below `dist`, such as `server/app/start.js` */
export function startBuilt(name: string, script: string, env: NodeJS.ProcessEnv): BuiltProcess {
  const log: string[] = [];
  const supervised = superviseProcess({
    name,
    script: join(projectRoot(), 'dist', script),
    env,
    log: (line) => {
      log.push(line);
      if (log.length > linesKept) log.shift();
      if (process.env.SHOW_STACK) process.stderr.write(`${name} ${line}\n`);
    },
    onGiveUp: (sentence) => void log.push(`gave up: ${sentence}`),
  });
  return {
    pid: supervised.pid,
    log,
    kill9: () => kill9(name, supervised.pid()),
    stop: supervised.stop,
  };
}

/** @throws Error when it is not running */
export function kill9(name: string, pid: number | undefined): void {
  if (pid === undefined) throw new Error(`the ${name} that is to be killed is not running`);
  process.kill(pid, 'SIGKILL');
}
