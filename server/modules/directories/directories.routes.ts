/** Directories over HTTP. */
import { z } from 'zod';
import { idSchema } from '../../contract/common.contract.ts';
import {
  directoryEntryListSchema,
  directoryEntryPatchSchema,
  directoryEntrySchema,
  directorySchema,
  newDirectoryEntrySchema,
} from '../../contract/directories.contract.ts';
import type { Platform } from '../../platform/platform.ts';
import { route } from '../access/route.ts';
import { changeDirectoryEntry, createDirectoryEntry, listDirectoryEntries } from './directories.usecases.ts';

export const directoryRoutes = (platform: Pick<Platform, 'clock' | 'ids' | 'database' | 'facts'>) => [
  route({
    method: 'get',
    path: '/api/directories',
    permission: 'settings.read',
    summary: 'Life-cycles, sources, types of deals and skills in their order, switched-off ones included',
    query: z.object({ directory: directorySchema.optional() }),
    response: directoryEntryListSchema,
    handler: async ({ query }) => ({ items: await listDirectoryEntries(platform.database.sql, query.directory) }),
  }),
  route({
    method: 'post',
    path: '/api/directories',
    permission: 'settings.manage',
    summary: 'Add a life-cycle, a source, a type of deals or a skill',
    body: newDirectoryEntrySchema,
    response: directoryEntrySchema,
    status: 201,
    handler: ({ principal, body, request }) => createDirectoryEntry(platform, { principal, ip: request.ip }, body),
  }),
  route({
    method: 'patch',
    path: '/api/directories/{id}',
    permission: 'settings.manage',
    summary: 'Rename, colour, move or switch off an entry; records that have it keep it',
    params: z.object({ id: idSchema }),
    body: directoryEntryPatchSchema,
    response: directoryEntrySchema,
    handler: ({ principal, params: { id }, body, request }) =>
      changeDirectoryEntry(platform, { principal, ip: request.ip }, id, body),
  }),
];
