/** Hands in a file and works on it to the end, as the job would: for tests of imports. */
import { Readable } from 'node:stream';
import type { Import, ImportCommand } from '../../server/contract/imports.contract.ts';
import { type Principal, systemPrincipal } from '../../server/modules/access/principal.ts';
import {
  changeImport,
  commandImport,
  createImport,
  readImport,
} from '../../server/modules/imports/imports.usecases.ts';
import { runImport } from '../../server/modules/imports/run-import.usecases.ts';
import type { Platform } from '../../server/platform/platform.ts';

export type Patch = Parameters<typeof changeImport>[1]['patch'];

export interface Importer {
  hand(content: string | Buffer, target?: 'contacts' | 'organisations', patch?: Patch): Promise<Import>;
  command(id: string, command: ImportCommand): Promise<Import>;
  /** Runs what was asked for and returns how the import stands. */
  work(id: string): Promise<Import>;
  /** The whole way: hand in, start, work. */
  bring(content: string | Buffer, target?: 'contacts' | 'organisations', patch?: Patch): Promise<Import>;
}

export function importerOf(platform: Platform, principal: Principal = systemPrincipal): Importer {
  const by = { principal, ip: '127.0.0.1' };
  const importer: Importer = {
    async hand(content, target = 'contacts', patch) {
      const bytes = typeof content === 'string' ? Buffer.from(content) : content;
      const made = await createImport(platform, {
        ...by,
        content: Readable.from([bytes]),
        fileName: 'people.csv',
        target,
      });
      return patch ? changeImport(platform, { ...by, importId: made.id, patch }) : made;
    },
    command: (importId, command) => commandImport(platform, { ...by, importId, command }),
    async work(id) {
      await runImport(platform, id, new AbortController().signal);
      return readImport(platform, principal, id);
    },
    async bring(content, target, patch) {
      const { id } = await importer.hand(content, target, patch);
      await importer.command(id, 'start');
      return importer.work(id);
    },
  };
  return importer;
}
