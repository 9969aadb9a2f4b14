import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readSources } from './source-files.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const compose = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
const dockerfile = readFileSync(join(root, 'scripts', 'docker', 'Dockerfile'), 'utf8');
const product = readSources(['pbx-bridge', 'server', 'scripts']).filter(({ path }) => !path.endsWith('.test.ts'));
/** Made while the image is built. */
const built = ['node_modules', 'dist', 'web/build'];

describe('[OPS-1] docker compose', () => {
  it('hands over only settings that one of our programs reads', () => {
    const settings = [...compose.matchAll(/^ {6}([A-Z][A-Z_]+): /gm)].map((match) => match[1] ?? '');
    expect(settings.length).toBeGreaterThan(10);
    const ours = settings.filter((name) => !name.startsWith('POSTGRES_'));
    expect(ours.filter((name) => !product.some(({ text }) => new RegExp(`\\b${name}\\b`).test(text)))).toEqual([]);
  });

  it('runs programs that are built', () => {
    const scripts = [...`${compose}\n${dockerfile}`.matchAll(/dist\/([\w/-]+)\.js/g)].map((match) => match[1]);
    expect(scripts.length).toBeGreaterThan(3);
    expect(scripts.filter((script) => !existsSync(join(root, `${script}.ts`)))).toEqual([]);
  });

  it('has a holder for the network of the lab, so that Asterisk may start again without taking it from the bridge', () => {
    expect([...compose.matchAll(/network_mode: (\S+)/g)].map((match) => match[1])).toEqual([
      'service:lab-network',
      'service:lab-network',
    ]);
    expect(compose).toMatch(/^ {2}lab-network:\n(?: {4}.*\n)*? {4}command: \["sleep", "infinity"\]/m);
  });

  it('uses the image stages that there are', () => {
    const stages = [...dockerfile.matchAll(/^FROM \S+ AS (\w+)/gm)].map((match) => match[1]);
    const wanted = [...compose.matchAll(/target: (\w+)/g)].map((match) => match[1]);
    expect(wanted.filter((target) => !stages.includes(target))).toEqual([]);
  });
});

describe('[OPS-1] the image', () => {
  const copied = [...dockerfile.matchAll(/^COPY --from=build \/app\/(\S+) /gm)].map((match) => match[1] ?? '');

  it('copies what is there', () => {
    expect(copied.filter((path) => !built.includes(path) && !existsSync(join(root, path)))).toEqual([]);
  });

  it('holds every file that the programs read from beside their sources', () => {
    const read = product.flatMap(({ text }) =>
      [...text.matchAll(/join\(projectRoot\(\), ([^)]+)\)/g)].map((match) =>
        [...(match[1] ?? '').matchAll(/'([^']+)'/g)].map((part) => part[1]).join('/'),
      ),
    );
    expect(read).toContain('server/migrations');
    const isThere = (path: string) => copied.some((each) => path === each || path.startsWith(`${each}/`));
    // Written on the developer's machine, or made when it is missing.
    const elsewhere = /^(docs|data|\.cache|server\/schema\.sql|test|)(\/|$)/;
    expect(read.filter((path) => !elsewhere.test(path) && !isThere(path))).toEqual([]);
  });
});
