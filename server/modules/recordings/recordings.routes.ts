/** HTTP of recordings: in from the bridge, out to the player. */
import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { z } from 'zod';
import { waveformSchema } from '../../contract/calls.contract.ts';
import { idSchema } from '../../contract/common.contract.ts';
import type { RequestInfo } from '../../platform/http/route.ts';
import type { Storage } from '../../platform/storage/storage.ts';
import { route } from '../access/route.ts';
import { isBridge } from '../pbx/bridge-token.ts';
import { readByteRange } from './byte-range.ts';
import { findRecording, listen, type PlayDeps } from './play-recording.usecases.ts';
import { notABridge, recordingNotFound } from './recordings.errors.ts';
import type { RecordingFile } from './recordings.repository.ts';
import { maxRecordingBytes, type RecordingDeps, storeRecording } from './store-recording.usecases.ts';

export type RecordingRouteDeps = RecordingDeps & PlayDeps & { bridgeToken: string };

const params = z.object({ id: idSchema });
const rangeHeader = z.object({ range: z.string().optional().describe('`bytes=0-99`: one range of bytes') });
const sound = 'audio/*';
const soundAnswers = {
  200: { description: 'The whole recording', contentType: sound },
  206: { description: 'The part that `Range` asks for', contentType: sound },
  416: { description: 'The recording is shorter; `Content-Range` says how long it is' },
} as const;
const query = z.object({ recordingId: idSchema.optional() });
/** The id becomes a file's name: letters, digits, dash and underscore only. */
const recordingIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,100}$/, 'must be made of letters, digits, dash and underscore');

export const recordingRoutes = (deps: RecordingRouteDeps) => [
  route({
    method: 'put',
    path: '/bridge/recordings/{recordingId}',
    permission: 'public',
    summary: 'A bridge hands over a finished recording (its token, body = the file)',
    params: z.object({ recordingId: recordingIdSchema }),
    body: 'stream',
    maxBodyBytes: maxRecordingBytes,
    handler: async ({ params: { recordingId }, request }) => {
      if (!isBridge(request.headers.get('authorization'), deps.bridgeToken)) throw notABridge();
      await storeRecording(deps, { recordingId, ...contentOf(request) });
    },
  }),
  route({
    method: 'get',
    path: '/api/calls/{id}/recording',
    permission: 'recordings.listen',
    summary: 'The sound of a call, with Range; several recordings: `recordingId`',
    params,
    query,
    headers: rangeHeader,
    answers: soundAnswers,
    handler: async ({ principal, params: { id }, query: { recordingId }, request }) => {
      const { file } = await listen(deps, { principal, callId: id, recordingId, ip: request.ip });
      return serve(deps.storage, file, request.headers);
    },
  }),
  route({
    method: 'get',
    path: '/api/calls/{id}/waveform',
    permission: 'recordings.listen',
    summary: 'Loudness of a recording in about 800 steps',
    params,
    query,
    response: waveformSchema,
    handler: async ({ principal, params: { id }, query: { recordingId } }) => {
      const { file } = await findRecording(deps, { principal, callId: id, recordingId });
      const peaks = Array.from(file.peaks, (peak) => Math.round((peak / 255) * 1_000) / 1_000);
      return { seconds: file.seconds ?? 0, peaks };
    },
  }),
];

function contentOf({ raw, headers }: RequestInfo) {
  const length = headers.get('content-length');
  const content = raw.body ? Readable.fromWeb(raw.body as WebStream) : Readable.from([]);
  return { content, contentLength: length === null ? null : Number(length) };
}

/** Answers 200, 206 or 416. Nothing of a recording may stay in a shared cache. */
async function serve(storage: Storage, file: RecordingFile, asked: Headers): Promise<Response> {
  const stored = await storage.stat(file.path);
  if (!stored) throw recordingNotFound();
  const etag = `"${file.sha256}"`;
  const headers = new Headers({
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-cache',
    'content-type': file.contentType,
    'content-disposition': 'inline',
    'x-content-type-options': 'nosniff',
    etag,
  });
  const ifRange = asked.get('if-range');
  const isStale = ifRange !== null && ifRange !== etag;
  const range = readByteRange(isStale ? undefined : (asked.get('range') ?? undefined), stored.bytes);
  if (range.kind === 'unsatisfiable') {
    headers.set('content-range', `bytes */${stored.bytes}`);
    return new Response(null, { status: 416, headers });
  }
  const [start, end] = range.kind === 'part' ? [range.from, range.to] : [0, stored.bytes - 1];
  headers.set('content-length', String(Math.max(0, end - start + 1)));
  if (range.kind === 'part') headers.set('content-range', `bytes ${start}-${end}/${stored.bytes}`);
  if (stored.bytes === 0) return new Response(null, { status: 200, headers });
  const body = Readable.toWeb(storage.read(file.path, { start, end })) as ReadableStream;
  return new Response(body, { status: range.kind === 'part' ? 206 : 200, headers });
}
