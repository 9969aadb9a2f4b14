import type { FileOfRecord, StoredFileInfo } from '$contract/files.contract.ts';
import { ApiFailure } from '$lib/api/api-failure.ts';
import { queryString } from '$lib/api/request.ts';

/**
 * Sends a file as the body itself. `fetch` cannot tell how far it has come, so this is the one place of the console that
 * takes XMLHttpRequest.
 * @param onprogress share that was sent, 0 to 1
 */
export function uploadFile(
  of: FileOfRecord,
  file: File,
  onprogress: (share: number) => void,
  signal?: AbortSignal,
): Promise<StoredFileInfo> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/files${queryString({ ...of, name: file.name })}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onprogress(total === 0 ? 0 : loaded / total);
    request.onerror = () => reject(new ApiFailure('network.unreachable', 0, 'the upload was cut off'));
    request.onload = () => {
      const body = request.response as { error?: { code: string; message: string } } | null;
      if (request.status === 201) resolve(request.response as StoredFileInfo);
      else
        reject(
          new ApiFailure(body?.error?.code ?? `http.${request.status}`, request.status, body?.error?.message ?? ''),
        );
    };
    signal?.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}
