/** Files that belong to a record. */
import { z } from 'zod';
import { agentRefSchema, idSchema, timeSchema } from './common.contract.ts';

export const fileRecordKinds = ['deal', 'contact', 'organisation'] as const;
export type FileRecordKind = (typeof fileRecordKinds)[number];
export const maxFileBytes = 25 * 1024 * 1024;

export const fileSchema = z.object({
  id: idSchema,
  recordKind: z.enum(fileRecordKinds),
  recordId: idSchema,
  name: z.string(),
  contentType: z.string(),
  bytes: z.number().int(),
  by: agentRefSchema.nullable(),
  createdAt: timeSchema,
});
export type StoredFileInfo = z.infer<typeof fileSchema>;
export const fileListSchema = z.object({ items: z.array(fileSchema) });
export const fileListQuerySchema = z.object({ recordKind: z.enum(fileRecordKinds), recordId: idSchema });
export type FileOfRecord = z.infer<typeof fileListQuerySchema>;
export const newFileQuerySchema = fileListQuerySchema.extend({
  /** As the file is called on the sender's machine; folders are cut off. */
  name: z.string().min(1).max(300),
});
