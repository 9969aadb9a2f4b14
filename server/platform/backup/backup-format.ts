/** What stands in `manifest.json` and `end.json` of a backup. */
import { z } from 'zod';

export const backupManifestSchema = z.object({
  format: z.literal(1),
  /** Version of Trunkline that wrote it. */
  version: z.string(),
  createdAt: z.string(),
  migrations: z.array(z.object({ id: z.string(), checksum: z.string() })),
  tables: z.array(
    z.object({ name: z.string().regex(/^(public|graphile_worker)\.\w+$/), columns: z.array(z.string()) }),
  ),
  partitions: z.array(z.object({ name: z.string().regex(/^\w+$/), parent: z.string(), bound: z.string() })),
  sequences: z.array(z.object({ name: z.string(), value: z.string() })),
  files: z.array(z.object({ key: z.string(), bytes: z.number() })),
  /** False: the files are only listed. */
  withFiles: z.boolean(),
});
export type BackupManifest = z.infer<typeof backupManifestSchema>;

/** Rows per table, so that a backup that was cut off or changed is noticed. */
export const backupEndSchema = z.object({ rows: z.record(z.string(), z.number()) });
export type BackupEnd = z.infer<typeof backupEndSchema>;
