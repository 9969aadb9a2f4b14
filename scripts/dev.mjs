/**
 * `npm run dev`: everything as `npm start` runs it, and the console by Vite, which shows a change at once. When the server or
 * the bridge is changed it is built and started again; the lab and its calls begin anew with it.
 */
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { buildAll, installPackages, requireNode, root, run, say } from './bootstrap/prepare.mjs';

const sources = ['pbx-bridge', 'server', 'scripts'];
/** An editor writes a file in several steps. */
const quietMs = 300;

/** @param {string} command @param {string[]} args */
const begin = (command, args) => spawn(command, args, { cwd: root, stdio: 'inherit', detached: true });
const startAll = () => begin(process.execPath, [join(root, 'dist', 'scripts', 'start-trunkline.js')]);

requireNode();
await installPackages();
await buildAll();
let trunkline = startAll();
const vite = begin('npm', ['run', 'dev', '-w', 'web']);

/** @param {import('node:child_process').ChildProcess} child */
const ended = (child) => new Promise((resolve) => (child.exitCode === null ? child.once('exit', resolve) : resolve(0)));

/** @param {import('node:child_process').ChildProcess} child */
async function stop(child) {
  // The whole group: npm does not hand a signal on.
  if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
  await ended(child);
}

let isBuilding = false;
/** @type {NodeJS.Timeout | undefined} */
let timer;
async function again() {
  if (isBuilding) return plan();
  isBuilding = true;
  const { code } = await run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json']);
  if (code === 0) {
    say('Changed: starting again…');
    await stop(trunkline);
    trunkline = startAll();
  } else say('This does not build; what ran before goes on.');
  isBuilding = false;
}
function plan() {
  clearTimeout(timer);
  timer = setTimeout(() => void again(), quietMs);
}
for (const folder of sources) {
  watch(join(root, folder), { recursive: true }, (_event, file) => {
    if (file !== null && /\.(ts|sql)$/.test(file) && !file.includes('.test.')) plan();
  });
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => void Promise.all([stop(trunkline), stop(vite)]).then(() => process.exit(0)));
}
