/** `npm run trunkline -- import FILE`: a list of people or organisations into the base, with progress on the terminal. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { importableLists } from '../../server/contract/imports.contract.ts';
import { systemPrincipal } from '../../server/modules/access/principal.ts';
import {
  changeImport,
  commandImport,
  createImport,
  readImport,
} from '../../server/modules/imports/imports.usecases.ts';
import { runImport } from '../../server/modules/imports/run-import.usecases.ts';
import type { Platform } from '../../server/platform/platform.ts';
import { UsageError, type Verb, type VerbContext } from '../admin/verb.ts';

const by = { principal: systemPrincipal, ip: 'terminal' };
const lookMs = 2_000;

/** `name,phone,-,email`: what each column is, in their order; `-`: left out. */
const mappingOf = (text: string): (string | null)[] =>
  text.split(',').map((key) => (key.trim() === '-' ? null : key.trim()));

async function run(context: VerbContext): Promise<void> {
  const { platform, options, args, print, exitWith } = context;
  const [word, ...more] = args;
  if (word === undefined || more.length > 0) throw new UsageError('one FILE is needed');
  const target = importableLists.find((list) => list === (options.target ?? 'contacts'));
  if (!target) throw new UsageError(`--target is one of ${importableLists.join(', ')}`);
  const file = path.resolve(word);
  if (!(await stat(file).catch(() => null))?.isFile()) throw new Error(`${file} is no file that can be read.`);
  const made = await createImport(platform, {
    ...by,
    content: createReadStream(file),
    fileName: path.basename(file),
    target,
  });
  const { mapping: given } = options;
  const mapping = typeof given === 'string' ? mappingOf(given) : made.mapping;
  if (typeof given === 'string') await changeImport(platform, { ...by, importId: made.id, patch: { mapping } });
  for (const [index, key] of mapping.entries())
    print(`column ${index + 1} ${made.headers[index] ?? ''}: ${key ?? 'left out'}`);
  await commandImport(platform, { ...by, importId: made.id, command: options['dry-run'] === true ? 'check' : 'start' });
  await follow(platform, made.id, print);
  const { state, counts, failure } = await readImport(platform, systemPrincipal, made.id);
  print(
    Object.entries(counts)
      .map(([key, value]) => `${key} ${value}`)
      .join(', '),
  );
  print(`${made.id} is ${state}${failure === null ? '' : `: ${failure}`}`);
  exitWith(state === 'done' || state === 'checked' ? 0 : 1);
}

/** Works on it here unless a running server has taken it already; either way until it comes to rest. */
async function follow(platform: Platform, id: string, print: (line: string) => void): Promise<void> {
  const look = async () => {
    const { state, progress } = await readImport(platform, systemPrincipal, id);
    print(`${state} ${progress.rowsDone}${progress.rowsTotal === null ? '' : ` of ${progress.rowsTotal}`}`);
    return state;
  };
  const timer = setInterval(() => void look(), lookMs);
  try {
    while ((await runImport(platform, id, new AbortController().signal)) === 'busy')
      await new Promise<void>((resolve) => {
        platform.clock.after(lookMs, resolve);
      });
  } finally {
    clearInterval(timer);
  }
}

export const importVerb: Verb = {
  name: 'import',
  usage: 'FILE [--target contacts|organisations] [--mapping name,phone,-,email] [--dry-run]',
  summary: 'Bring people or organisations in from a CSV or XLSX file',
  options: { target: { type: 'string' }, mapping: { type: 'string' }, 'dry-run': { type: 'boolean' } },
  run,
};
