/** Segments in the audit, and how old filters come back. */
import { restorableKeys } from '../../contract/restorable-fields.ts';
import { segmentPatchSchema } from '../../contract/segments.contract.ts';
import type { AuditedKind } from '../audit/audited-kinds.ts';
import { auditedFirmThing, byHand, foundIn } from '../audit/firm-thing.ts';
import { type CheckFilter, changeSegment, listSegmentsOf, restoreSegment } from './segments.usecases.ts';

export function auditedSegments(check: CheckFilter): AuditedKind {
  const segments = auditedFirmThing({
    kind: 'segment',
    prefix: 'seg',
    rights: { read: 'segments.read', write: 'segments.write' },
    fields: restorableKeys('segment.changed'),
    patch: segmentPatchSchema,
    find: async (sql, ids, reader) => foundIn(await listSegmentsOf(sql, reader, ids), ids),
    change: (platform, by, id, body) => changeSegment(platform, check, { id, body, ...by }),
  });
  const { restorer } = segments;
  if (!restorer) return segments;
  return {
    ...segments,
    restorer: { ...restorer, undelete: (platform, by, id) => restoreSegment(platform, { id, ...byHand(by) }) },
  };
}
