/** The file that was handed in, while it is kept. */
import type { Platform } from '../../platform/platform.ts';
import { fileGone } from './imports.errors.ts';
import type { ImportRecord } from './imports.repository.ts';
import type { FileOfRows } from './read-cells.ts';

/** Throws when it was cleared away. */
export async function fileOf({ storage }: Pick<Platform, 'storage'>, record: ImportRecord): Promise<FileOfRows> {
  if (!(await storage.stat(record.file_key))) throw fileGone();
  return { path: storage.pathOf(record.file_key), kind: record.file_kind, format: record.format };
}
