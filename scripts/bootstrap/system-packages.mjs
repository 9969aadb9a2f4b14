/**
 * The two things that do not come from npm and that the tests need: a Chromium, and the parts of Asterisk (the lab
 * fetches those itself). On Debian and Ubuntu as root they are installed; elsewhere one sentence says what to do.
 */
import { existsSync } from 'node:fs';
import { giveUp, run, say } from './prepare.mjs';

const chromiumPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Path of a Chromium on this machine; TRUNKLINE_CHROMIUM names another. */
export const findChromium = () =>
  [process.env.TRUNKLINE_CHROMIUM ?? '', ...chromiumPaths].find((path) => path !== '' && existsSync(path));

const isRoot = () => typeof process.getuid === 'function' && process.getuid() === 0;

/** @param {string[]} stages those that will run; empty: all */
export async function installSystemPackages(stages) {
  const needsBrowser = stages.length === 0 || stages.includes('e2e');
  if (!needsBrowser || findChromium()) return;
  if (!isRoot() || !existsSync('/usr/bin/apt-get')) {
    giveUp(
      'The browser tests need Chromium: install it (Debian, Ubuntu: sudo apt-get install chromium) or name one with TRUNKLINE_CHROMIUM.',
    );
  }
  say('Installing Chromium (once)…');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['-qq', 'update'], { quiet: true, env });
  const { code, output } = await run('apt-get', ['-qq', '-y', '--no-install-recommends', 'install', 'chromium'], {
    quiet: true,
    env,
  });
  if (code !== 0 || !findChromium()) {
    process.stderr.write(`${output}\n`);
    giveUp('Chromium could not be installed; the words of apt-get are above.');
  }
}
