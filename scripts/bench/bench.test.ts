import { describe, expect, it } from 'vitest';
import { type Bench, type Figure, isMet, percentile } from './bench.ts';
import { figureTable, formatValue } from './figure-table.ts';
import type { MachineFacts } from './machine-facts.ts';
import { runBenches } from './run-benches.ts';

const machine: MachineFacts = {
  node: 'v20.0.0',
  platform: 'linux x64 6',
  cores: 2,
  cpu: 'A processor',
  memoryMb: 4096,
  loadBefore: 0.1,
};

const fast: Figure = { name: 'events', value: 61_204, unit: 'events/s', limit: { atLeast: 60_000 } };
const slow: Figure = { name: 'look-up p99', value: 1.2, unit: 'ms', limit: { atMost: 1 } };
const only: Figure = { name: 'for information', value: 3, unit: 'ms' };

const bench = (name: string, figures: Figure[]): Bench => ({
  name,
  title: `Measures ${name}`,
  run: async (say) => {
    say('counting');
    return figures;
  },
});

/** Runs the words with measures `one` (met), `two` (missed) and `three` (throws); what was printed and written. */
async function run(...words: string[]) {
  const printed = { out: '', said: [] as string[], files: new Map<string, string>() };
  const broken: Bench = { name: 'three', title: 'Breaks', run: () => Promise.reject(new Error('no ground')) };
  const code = await runBenches([bench('one', [fast, only]), bench('two', [slow]), broken], words, () => machine, {
    out: (text) => {
      printed.out += text;
    },
    say: (line) => printed.said.push(line),
    writeFile: async (file, text) => void printed.files.set(file, text),
  });
  return { code, ...printed };
}

describe('npm run bench', () => {
  it('runs the named measures only and ends well when every limit is met', async () => {
    const { code, out, said } = await run('one');
    expect(code).toBe(0);
    expect(out).toContain('61 204');
    expect(said).toContain('one: counting');
    expect(said.join()).not.toContain('two');
  });

  it('ends with 1 when a figure misses its limit, and shows it', async () => {
    const { code, out } = await run('two');
    expect(code).toBe(1);
    expect(out).toMatch(/look-up p99 +1\.2 {2}ms +at most 1 +no/);
  });

  it('runs the others when one fails, and ends with 1', async () => {
    const { code, out, said } = await run('three', 'one');
    expect(code).toBe(1);
    expect(said.join('\n')).toContain('three failed: Error: no ground');
    expect(out).toContain('61 204');
  });

  it('names the measures there are when one is unknown', async () => {
    const { code, said } = await run('ingestt');
    expect(code).toBe(1);
    expect(said).toEqual(['"ingestt" is no measure; there are: one, two, three.']);
  });

  it('refuses an unknown option in one sentence', async () => {
    const { code, said } = await run('--jsn', 'x');
    expect(code).toBe(1);
    expect(said).toHaveLength(1);
  });

  it('shows the help without measuring', async () => {
    const { code, out, said } = await run('--help');
    expect(code).toBe(0);
    expect(out).toContain('two    Measures two');
    expect(said).toEqual([]);
  });

  it('writes figures and machine as JSON when asked', async () => {
    const { files } = await run('one', 'two', '--json', 'figures.json');
    const written = JSON.parse(files.get('figures.json') ?? '{}');
    expect(written.machine).toEqual(machine);
    expect(written.benches.map((each: { name: string }) => each.name)).toEqual(['one', 'two']);
    expect(written.benches[0].figures).toEqual([
      { ...fast, met: true },
      { ...only, met: null },
    ]);
    expect(written.benches[1].figures[0].met).toBe(false);
  });
});

describe('figures', () => {
  it('a figure is met at its limit, and never when it is no number', () => {
    expect(isMet({ ...fast, value: 60_000 })).toBe(true);
    expect(isMet({ ...slow, value: 1 })).toBe(true);
    expect(isMet({ ...slow, value: Number.NaN })).toBe(false);
    expect(isMet(only)).toBeNull();
  });

  it('a percentile is the nearest rank of the sample, whatever its order', () => {
    const sample = Array.from({ length: 100 }, (_, i) => 100 - i);
    expect(percentile(sample, 0.5)).toBe(50);
    expect(percentile(sample, 0.99)).toBe(99);
    expect(percentile(sample, 1)).toBe(100);
    expect(percentile(sample, 0)).toBe(1);
    expect(percentile([7], 0.99)).toBe(7);
    expect(percentile([], 0.5)).toBeNaN();
  });

  it('values keep four digits and group thousands', () => {
    expect([0.000_123_456, 0.53124, 12.4, 999.96, 61_204.4, 2_000_000].map(formatValue)).toEqual([
      '0.0001235',
      '0.5312',
      '12.4',
      '1000',
      '61 204',
      '2 000 000',
    ]);
  });

  it('columns of the table stand under their heads', () => {
    const lines = figureTable([
      { bench: 'ingest', figure: fast },
      { bench: 'x', figure: only },
    ]).split('\n');
    expect(lines).toEqual([
      'name    figure            value  unit      limit            met',
      '------  ---------------  ------  --------  ---------------  ---',
      'ingest  events           61 204  events/s  at least 60 000  yes',
      'x       for information       3  ms',
    ]);
  });
});
