/** Backup and restore, of the database and of the files of the data folder. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { restoreBackup } from '../../server/platform/backup/restore-backup.ts';
import { writeBackup } from '../../server/platform/backup/write-backup.ts';
import { projectRoot } from '../../server/platform/project-root.ts';
import { createStorage } from '../../server/platform/storage/storage.ts';
import { needed, type Verb, type VerbContext } from './verb.ts';

const version = (): string =>
  (JSON.parse(readFileSync(path.join(projectRoot(), 'package.json'), 'utf8')) as { version: string }).version;

/** `trunkline-2026-03-02T09-00-00.tar.gz` in the current folder. */
const usualName = (now: Date): string => `trunkline-${now.toISOString().slice(0, 19).replaceAll(':', '-')}.tar.gz`;

/** Folders of DATA_DIR that hold what cannot be made again. The database is copied, not its files; the journal is the bridge's. */
const filesOfTheHouse = ['files', 'recordings'];

const megabytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MB`;

export const backupVerbs: Verb[] = [
  {
    name: 'backup',
    usage: '[--to FILE] [--without-files]',
    summary: 'Write everything of one moment into one file, while Trunkline runs',
    options: { to: { type: 'string' }, 'without-files': { type: 'boolean' } },
    async run({ platform, databaseUrl, options, print }: VerbContext) {
      const { clock, config } = platform;
      const file = path.resolve(typeof options.to === 'string' ? options.to : usualName(clock.now()));
      const done = await writeBackup({
        url: databaseUrl,
        file,
        dataDir: path.resolve(config.dataDir),
        folders: filesOfTheHouse,
        withFiles: options['without-files'] !== true,
        version: version(),
        clock,
      });
      print(`${file}: ${done.rows} rows of ${done.tables} tables, ${done.files} files, ${megabytes(done.bytes)}`);
      print('It holds customer data and password hashes: keep it where only you can read it.');
    },
  },
  {
    name: 'restore',
    usage: '--from FILE',
    summary: 'Fill an empty database from a backup (set DATA_DIR or DATABASE_URL to a new one)',
    options: { from: { type: 'string' } },
    needsMigrated: false,
    async run({ platform, databaseUrl, options, print }) {
      const { config, logger } = platform;
      const storage = createStorage(config.dataDir);
      const file = path.resolve(needed(options, 'from'));
      const done = await restoreBackup({ url: databaseUrl, file, storage, logger });
      print(`restored what was there at ${done.createdAt}: ${done.rows} rows, ${done.files} files`);
    },
  },
];
