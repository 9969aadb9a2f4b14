/** Threads for work that would stall the server: files of the product, built or straight from their sources. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker, type WorkerOptions } from 'node:worker_threads';

/**
 * Starts a module as a thread.
 * @param besides `import.meta.url` of the caller
 * @param name of the module beside it, without its ending: `stage-worker`
 */
export function startThread(besides: string, name: string, options: WorkerOptions): Worker {
  if (!besides.endsWith('.ts')) return new Worker(new URL(`./${name}.js`, besides), options);
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
