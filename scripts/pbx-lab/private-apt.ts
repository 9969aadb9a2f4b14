import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DEBIAN_KEYRING, debianMirrors } from './debian-mirror.ts';
import type { MachineLayout } from './machine.ts';
import { DOCKER_HINT, PbxLabError } from './pbx-lab-error.ts';
import { runTool, type ToolResult } from './run-tool.ts';

/** Hooks of the machine that would run programs of the system; in a private folder they can only fail or do harm. */
const SYSTEM_HOOKS = [
  'APT::Update::Pre-Invoke',
  'APT::Update::Post-Invoke',
  'APT::Update::Post-Invoke-Success',
  'DPkg::Pre-Invoke',
  'DPkg::Post-Invoke',
  'DPkg::Pre-Install-Pkgs',
  'AptCli::Hooks',
];

const NETWORK_TROUBLE =
  /Temporary failure resolving|Could not resolve|Could not connect|Unable to connect|Connection (failed|timed out|refused)|Network is unreachable|Cannot initiate the connection/i;

/** An apt of its own in `folder`: own lists, own cache, own empty package status. Needs no rights. */
export type PrivateApt = {
  archives: string;
  /** Reads the package lists, from the first mirror that answers. */
  update(): Promise<{ mirror: string }>;
  /** Downloads the packages with all they need. */
  download(packages: readonly string[], onCount: (packages: number) => void): Promise<void>;
};

/**
 * Prepares the private apt.
 * @throws PbxLabError `missing-tool` when apt-get, dpkg-deb or the Debian keyring is not there.
 */
export async function preparePrivateApt(folder: string, layout: MachineLayout): Promise<PrivateApt> {
  await requireTools();
  const archives = join(folder, 'cache', 'archives');
  const etc = join(folder, 'etc');
  for (const path of ['etc/apt.conf.d', 'etc/preferences.d', 'etc/trusted.gpg.d', 'state', 'lists/partial', 'log']) {
    await mkdir(join(folder, path), { recursive: true });
  }
  await mkdir(join(archives, 'partial'), { recursive: true });
  await writeFile(join(folder, 'status'), '');
  await copyMachineOptions(join(etc, 'apt.conf.d'));
  // APT_CONFIG is read before anything else, so the machine's own folder is never read twice nor its hooks run.
  await writeFile(
    join(etc, 'start.conf'),
    `Dir::Etc "${etc}";\nDir::Etc::main "none";\nDir::Etc::parts "apt.conf.d";\n`,
  );
  await writeFile(join(etc, 'apt.conf.d', 'zz-pbx-lab'), ownOptions(folder, layout));
  const apt = (...args: string[]) =>
    runTool('apt-get', args, { ...process.env, APT_CONFIG: join(etc, 'start.conf'), LC_ALL: 'C' });
  return {
    archives,
    update: () => updateFromFirstMirror(etc, apt),
    download: (packages, onCount) => downloadPackages(archives, apt, packages, onCount),
  };
}

async function requireTools(): Promise<void> {
  for (const tool of ['apt-get', 'dpkg-deb']) {
    if ((await runTool(tool, ['--version'])).code === 0) continue;
    throw new PbxLabError(
      'missing-tool',
      `The PBX lab unpacks Asterisk from Debian packages and needs ${tool}, which this machine does not have: ${DOCKER_HINT}.`,
    );
  }
  if (!existsSync(DEBIAN_KEYRING)) {
    throw new PbxLabError(
      'missing-tool',
      `The PBX lab checks Debian's packages with ${DEBIAN_KEYRING}, which is missing: install debian-archive-keyring, or ${DOCKER_HINT}.`,
    );
  }
}

/** Proxies, date checks and the like of this machine hold for the private apt too. */
async function copyMachineOptions(target: string): Promise<void> {
  const parts = await readdir('/etc/apt/apt.conf.d').catch(() => []);
  const files = [...parts.map((name) => join('/etc/apt/apt.conf.d', name)), '/etc/apt/apt.conf'];
  for (const [index, file] of files.entries()) {
    // Files an ordinary user may not read hold secrets for other purposes; apt itself would skip them as well.
    await copyFile(file, join(target, `${String(index).padStart(2, '0')}-machine.conf`)).catch(() => undefined);
  }
}

function ownOptions(folder: string, layout: MachineLayout): string {
  const options: Record<string, string> = {
    'Dir::State': join(folder, 'state'),
    'Dir::State::lists': join(folder, 'lists'),
    'Dir::State::status': join(folder, 'status'),
    'Dir::Cache': join(folder, 'cache'),
    'Dir::Cache::archives': 'archives',
    'Dir::Log': join(folder, 'log'),
    'Dir::Etc::sourcelist': 'sources.list',
    'Dir::Etc::sourceparts': 'none',
    'APT::Architecture': layout.debianArch,
    'APT::Install-Recommends': 'false',
    'APT::Install-Suggests': 'false',
    'APT::Update::Error-Mode': 'any',
    'APT::Sandbox::User': 'root',
    'APT::Get::Assume-Yes': 'true',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '2',
    'Acquire::http::Timeout': '20',
    'Acquire::https::Timeout': '20',
    'Binary::apt-get::APT::Keep-Downloaded-Packages': 'true',
    'Debug::NoLocking': '1',
  };
  const clear = [...SYSTEM_HOOKS, 'APT::Architectures'].map((name) => `#clear ${name};`);
  return [...clear, ...Object.entries(options).map(([name, value]) => `${name} "${value}";`), ''].join('\n');
}

type Apt = (...args: string[]) => Promise<ToolResult>;

async function updateFromFirstMirror(etc: string, apt: Apt): Promise<{ mirror: string }> {
  const mirrors = debianMirrors(await readMachineSources());
  let last: ToolResult = { code: 1, stdout: '', stderr: '' };
  for (const mirror of mirrors) {
    await writeFile(join(etc, 'sources.list'), `deb [signed-by=${DEBIAN_KEYRING}] ${mirror} sid main\n`);
    last = await apt('-qq', 'update');
    if (last.code === 0) return { mirror };
  }
  throw aptFailure(last, 'read the list of Debian packages');
}

async function readMachineSources(): Promise<{ name: string; text: string }[]> {
  const parts = await readdir('/etc/apt/sources.list.d').catch(() => []);
  const files = ['/etc/apt/sources.list', ...parts.sort().map((name) => join('/etc/apt/sources.list.d', name))];
  const found = await Promise.all(
    files
      .filter((name) => /\.(list|sources)$/.test(name))
      .map(async (name) => ({ name, text: await readFile(name, 'utf8').catch(() => '') })),
  );
  return found;
}

async function downloadPackages(
  archives: string,
  apt: Apt,
  packages: readonly string[],
  onCount: (packages: number) => void,
): Promise<void> {
  const timer = setInterval(() => {
    readdir(archives).then(
      (names) => onCount(names.filter((name) => name.endsWith('.deb')).length),
      () => onCount(0),
    );
  }, 3000);
  try {
    const result = await apt('-qq', '--download-only', 'install', ...packages);
    if (result.code !== 0) throw aptFailure(result, 'download Asterisk');
  } finally {
    clearInterval(timer);
  }
}

function aptFailure(result: ToolResult, what: string): PbxLabError {
  const detail = `${result.stderr}${result.stdout}`.trim();
  if (NETWORK_TROUBLE.test(detail)) {
    return new PbxLabError(
      'no-network',
      `The PBX lab could not ${what}: no Debian mirror can be reached from here (the lab downloads about 110 MB once); connect this machine, or ${DOCKER_HINT}.`,
      { detail },
    );
  }
  const reason = detail.split('\n').find((line) => line.startsWith('E:')) ?? `apt-get ended with code ${result.code}`;
  return new PbxLabError('install-failed', `The PBX lab could not ${what} (${reason}): ${DOCKER_HINT}.`, { detail });
}
