/** Queues in the audit, called by their names, and how what people decided for them comes back. */
import { queuePatchSchema } from '../../contract/agents.contract.ts';
import { restorableKeys } from '../../contract/restorable-fields.ts';
import { auditedFirmThing } from '../audit/firm-thing.ts';
import { changeQueue, type Ladders, readQueueSettings } from './queues.usecases.ts';

export const auditedQueues = (ladders: Ladders) =>
  auditedFirmThing({
    kind: 'queue',
    prefix: null,
    rights: { read: 'queues.read', write: 'queues.manage' },
    fields: restorableKeys('queue.changed'),
    patch: queuePatchSchema,
    find: (sql, names) => readQueueSettings(sql, names),
    change: (platform, by, name, patch) => changeQueue(platform, ladders, { name, patch, ...by }),
  });
