/** Facts of files. The subject is the record that the file belongs to. */
import type { FileRecordKind } from '../../contract/files.contract.ts';

interface OfRecord {
  fileId: string;
  recordKind: FileRecordKind;
  recordId: string;
}

export type FileFacts = {
  'file.added': OfRecord;
  'file.deleted': OfRecord;
  'file.restored': OfRecord;
};
