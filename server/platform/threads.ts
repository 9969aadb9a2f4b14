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
