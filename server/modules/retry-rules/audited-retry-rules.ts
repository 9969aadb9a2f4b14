/** Retry ladders and calling hours in the audit, and how old values come back. */
import { callingHoursPatchSchema, ladderPatchSchema } from '../../contract/missed-calls.contract.ts';
import { restorableKeys } from '../../contract/restorable-fields.ts';
import type { AuditedKind } from '../audit/audited-kinds.ts';
import { auditedFirmThing, foundIn } from '../audit/firm-thing.ts';
import { readAllHours, readLadders } from './retry-rules.repository.ts';
import { changeCallingHours, changeLadder } from './retry-rules.usecases.ts';

const rights = { read: 'settings.read', write: 'settings.manage' } as const;

export const auditedRetryRules: AuditedKind[] = [
  auditedFirmThing({
    kind: 'retry-ladder',
    prefix: 'ldr',
    rights,
    fields: restorableKeys('retry-ladder.changed'),
    patch: ladderPatchSchema,
    find: async (sql, ids) => foundIn(await readLadders(sql), ids),
    change: (platform, by, id, patch) => changeLadder(platform, by, id, patch),
  }),
  auditedFirmThing({
    kind: 'calling-hours',
    prefix: 'chr',
    rights,
    fields: restorableKeys('calling-hours.changed'),
    patch: callingHoursPatchSchema,
    find: async (sql, ids) => foundIn(await readAllHours(sql), ids),
    change: (platform, by, id, patch) => changeCallingHours(platform, by, id, patch),
  }),
];
