import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, readdir, realpath, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { MachineLayout } from './machine.ts';
import { PbxLabError } from './pbx-lab-error.ts';
import { inParallel, runTool } from './run-tool.ts';

/**
 * Opened by name while running, so no program lists them as needed: parts of the C library, and the ciphers behind libnss3,
 * without which libsrtp and then Asterisk give up. A machine that has them hides that they are missing here.
 */
const LOADED_LATER = [
  ...['libgcc_s.so.1', 'libnss_files.so.2', 'libnss_dns.so.2'],
  ...['libsoftokn3.so', 'libfreebl3.so', 'libfreeblpriv3.so'],
];

const SHARED_DATA = ['documentation', 'moh'];
const SOUNDS = 'en_US_f_Allison';

/**
 * Copies from the unpacked packages only what Asterisk with these modules needs: the program, the modules, the libraries
 * they link to, prompts, music and the option descriptions (Asterisk does not start without those). 306 MB become 80 MB.
 * @throws PbxLabError `install-failed` naming modules that the packages do not hold.
 */
export async function prunePrefix(
  unpacked: string,
  target: string,
  modules: readonly string[],
  layout: MachineLayout,
): Promise<void> {
  const fromLib = join(unpacked, 'usr', 'lib', layout.triplet);
  const toLib = join(target, 'lib');
  const missing = modules.filter((name) => !existsSync(join(fromLib, 'asterisk', 'modules', name)));
  if (missing.length > 0) {
    throw new PbxLabError('install-failed', `Debian's Asterisk lacks the modules ${missing.join(', ')}.`);
  }
  await mkdir(join(target, 'modules'), { recursive: true });
  await mkdir(toLib, { recursive: true });
  const program = join(target, 'asterisk');
  await copyFile(join(unpacked, 'usr', 'sbin', 'asterisk'), program);
  await copyFile(join(fromLib, layout.loader), join(toLib, layout.loader));
  for (const name of modules) {
    await copyFile(join(fromLib, 'asterisk', 'modules', name), join(target, 'modules', name));
  }
  await copyLibraries([program, ...modules.map((name) => join(target, 'modules', name))], fromLib, toLib, layout);
  await copyData(join(unpacked, 'usr', 'share', 'asterisk'), join(target, 'share'));
}

async function copyLibraries(files: string[], fromLib: string, toLib: string, layout: MachineLayout): Promise<void> {
  const loadedLater = LOADED_LATER.map((name) => join(fromLib, name)).filter((path) => existsSync(path));
  const needed = new Set<string>(loadedLater);
  await inParallel([...files, ...loadedLater], 4, async (file) => {
    const listed = await runTool(join(fromLib, layout.loader), ['--library-path', fromLib, '--list', file]);
    for (const line of listed.stdout.split('\n')) {
      if (line.includes('=> not found')) {
        throw new PbxLabError(
          'install-failed',
          `${basename(file)} needs a library that Debian did not bring: ${line.trim()}.`,
        );
      }
      const path = /=> (\/\S+)/.exec(line)?.[1];
      if (path !== undefined) needed.add(path);
    }
  });
  for (const path of needed) await copyFile(await realpath(path), join(toLib, basename(path)));
}

async function copyData(from: string, to: string): Promise<void> {
  await mkdir(join(to, 'sounds'), { recursive: true });
  for (const name of SHARED_DATA) await cp(join(from, name), join(to, name), { recursive: true });
  await cp(join(from, 'sounds', SOUNDS), join(to, 'sounds', SOUNDS), { recursive: true });
  // Debian makes these links when a package is configured, which never happens here.
  for (const name of ['en', 'en_US']) await symlink(SOUNDS, join(to, 'sounds', name));
  if ((await readdir(join(to, 'moh'))).length === 0)
    throw new PbxLabError('install-failed', 'No music on hold came along.');
}
