/** Entries of the directories in the audit, and how old values come back. */
import { directoryEntryPatchSchema } from '../../contract/directories.contract.ts';
import { restorableKeys } from '../../contract/restorable-fields.ts';
import { auditedFirmThing, foundIn } from '../audit/firm-thing.ts';
import { changeDirectoryEntry, listDirectoryEntries } from './directories.usecases.ts';

export const auditedDirectories = auditedFirmThing({
  kind: 'directory',
  prefix: 'dir',
  rights: { read: 'settings.read', write: 'settings.manage' },
  fields: restorableKeys('directory.changed'),
  patch: directoryEntryPatchSchema,
  find: async (sql, ids) => foundIn(await listDirectoryEntries(sql), ids),
  change: (platform, by, id, patch) => changeDirectoryEntry(platform, by, id, patch),
});
