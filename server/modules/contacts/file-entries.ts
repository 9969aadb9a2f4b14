/** Files of a record as a part of its time-line; whoever asks has checked that the reader may see the record. */
import type { FileRecordKind } from '../../contract/files.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import { listFilesForTimeline } from '../files/files.usecases.ts';
import type { TimelineEntry, TimelinePage } from './merge-timeline.ts';
import type { TimelineItem } from './note-rows.ts';

export async function fileEntries(
  sql: Sql,
  of: { recordKind: FileRecordKind; recordId: string },
  page: TimelinePage,
): Promise<TimelineEntry<TimelineItem>[]> {
  const files = await listFilesForTimeline(sql, of, page);
  return files.map((file) => ({ id: file.id, item: { kind: 'file', at: file.createdAt, file } }));
}
