/**
 * What has to be true before any TypeScript of ours can run: a Node that is new enough, the packages of the lock file,
 * a fresh build. Plain JavaScript, because on a new machine nothing else is there yet; it uses Node's own modules only.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Prints one line of progress; the same look for `npm start` and `npm test`. */
export const say = (/** @type {string} */ line) => process.stderr.write(`trunkline  ${line}\n`);

/** Ends the process with one clear sentence. @returns {never} */
export function giveUp(/** @type {string} */ sentence) {
  process.stderr.write(`trunkline  ${sentence}\n`);
  process.exit(1);
}

export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    giveUp(`Node.js ${process.versions.node} is too old: 20.19 or newer is needed (https://nodejs.org).`);
  }
}

/**
 * Runs a command to its end. Quiet commands keep their output for the case of failure.
 * @param {string} command
 * @param {string[]} args
 * @param {{ quiet?: boolean, env?: NodeJS.ProcessEnv, cwd?: string }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? root,
      env: options.env ?? process.env,
      stdio: options.quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    });
    let output = '';
    const keep = (/** @type {Buffer} */ chunk) => {
      output = (output + chunk.toString()).slice(-20_000);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code: code ?? (signal ? 1 : 0), output }));
  });
}

const hashOf = (/** @type {string[]} */ parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex');
};

const readIfThere = (/** @type {string} */ path) => (existsSync(path) ? readFileSync(path, 'utf8') : '');

/** Installs the packages of the lock file unless exactly these are installed. */
export async function installPackages() {
  const stamp = join(root, 'node_modules', '.trunkline-installed');
  const wanted = hashOf([readFileSync(join(root, 'package-lock.json'), 'utf8'), process.version, process.arch]);
  if (readIfThere(stamp) === wanted) return;
  say('Installing packages (the first time takes a minute or two)…');
  // npm would try for a minute and a half before it says that there is no network.
  const patience = ['--fetch-retry-mintimeout=2000', '--fetch-retry-maxtimeout=8000'];
  const options = ['--no-audit', '--no-fund', '--loglevel=error', ...patience];
  const { code, output } = await run('npm', ['ci', ...options], { quiet: true });
  if (code !== 0) {
    process.stderr.write(`${output}\n`);
    const offline = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|network/i.test(output);
    giveUp(
      offline
        ? 'The packages could not be downloaded: there seems to be no network. Connect it, or copy node_modules from a machine that has them, and start again.'
        : 'npm could not install the packages; its own words are above.',
    );
  }
  writeFileSync(stamp, wanted);
}

/** The console's tsconfig rests on a file that SvelteKit makes; tests of the console cannot be read without it. */
export async function prepareConsole() {
  if (existsSync(join(root, 'web', '.svelte-kit', 'tsconfig.json'))) return;
  const { code, output } = await run('npm', ['exec', '-w', 'web', '--', 'svelte-kit', 'sync'], { quiet: true });
  if (code === 0) return;
  process.stderr.write(`${output}\n`);
  giveUp('The console could not be prepared; the words of svelte-kit are above.');
}

const skipped = new Set(['node_modules', 'dist', 'build', 'paraglide', 'joined', 'cache', 'test']);
/** What a build reads; not what it writes beside its sources (hidden folders, the compiled messages, README.md of inlang). */
const isSource = (/** @type {string} */ name) =>
  !skipped.has(name) && !name.startsWith('.') && !name.endsWith('.md') && !name.includes('.test.');

/** @returns {string[]} path, size and content hash of every source file below, in a fixed order */
function fingerprint(/** @type {string} */ path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path, createHash('sha1').update(readFileSync(path)).digest('hex')];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => isSource(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => fingerprint(join(path, entry.name)));
}

/**
 * @param {string} name
 * @param {string[]} sources
 * @param {string} produced a file that exists when the part was built
 * @param {() => Promise<{ code: number, output: string }>} build
 */
async function buildWhenStale(name, sources, produced, build) {
  const stamp = join(root, 'dist', `.built-${name}`);
  const wanted = hashOf(sources.flatMap((source) => fingerprint(join(root, source))));
  if (readIfThere(stamp) === wanted && existsSync(join(root, produced))) return;
  say(`Building the ${name}…`);
  const { code, output } = await build();
  if (code !== 0) {
    process.stderr.write(`${output}\n`);
    giveUp(`The ${name} could not be built; the compiler's words are above.`);
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

/**
 * Builds what has changed since the last build: the server and bridge beside the console, each on a core. Types are not
 * checked on the way, which would take twice as long: the tests do that.
 */
export async function buildAll() {
  const server = buildWhenStale(
    'server and bridge',
    ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'pbx-bridge', 'server', 'scripts'],
    'dist/server/app/start.js',
    () =>
      run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--noCheck'], {
        quiet: true,
      }),
  );
  const console = buildWhenStale(
    'console',
    ['package-lock.json', 'web', 'server/contract', 'pbx-bridge/contract'],
    'web/build/index.html',
    () => run('npm', ['run', 'build', '-w', 'web'], { quiet: true }),
  );
  await Promise.all([server, console]);
}
