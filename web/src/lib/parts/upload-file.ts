import type { FileOfRecord, StoredFileInfo } from '$contract/files.contract.ts';
import { queryString } from '$lib/api/request.ts';
import { sendFile } from '$lib/api/send-file.ts';

/**
 * Puts a file beside a record.
 * @param onprogress share that was sent, 0 to 1
 */
export const uploadFile = (
  of: FileOfRecord,
  file: File,
  onprogress: (share: number) => void,
): Promise<StoredFileInfo> => sendFile(`files${queryString({ ...of, name: file.name })}`, file, onprogress);
