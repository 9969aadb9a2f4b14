/** Files over HTTP. Bytes come as the body itself, and go out as a download that no browser shows or runs. */
import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { z } from 'zod';
import { idSchema } from '../../contract/common.contract.ts';
import {
  fileListQuerySchema,
  fileListSchema,
  fileSchema,
  maxFileBytes,
  newFileQuerySchema,
} from '../../contract/files.contract.ts';
import { route } from '../access/route.ts';
import { attachment } from './file-name.ts';
import { addFile, deleteFile, type FileDeps, listFiles, openFile, restoreFile } from './files.usecases.ts';

const params = z.object({ id: idSchema });

const announced = (headers: Headers): number | null => {
  const text = headers.get('content-length');
  return text === null ? null : Number(text);
};

export const fileRoutes = (deps: FileDeps) => [
  route({
    method: 'get',
    path: '/api/files',
    permission: 'files.read',
    summary: 'Files of a record, newest first',
    query: fileListQuerySchema,
    response: fileListSchema,
    handler: async ({ principal, query }) => ({ items: await listFiles(deps, principal, query) }),
  }),
  route({
    method: 'post',
    path: '/api/files',
    permission: 'files.write',
    summary: 'Add a file to a record: the body is the file, 25 MB at most',
    query: newFileQuerySchema,
    body: 'stream',
    maxBodyBytes: maxFileBytes,
    response: fileSchema,
    status: 201,
    handler: ({ principal, query, request }) => {
      const { body } = request.raw;
      const content = body ? Readable.fromWeb(body as WebStream) : Readable.from([]);
      return addFile(deps, {
        ...query,
        content,
        announcedBytes: announced(request.headers),
        principal,
        ip: request.ip,
      });
    },
  }),
  route({
    method: 'get',
    path: '/api/files/{id}/content',
    permission: 'files.read',
    summary: 'Download a file',
    params,
    answers: { 200: { description: 'The file, to be saved', contentType: '*/*' } },
    handler: async ({ principal, params: { id }, request }) => {
      const file = await openFile(deps, { fileId: id, principal, ip: request.ip });
      const headers = {
        'content-type': file.content_type,
        'content-length': String(file.bytes),
        'content-disposition': attachment(file.name),
        'content-security-policy': "default-src 'none'; sandbox",
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-store',
      };
      return new Response(Readable.toWeb(deps.storage.read(file.storage_key)) as ReadableStream, { headers });
    },
  }),
  route({
    method: 'delete',
    path: '/api/files/{id}',
    permission: 'files.write',
    summary: 'Delete a file; can be taken back',
    params,
    handler: ({ principal, params: { id }, request }) => deleteFile(deps, { fileId: id, principal, ip: request.ip }),
  }),
  route({
    method: 'post',
    path: '/api/files/{id}/restore',
    permission: 'files.write',
    summary: 'Take back that a file was deleted',
    params,
    response: fileSchema,
    handler: ({ principal, params: { id }, request }) => restoreFile(deps, { fileId: id, principal, ip: request.ip }),
  }),
];
