/**
 * `npm test`: sets up what it needs on a new machine, then runs everything: format, lint and types, pure tests, tests on
 * a real PostgreSQL, the build, calls on a real Asterisk, and a real browser. `npm test -- unit database` runs some.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import {
  buildAll,
  giveUp,
  installPackages,
  prepareConsole,
  requireNode,
  root,
  run,
  say,
} from './bootstrap/prepare.mjs';
import { installSystemPackages } from './bootstrap/system-packages.mjs';

const wanted = process.argv.slice(2);
const isWhole = wanted.length === 0;
const results = mkdtempSync(join(tmpdir(), 'trunkline-test-'));
const totals = { passed: 0, failed: 0, skipped: 0 };
/** @type {string[]} */
const failures = [];
const bin = (/** @type {string} */ name) => join(root, 'node_modules', '.bin', name);

/** @type {{ name: string, title: string, run: () => Promise<boolean> }[]} */
const stages = [
  {
    name: 'lint',
    title: 'Format and lint',
    run: () =>
      commands([
        [bin('biome'), ['ci', '--error-on-warnings', '.']],
        ['npm', ['run', '-s', 'lint', '-w', 'web']],
      ]),
  },
  {
    name: 'types',
    title: 'Types',
    run: () =>
      commands([
        [bin('tsc'), ['--noEmit', '-p', 'tsconfig.json']],
        ['npm', ['run', '-s', 'check', '-w', 'web']],
      ]),
  },
  { name: 'unit', title: 'Rules and reducers', run: () => vitest('unit') },
  { name: 'build', title: 'Build', run: () => buildAll().then(takeFromBuilt) },
  // Stories on the lab mostly wait for telephones: with everything to run, they wait beside the database's tests.
  {
    name: 'database',
    title: isWhole ? 'On a real PostgreSQL, and stories on a real Asterisk' : 'On a real PostgreSQL',
    run: () => (isWhole ? atOnce([vitest('database'), vitest('lab')]) : vitest('database')),
  },
  {
    name: 'lab',
    title: isWhole ? 'Storms on a real Asterisk' : 'On a real Asterisk',
    run: () => inTurn(isWhole ? [() => vitest('storm')] : [() => vitest('lab'), () => vitest('storm')]),
  },
  { name: 'e2e', title: 'In a real browser', run: () => inTurn([() => vitest('pages'), () => vitest('e2e')]) },
];

/** At once: each keeps one core busy, and there are two. */
async function commands(/** @type {[string, string[]][]} */ list) {
  const codes = await Promise.all(list.map(async ([command, args]) => (await run(command, args)).code));
  for (const code of codes) totals[code === 0 ? 'passed' : 'failed'] += 1;
  return codes.every((code) => code === 0);
}

/** Tests that start threads and processes of the product take them from here instead of compiling each anew. */
function takeFromBuilt() {
  process.env.TRUNKLINE_TEST_BUILT = join(root, 'dist');
  return true;
}

const atOnce = async (/** @type {Promise<boolean>[]} */ list) => (await Promise.all(list)).every(Boolean);

/** All of them, also when one fails. */
async function inTurn(/** @type {(() => Promise<boolean>)[]} */ list) {
  let isGood = true;
  for (const one of list) isGood = (await one()) && isGood;
  return isGood;
}

async function vitest(/** @type {string} */ project) {
  const file = join(results, `${project}.json`);
  const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const { code } = await run(bin('vitest'), args);
  if (existsSync(file)) {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    totals.passed += report.numPassedTests;
    totals.failed += report.numFailedTests;
    totals.skipped += report.numPendingTests;
    failures.push(...failuresOf(report));
  }
  return code === 0;
}

/**
 * What failed, told once more at the very end: of a long run often only the last lines are kept, and a test that fails
 * one time in a hundred must be known by name.
 */
function failuresOf(/** @type {import('vitest/reporters').JsonTestResults} */ report) {
  return report.testResults.flatMap((file) => {
    const failed = file.assertionResults.filter(({ status }) => status === 'failed');
    const told = failed.map(({ fullName, failureMessages }) => `${fullName}\n${(failureMessages ?? []).join('\n')}`);
    if (file.status === 'failed' && told.length === 0) told.push(file.message ?? 'the file itself failed');
    return told.map((text) => `${relative(root, file.name)} · ${text.slice(0, 3000)}`);
  });
}

requireNode();
for (const name of wanted) {
  if (!stages.some((stage) => stage.name === name)) {
    giveUp(`"${name}" is no stage of the tests. There are: ${stages.map((stage) => stage.name).join(', ')}.`);
  }
}
await installPackages();
await prepareConsole();
await installSystemPackages(wanted);
const failed = [];
for (const stage of stages.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  const began = process.hrtime.bigint();
  say(`${stage.title} (${stage.name})…`);
  const good = await stage.run();
  say(
    `${stage.title}: ${good ? 'good' : 'FAILED'} after ${Number((process.hrtime.bigint() - began) / 1_000_000_000n)} s`,
  );
  if (!good) failed.push(stage.name);
}
rmSync(results, { recursive: true, force: true });
if (failed.length > 0 && totals.failed === 0) totals.failed = failed.length;
for (const failure of failures) process.stdout.write(`\nFAILED  ${failure}\n`);
process.stdout.write(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped\n`);
if (failed.length > 0) giveUp(`Failed: ${failed.join(', ')}.`);
