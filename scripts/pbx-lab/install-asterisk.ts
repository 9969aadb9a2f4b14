import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withBuildLock } from './build-lock.ts';
import { labClock } from './lab-clock.ts';
import { cacheRoot, configTemplateDir, isReachableBy } from './lab-paths.ts';
import { type MachineLayout, machineLayout } from './machine.ts';
import { PbxLabError } from './pbx-lab-error.ts';
import { preparePrivateApt } from './private-apt.ts';
import { prunePrefix } from './prune-prefix.ts';
import { runTool } from './run-tool.ts';
import { unprivilegedUser } from './unprivileged-user.ts';

const PACKAGES = ['asterisk', 'asterisk-core-sounds-en-wav', 'asterisk-moh-opsound-wav'] as const;

/** Raise when the layout of the prefix changes, so that older caches are left alone. */
const RECIPE = 2;

const DOWNLOAD_ATTEMPTS = 3;

/** Where a root-run lab keeps Asterisk when the project lies in a folder that the unprivileged user cannot enter. */
const SHARED_CACHE = '/var/cache/trunkline';

/** An unpacked Asterisk that runs from where it lies. */
export type AsteriskPrefix = {
  root: string;
  /** As Asterisk says it, for example `22.10.1`. */
  version: string;
  /** Program and leading arguments that start it: the loader comes along, the machine's own C library is not used. */
  command: readonly string[];
  modulesDir: string;
  dataDir: string;
};

export type InstallOptions = {
  /** Progress, one line at a time, for a person. */
  log?: (line: string) => void;
};

/**
 * The Asterisk of the lab: from the cache, else built there from Debian's packages (about 20 s and 110 MB, once). Safe
 * when several processes ask at the same time; works for root and for an ordinary user.
 * @throws PbxLabError when this machine cannot have one; the message says what to do.
 */
export async function installAsterisk(options: InstallOptions = {}): Promise<AsteriskPrefix> {
  const log = options.log ?? (() => undefined);
  const layout = machineLayout();
  const modules = await wantedModules();
  const folder = await prefixFolder(layout, modules);
  const cached = await readPrefix(folder, layout);
  if (cached) return cached;
  const onWait = () => log('Another process is installing Asterisk for the PBX lab, waiting for it.');
  return withBuildLock(`${folder}.lock`, onWait, async () => {
    const built = await readPrefix(folder, layout);
    return built ?? (await buildPrefix(folder, layout, modules, log));
  });
}

/** The modules named in the configuration template: Asterisk loads exactly these, so only these are kept. */
async function wantedModules(): Promise<string[]> {
  const text = await readFile(join(configTemplateDir(), 'modules.conf'), 'utf8');
  return [...text.matchAll(/^load\s*=\s*(\S+\.so)/gm)].map((match) => match[1]!);
}

async function prefixFolder(layout: MachineLayout, modules: string[]): Promise<string> {
  const recipe = JSON.stringify({ RECIPE, PACKAGES, modules, arch: layout.debianArch });
  const hash = createHash('sha256').update(recipe).digest('hex').slice(0, 12);
  const user = unprivilegedUser();
  const root = cacheRoot();
  const usable = user === undefined || (await isReachableBy(root, user.uid));
  return join(usable ? root : SHARED_CACHE, 'pbx-lab', hash);
}

async function readPrefix(folder: string, layout: MachineLayout): Promise<AsteriskPrefix | undefined> {
  const text = await readFile(join(folder, 'prefix.json'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : describePrefix(folder, JSON.parse(text).version, layout);
}

function describePrefix(root: string, version: string, layout: MachineLayout): AsteriskPrefix {
  const lib = join(root, 'lib');
  return {
    root,
    version,
    command: [join(lib, layout.loader), '--library-path', lib, join(root, 'asterisk')],
    modulesDir: join(root, 'modules'),
    dataDir: join(root, 'share'),
  };
}

async function buildPrefix(
  folder: string,
  layout: MachineLayout,
  modules: string[],
  log: (line: string) => void,
): Promise<AsteriskPrefix> {
  const begun = labClock.monotonicMs();
  await mkdir(join(folder, '..'), { recursive: true });
  const work = await mkdtemp(`${folder}.build-`);
  try {
    const unpacked = join(work, 'unpacked');
    const pruned = join(work, 'prefix');
    await unpackPackages(join(work, 'apt'), unpacked, layout, log);
    log('Keeping what the lab needs.');
    await prunePrefix(unpacked, pruned, modules, layout);
    const version = await askVersion(describePrefix(pruned, '', layout));
    await writeFile(join(pruned, 'prefix.json'), `${JSON.stringify({ version, packages: PACKAGES })}\n`);
    // The unprivileged user reads all of it, whatever the umask of the one who installs.
    await runTool('chmod', ['-R', 'a+rX', pruned]);
    await rename(pruned, folder);
    const seconds = Math.round((labClock.monotonicMs() - begun) / 1000);
    log(`Asterisk ${version} is in ${folder} (took ${seconds} s, kept for next time).`);
    return describePrefix(folder, version, layout);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function unpackPackages(
  aptFolder: string,
  unpacked: string,
  layout: MachineLayout,
  log: (line: string) => void,
): Promise<void> {
  const apt = await preparePrivateApt(aptFolder, layout);
  for (let attempt = 1; ; attempt++) {
    log('Reading the list of Debian packages.');
    const { mirror } = await apt.update();
    log(`Downloading Asterisk from ${new URL(mirror).host} (about 110 MB, once).`);
    try {
      await apt.download(PACKAGES, (count) => count > 0 && log(`Downloading Asterisk: ${count} packages so far.`));
      break;
    } catch (error) {
      // Unstable changes several times a day: a package may be replaced between its listing and its download.
      const isStale = error instanceof PbxLabError && error.code === 'install-failed' && attempt < DOWNLOAD_ATTEMPTS;
      if (!isStale) throw error;
      log('A package has just been replaced, reading the list again.');
    }
  }
  const debs = (await readdir(apt.archives)).filter((name) => name.endsWith('.deb'));
  log(`Unpacking ${debs.length} packages.`);
  await mkdir(unpacked, { recursive: true });
  // One after the other: some packages own folders that others only use, and the first to come makes them.
  for (const deb of debs) {
    const result = await runTool('dpkg-deb', ['-x', join(apt.archives, deb), unpacked]);
    if (result.code === 0) continue;
    throw new PbxLabError('install-failed', `Package ${deb} could not be unpacked.`, { detail: result.stderr });
  }
}

/** Proves that the pruned Asterisk runs, and learns its version. */
async function askVersion(prefix: AsteriskPrefix): Promise<string> {
  const [program, ...args] = prefix.command;
  const result = await runTool(program!, [...args, '-V']);
  const version = /Asterisk (\d+(?:\.\d+)*)/.exec(result.stdout)?.[1];
  if (version !== undefined) return version;
  throw new PbxLabError('install-failed', 'The unpacked Asterisk does not run on this machine.', {
    detail: result.stderr || result.stdout,
  });
}
