import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { expect, test } from 'vitest';
import { moduleFloors, rules } from './dependency-rules.ts';
import { listFolders, readSources } from './source-files.ts';

async function violations(folders: string[]): Promise<string[]> {
  const { output } = await cruise(folders, {
    ruleSet: { forbidden: rules },
    validate: true,
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(node_modules|dist|build|\\.svelte-kit|paraglide)/' },
  });
  return (output as ICruiseResult).summary.violations.map((v) => `${v.rule.name}: ${v.from} -> ${v.to}`);
}

test('arrows between folders point one way and never in a circle', { timeout: 120_000 }, async () => {
  expect(await violations(['pbx-bridge', 'server', 'scripts'])).toEqual([]);
});

test('every server module stands on a floor', () => {
  expect(listFolders('server/modules').filter((name) => !moduleFloors.flat().includes(name))).toEqual([]);
});

test('the console reaches the server through its contract only', () => {
  const reachesOut = /from\s+['"](?:\.\.\/)+(?:server|pbx-bridge|scripts|test)\/(?!contract\/)[^'"]*['"]/;
  expect(
    readSources(['web/src'])
      .filter((file) => reachesOut.test(file.text))
      .map((file) => file.path),
  ).toEqual([]);
});
