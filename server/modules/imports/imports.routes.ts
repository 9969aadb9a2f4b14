/** Imports over HTTP. */
import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { z } from 'zod';
import { idSchema } from '../../contract/common.contract.ts';
import {
  importCommands,
  importErrorsQuerySchema,
  importKeptSchema,
  importListQuerySchema,
  importListSchema,
  importPatchSchema,
  importPreviewQuerySchema,
  importPreviewSchema,
  importRowsQuerySchema,
  importRowsSchema,
  importSchema,
  importTargetsSchema,
  newImportQuerySchema,
} from '../../contract/imports.contract.ts';
import type { Platform } from '../../platform/platform.ts';
import { route } from '../access/route.ts';
import { recordRead } from '../audit/audit.usecases.ts';
import { changeImport, commandImport, createImport, listImports, readImport } from './imports.usecases.ts';
import { previewImport } from './preview-import.usecases.ts';
import { readTargetsFor } from './read-targets.usecases.ts';
import { openErrorFile } from './rows-to-mend.usecases.ts';
import { readImportRows, readKept } from './show-rows.usecases.ts';

const params = z.object({ id: idSchema });
const permission = 'imports.manage';

const handing = (platform: Platform) => [
  route({
    method: 'post',
    path: '/api/imports',
    permission,
    summary: 'Hand in a CSV or XLSX file (body = the file); its columns are guessed, nothing is written yet',
    query: newImportQuerySchema,
    body: 'stream',
    maxBodyBytes: platform.config.importMaxMb * 1024 * 1024,
    response: importSchema,
    status: 201,
    handler: ({ principal, query, request }) => {
      const { body } = request.raw;
      const content = body ? Readable.fromWeb(body as WebStream) : Readable.from([]);
      return createImport(platform, { ...query, content, principal, ip: request.ip });
    },
  }),
  route({
    method: 'patch',
    path: '/api/imports/{id}',
    permission,
    summary: 'Change how the file is read, what its columns are and what is done with duplicates',
    params,
    body: importPatchSchema,
    response: importSchema,
    handler: ({ principal, params: { id }, body, request }) =>
      changeImport(platform, { importId: id, patch: body, principal, ip: request.ip }),
  }),
];

const words = {
  check: 'Dry run: count what would be made, changed, left out or asked; nothing is written',
  start: 'Write it into the base, in the background',
  pause: 'Pause after the batch that is being done',
  resume: 'Go on where it stopped',
  cancel: 'Stop for good; what was written stays and can be taken back',
  undo: 'Take back what it did; what somebody changed since stays and is reported',
} as const;
const paths = {
  check: 'dry-run',
  start: 'start',
  pause: 'pause',
  resume: 'resume',
  cancel: 'cancel',
  undo: 'undo',
} as const;

const commanding = (platform: Platform) =>
  importCommands.map((command) =>
    route({
      method: 'post',
      path: `/api/imports/{id}/${paths[command]}`,
      permission,
      summary: words[command],
      params,
      response: importSchema,
      handler: ({ principal, params: { id }, request }) =>
        commandImport(platform, { importId: id, command, principal, ip: request.ip }),
    }),
  );

const reading = (platform: Platform) => [
  route({
    method: 'get',
    path: '/api/imports',
    permission,
    summary: 'Imports, newest first',
    query: importListQuerySchema,
    response: importListSchema,
    handler: ({ principal, query }) => listImports(platform, principal, query),
  }),
  route({
    method: 'get',
    path: '/api/imports/targets',
    permission,
    summary: 'What a column can become',
    query: z.object({ target: newImportQuerySchema.shape.target }),
    response: importTargetsSchema,
    handler: async ({ principal, query }) => ({
      items: (await readTargetsFor(platform.database.sql, query.target, principal)).map(
        ({ key, kind, isRepeatable, isOff = false, labels: { en, ru, fr, it } }) => ({
          key,
          kind,
          isRepeatable,
          isOff,
          labels: { en: en[0] ?? key, ru: ru[0] ?? key, fr: fr[0] ?? key, it: it[0] ?? key },
        }),
      ),
    }),
  }),
  route({
    method: 'get',
    path: '/api/imports/{id}',
    permission,
    summary: 'An import: its state, progress, counts and what can be asked of it',
    params,
    response: importSchema,
    handler: ({ principal, params: { id } }) => readImport(platform, principal, id),
  }),
];

const looking = (platform: Platform) => [
  route({
    method: 'get',
    path: '/api/imports/{id}/preview',
    permission,
    summary: 'The first rows as they would be kept, with the repairs side by side',
    params,
    query: importPreviewQuerySchema,
    response: importPreviewSchema,
    handler: ({ principal, params: { id }, query }) => previewImport(platform, principal, { importId: id, ...query }),
  }),
  route({
    method: 'get',
    path: '/api/imports/{id}/rows',
    permission,
    summary: 'Examples of what the dry run found',
    params,
    query: importRowsQuerySchema,
    response: importRowsSchema,
    handler: async ({ principal, params: { id }, query, request }) => {
      const rows = await readImportRows(platform, principal, { importId: id, ...query });
      await recordRead(platform, { principal, ip: request.ip, action: 'import.rows-read', record: id });
      return rows;
    },
  }),
  route({
    method: 'get',
    path: '/api/imports/{id}/kept',
    permission,
    summary: 'What undoing left alone, since somebody changed it after the import',
    params,
    response: importKeptSchema,
    handler: ({ principal, params: { id } }) => readKept(platform, principal, id),
  }),
  route({
    method: 'get',
    path: '/api/imports/{id}/errors.csv',
    permission,
    summary: 'The rows that could not be used, with the reason in words: mend them and hand the file in again',
    params,
    query: importErrorsQuerySchema,
    answers: { 200: { description: 'CSV with the columns of the file', contentType: 'text/csv' } },
    handler: async ({ principal, params: { id }, query, request }) => {
      const { stream, fileName } = await openErrorFile(platform, principal, { importId: id, ...query });
      // Data of people leave the house as a file.
      await recordRead(platform, { principal, ip: request.ip, action: 'import.errors-fetched', record: id });
      return new Response(Readable.toWeb(stream) as ReadableStream, {
        headers: {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
        },
      });
    },
  }),
];

export const importRoutes = (platform: Platform) => [
  ...handing(platform),
  ...reading(platform),
  ...looking(platform),
  ...commanding(platform),
];
