/** Threads for work that would stall the server: files of the product, built or straight from their sources. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker, type WorkerOptions } from 'node:worker_threads';
import { projectRoot } from './project-root.ts';

let builtFolder: string | null = null;

/** Threads come from this folder, made of the same sources (`dist`): each would compile its own anew, for seconds. */
export function takeThreadsFrom(folder: string): void {
  builtFolder = folder;
}

/**
 * Starts a module as a thread.
 * @param besides `import.meta.url` of the caller
 * @param name of the module beside it, without its ending: `stage-worker`
 */
export function startThread(besides: string, name: string, options: WorkerOptions): Worker {
  if (!besides.endsWith('.ts')) return new Worker(new URL(`./${name}.js`, besides), options);
  if (builtFolder) return new Worker(path.join(builtFolder, fromRoot(besides), `${name}.js`), options);
  // From source (tests, development) a thread needs the loader of TypeScript, which it does not inherit.
  const loader = pathToFileURL(
    createRequire(besides)
      .resolve('tsx/esm/api')
      .replace(/\.cjs$/, '.mjs'),
  ).href;
  const module = new URL(`./${name}.ts`, besides).href;
  const code = `import(${JSON.stringify(loader)}).then((tsx) => tsx.tsImport(${JSON.stringify(module)}, ${JSON.stringify(besides)}))`;
  return new Worker(code, { ...options, eval: true });
}

const fromRoot = (besides: string) => path.relative(projectRoot(), path.dirname(fileURLToPath(besides)));

/** A thread ended with an error, out of memory for example. */
export class ThreadFailed extends Error {
  constructor(cause: Error) {
    super(cause.message, { cause });
    this.name = 'ThreadFailed';
  }
}

/** Messages of a thread until it ends. Throws `ThreadFailed`. */
export async function* messagesOf<Message>(thread: Worker): AsyncGenerator<Message> {
  const waiting: Message[] = [];
  const failures: Error[] = [];
  let isOver = false;
  let wake: () => void = () => undefined;
  thread.on('message', (message: Message) => {
    waiting.push(message);
    wake();
  });
  thread.on('error', (error: Error) => {
    failures.push(error);
    wake();
  });
  thread.on('exit', () => {
    isOver = true;
    wake();
  });
  for (;;) {
    const next = waiting.shift();
    if (next !== undefined) yield next;
    else if (failures[0]) throw new ThreadFailed(failures[0]);
    else if (isOver) return;
    else
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  }
}
