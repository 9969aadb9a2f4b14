/** Exports over HTTP. */
import { Readable } from 'node:stream';
import { z } from 'zod';
import { idSchema } from '../../contract/common.contract.ts';
import {
  exportableListsQuerySchema,
  exportableListsSchema,
  exportListQuerySchema,
  exportListSchema,
  exportSchema,
  newExportSchema,
} from '../../contract/exports.contract.ts';
import type { Platform } from '../../platform/platform.ts';
import { canDo } from '../access/permissions.ts';
import { route } from '../access/route.ts';
import type { ExportableList } from './exportable-list.ts';
import { createExport, listExports, openExport, readExport } from './exports.usecases.ts';

const params = z.object({ id: idSchema });
const permission = 'exports.make';
const types = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

export const exportRoutes = (platform: Platform, lists: readonly ExportableList[]) => [
  route({
    method: 'get',
    path: '/api/exports/lists',
    permission,
    summary: 'Lists that can be exported, with their columns',
    query: exportableListsQuerySchema,
    response: exportableListsSchema,
    handler: async ({ principal, query: { language } }) => {
      const items = [];
      for (const { list, permission: needed, columnsFor } of lists) {
        if (!canDo(principal, needed)) continue;
        const columns = await columnsFor(principal);
        const named = (isOwn: boolean) =>
          columns
            .filter((column) => (column.isOwn ?? false) === isOwn)
            .map(({ key, labels }) => ({ key, label: labels[language] }));
        items.push({ list, columns: named(false), ownColumns: named(true) });
      }
      return { items };
    },
  }),
  route({
    method: 'post',
    path: '/api/exports',
    permission,
    summary: 'Write a list, filtered as on the screen, to a file in the background',
    body: newExportSchema,
    response: exportSchema,
    status: 201,
    handler: ({ principal, body, request }) => createExport(platform, lists, { body, principal, ip: request.ip }),
  }),
  route({
    method: 'get',
    path: '/api/exports',
    permission,
    summary: 'Your exports, newest first',
    query: exportListQuerySchema,
    response: exportListSchema,
    handler: ({ principal, query }) => listExports(platform, principal, query),
  }),
  route({
    method: 'get',
    path: '/api/exports/{id}',
    permission,
    summary: 'An export of yours: how far it is, and where to fetch it',
    params,
    response: exportSchema,
    handler: ({ principal, params: { id } }) => readExport(platform, principal, id),
  }),
  route({
    method: 'get',
    path: '/api/exports/{id}/file',
    permission,
    summary: 'The file of an export of yours, for a day after it was made',
    params,
    answers: { 200: { description: 'The file', contentType: 'text/csv' } },
    handler: async ({ principal, params: { id }, request }) => {
      const { stream, fileName, bytes, format } = await openExport(platform, {
        exportId: id,
        principal,
        ip: request.ip,
      });
      return new Response(Readable.toWeb(stream) as ReadableStream, {
        headers: {
          'content-type': types[format],
          'content-length': String(bytes),
          'content-disposition': `attachment; filename="${fileName}"`,
        },
      });
    },
  }),
];
