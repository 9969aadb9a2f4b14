import type { ApiError } from '$contract/common.contract.ts';
import { ApiFailure } from './api-failure.ts';

/**
 * Sends a file as the body itself. `fetch` cannot tell how far it has come, so this is the one place of the console that
 * takes XMLHttpRequest.
 * @param path below `/api/`
 * @param onprogress share that was sent, 0 to 1
 */
export function sendFile<T>(
  path: string,
  file: File,
  onprogress: (share: number) => void,
  signal?: AbortSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/${path}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onprogress(total === 0 ? 0 : loaded / total);
    request.onerror = () => reject(new ApiFailure('network.unreachable', 0, 'the upload was cut off'));
    request.onabort = () => reject(new DOMException('the upload was called off', 'AbortError'));
    request.onload = () => {
      const body = request.response as Partial<ApiError> | null;
      if (request.status === 201) resolve(request.response as T);
      else
        reject(
          new ApiFailure(body?.error?.code ?? `http.${request.status}`, request.status, body?.error?.message ?? ''),
        );
    };
    signal?.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}
