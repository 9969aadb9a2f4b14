/** Hands one recording over: a streamed PUT with the file as its body. */
import { createReadStream } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { pipeline } from 'node:stream';

export interface UploadTarget {
  /** SERVER_URL of the bridge's socket; recordings go to the same place over http(s). */
  readonly serverUrl: string;
  readonly token: string;
}

export interface RecordingFile {
  readonly recordingId: string;
  readonly callId: string;
  readonly file: string;
  readonly bytes: number;
}

/** Silence of the server after which an upload is given up for now. */
const silenceMs = 30_000;

/** @example uploadUrl('ws://host:8080/bridge', 'rec_1') // http://host:8080/bridge/recordings/rec_1 */
export const uploadUrl = (serverUrl: string, recordingId: string): URL => {
  const url = new URL(serverUrl);
  url.protocol = url.protocol === 'wss:' ? 'https:' : 'http:';
  url.pathname = `${url.pathname.replace(/\/$/, '')}/recordings/${encodeURIComponent(recordingId)}`;
  url.search = '';
  return url;
};

const types: Readonly<Record<string, string>> = {
  wav: 'audio/wav',
  WAV: 'audio/wav',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
  gsm: 'audio/gsm',
};

/** Uploads once. Resolves with the status; rejects when the connection or the file fails. */
export const uploadRecording = (target: UploadTarget, recording: RecordingFile, signal: AbortSignal): Promise<number> =>
  new Promise((resolve, reject) => {
    const url = uploadUrl(target.serverUrl, recording.recordingId);
    const request = (url.protocol === 'https:' ? https : http).request(url, {
      method: 'PUT',
      signal,
      timeout: silenceMs,
      headers: {
        authorization: `Bearer ${target.token}`,
        'content-type': types[recording.file.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
        'content-length': recording.bytes,
        'x-call-id': recording.callId,
      },
    });
    request.on('response', (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
      response.on('error', reject);
    });
    request.on('timeout', () => request.destroy(new Error('the server was silent')));
    request.on('error', reject);
    // Only what was there when the recording was found whole: `content-length` was promised.
    const body = createReadStream(recording.file, { end: Math.max(0, recording.bytes - 1) });
    pipeline(body, request, (error) => {
      if (error !== null && error !== undefined && !request.destroyed) request.destroy(error);
    });
  });
