import { createHash } from 'node:crypto';
import { chown, mkdir, readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { isReachableBy } from './lab-paths.ts';
import { unprivilegedUser } from './unprivileged-user.ts';

/** Where the lab of a folder lives when Asterisk's unprivileged user cannot walk into that folder. */
const REACHABLE_ROOT = '/var/tmp';

export type LabFolders = {
  /** What was asked for, or the place used instead, see `prepareLabFolders`. */
  dir: string;
  etc: string;
  var: string;
  run: string;
  recordings: string;
  celCsv: string;
  /** What Asterisk printed. */
  output: string;
  /** Asterisk's own log of warnings and errors. */
  messages: string;
};

/**
 * Makes the folders of a lab, owned by the user Asterisk runs as. Run by root in a place that `nobody` cannot enter (a
 * home of mode 0700), the lab moves to /var/tmp under a name made from the wanted one, so that it is found again.
 */
export async function prepareLabFolders(wanted: string): Promise<LabFolders> {
  const user = unprivilegedUser();
  let dir = resolve(wanted);
  if (user !== undefined && !(await isReachableBy(dirname(dir), user.uid))) {
    const name = createHash('sha256').update(dir).digest('hex').slice(0, 12);
    dir = join(REACHABLE_ROOT, `trunkline-pbx-lab-${name}`);
  }
  const folders = labFolders(dir);
  const inside = [
    'run',
    'log',
    'log/cel-custom',
    'spool',
    'spool/monitor',
    'spool/outgoing',
    'spool/tmp',
    'lib',
    'lib/keys',
    'cache',
  ];
  const all = [dir, folders.etc, folders.var, ...inside.map((name) => join(folders.var, name))];
  for (const path of all) {
    await mkdir(path, { recursive: true });
    if (user !== undefined) await chown(path, user.uid, user.gid);
  }
  return folders;
}

function labFolders(dir: string): LabFolders {
  const root = join(dir, 'var');
  return {
    dir,
    etc: join(dir, 'etc'),
    var: root,
    run: join(root, 'run'),
    recordings: join(root, 'spool', 'monitor'),
    celCsv: join(root, 'log', 'cel-custom', 'calls.csv'),
    output: join(root, 'log', 'output'),
    messages: join(root, 'log', 'messages'),
  };
}

/** Gives the files of a folder to the user Asterisk runs as. */
export async function giveToAsterisk(folder: string): Promise<void> {
  const user = unprivilegedUser();
  if (user === undefined) return;
  for (const name of await readdir(folder)) await chown(join(folder, name), user.uid, user.gid);
}
