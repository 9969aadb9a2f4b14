/** Runs the named measures one after the other, prints what they found, and gives the exit code. */
import { parseArgs } from 'node:util';
import { type Bench, type Figure, isMet } from './bench.ts';
import { figureTable } from './figure-table.ts';
import type { MachineFacts } from './machine-facts.ts';

export type BenchTerminal = {
  /** The table and the help: what somebody may want to pipe. */
  out(text: string): void;
  /** What is being done, and refusals. */
  say(line: string): void;
  writeFile(file: string, text: string): Promise<void>;
};

type Measured = { bench: Bench; seconds: number; figures: Figure[]; error: string | null };

/** Runs the words of a command line. 0: all that ran met its limits. 1: something missed one, failed, or was not understood. */
export async function runBenches(
  benches: readonly Bench[],
  words: readonly string[],
  machine: () => MachineFacts,
  terminal: BenchTerminal,
): Promise<number> {
  const asked = readWords(benches, words);
  if ('refusal' in asked) {
    terminal.say(asked.refusal);
    return 1;
  }
  if (asked.help) {
    terminal.out(helpOf(benches));
    return 0;
  }
  const facts = machine();
  terminal.say(
    `${facts.cpu}, ${facts.cores} cores, ${facts.memoryMb} MB, Node ${facts.node}, load ${facts.loadBefore}.`,
  );
  const measured: Measured[] = [];
  for (const bench of asked.benches) measured.push(await measure(bench, terminal));
  const figures = measured.flatMap(({ bench, figures: found }) =>
    found.map((figure) => ({ bench: bench.name, figure })),
  );
  terminal.out(`\n${figureTable(figures)}`);
  if (asked.json !== null) {
    await terminal.writeFile(asked.json, `${JSON.stringify(report(facts, measured), null, 2)}\n`);
    terminal.say(`The figures are in ${asked.json}.`);
  }
  const isGood = measured.every(
    ({ error, figures: found }) => error === null && found.every((f) => isMet(f) !== false),
  );
  return isGood ? 0 : 1;
}

type Asked = { refusal: string } | { help: boolean; benches: readonly Bench[]; json: string | null };

function readWords(benches: readonly Bench[], words: readonly string[]): Asked {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: { json: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } },
      allowPositionals: true,
    });
    const stranger = positionals.find((name) => !benches.some((bench) => bench.name === name));
    if (stranger !== undefined) {
      return { refusal: `"${stranger}" is no measure; there are: ${benches.map(({ name }) => name).join(', ')}.` };
    }
    const wanted = benches.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
    return { help: values.help, benches: wanted, json: values.json ?? null };
  } catch (error) {
    return { refusal: (error as Error).message.split('. ')[0] ?? 'These options are not known.' };
  }
}

/** The help: every measure, and how to call it. */
export function helpOf(benches: readonly Bench[]): string {
  const width = Math.max(0, ...benches.map(({ name }) => name.length));
  return [
    'npm run bench [name…] [-- --json FILE]',
    '',
    ...benches.map(({ name, title }) => `  ${name.padEnd(width)}  ${title}`),
    '',
    'Without a name all of them run. --json writes the figures and what they were measured on to FILE.',
    'The exit code is 1 when a figure misses its limit. docs/bench.md says what each one measures.',
  ].join('\n');
}

/** A measure that fails is told and counts as missed; the others run all the same. */
async function measure(bench: Bench, terminal: BenchTerminal): Promise<Measured> {
  terminal.say(`${bench.name}: ${bench.title}`);
  const began = process.hrtime.bigint();
  const seconds = () => Number(process.hrtime.bigint() - began) / 1e9;
  try {
    const figures = await bench.run((line) => terminal.say(`${bench.name}: ${line}`));
    return { bench, seconds: seconds(), figures, error: null };
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    terminal.say(`${bench.name} failed: ${text}`);
    return { bench, seconds: seconds(), figures: [], error: text };
  }
}

function report(machine: MachineFacts, measured: readonly Measured[]): unknown {
  return {
    machine,
    benches: measured.map(({ bench, seconds, figures, error }) => ({
      name: bench.name,
      title: bench.title,
      seconds: Math.round(seconds * 10) / 10,
      error,
      figures: figures.map((figure) => ({ ...figure, met: isMet(figure) })),
    })),
  };
}
