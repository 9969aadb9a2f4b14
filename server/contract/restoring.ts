/**
 * Which actions of the audit have old values that can be put back, and why the others have not. A new action that is not said
 * here does not compile; the console tells the reasons.
 */
import type { AuditAction, AuditVerb } from './audit-actions.ts';

/**
 * read: nothing was changed, something was read or taken out · made: there was nothing before; it is deleted or switched off ·
 * happened: what the telephone, a machine or time did stays done · way-back: is taken back where it was done (a merge, a
 * hand-over, a step, a note, a file) · gone: went with all that hung on it and is made anew · secret: old secrets are not kept ·
 * follows: another field says it, and brings it along · rule: the server did it by a rule and would do so again
 */
export const whyNotRestorable = ['read', 'made', 'happened', 'way-back', 'gone', 'secret', 'follows', 'rule'] as const;
export type WhyNot = (typeof whyNotRestorable)[number];

/** values: field by field, see restorable-fields.ts · deletion: as a whole. */
export type Restoring = 'values' | 'deletion' | { because: WhyNot };

export const because = (why: WhyNot): { because: WhyNot } => ({ because: why });

const byVerb: Readonly<Record<AuditVerb, Restoring>> = {
  changed: 'values',
  worked: 'values',
  moved: 'values',
  'move-undone': 'values',
  'lines-changed': 'values',
  'class-adjusted': 'values',
  'stage-changed': 'values',
  assigned: 'values',
  resolved: 'values',
  archived: 'values',
  reopened: 'values',
  'lead-given': 'values',
  deleted: 'deletion',

  created: because('made'),
  uploaded: because('made'),
  written: because('made'),
  'taken-back': because('way-back'),
  opened: because('happened'),
  'stage-created': because('made'),
  repeated: because('rule'),

  noted: because('way-back'),
  added: because('way-back'),
  restored: because('way-back'),
  'change-restored': because('way-back'),
  'complaint-settled': because('way-back'),
  'complaint-reopened': because('way-back'),
  merged: because('way-back'),
  'merged-into': because('way-back'),
  unmerged: because('way-back'),
  'not-duplicate': because('way-back'),
  'handed-over': because('way-back'),
  'handed-back': because('way-back'),
  'seat-handed-over': because('way-back'),
  'seat-handed-back': because('way-back'),
  accepted: because('way-back'),
  executed: because('way-back'),
  verified: because('way-back'),
  returned: because('way-back'),
  dropped: because('way-back'),
  paused: because('way-back'),
  unpaused: because('way-back'),
  start: because('way-back'),
  pause: because('way-back'),
  resume: because('way-back'),
  undo: because('way-back'),
  'script-answered': because('way-back'),
  'callback-cancelled': because('happened'),
  'submission-accepted': because('way-back'),
  'submission-refused': because('way-back'),

  'stage-deleted': because('gone'),
  cancel: because('gone'),
  revoked: because('gone'),
  dismissed: because('gone'),
  erased: because('gone'),
  discarded: because('gone'),
  undone: because('gone'),

  'secret-renewed': because('secret'),

  'private-read': because('read'),
  'rows-read': because('read'),
  'errors-fetched': because('read'),
  'export-asked': because('read'),
  exported: because('read'),
  'export-fetched': because('read'),
  downloaded: because('read'),
  played: because('read'),
  revealed: because('read'),

  placed: because('happened'),
  'hung-up': because('happened'),
  transferred: because('happened'),
  check: because('happened'),
  started: because('way-back'),
  finished: because('happened'),
  attempted: because('happened'),
  'attempt-corrected': because('happened'),
  'missed-again': because('happened'),
  stopped: because('happened'),
  resumed: because('happened'),
  began: because('happened'),
  ended: because('happened'),
  refused: because('happened'),
  tested: because('happened'),
  'run-again': because('happened'),
  resent: because('happened'),

  claimed: because('rule'),
  released: because('rule'),
  rescheduled: because('rule'),
  due: because('rule'),
  escalated: because('rule'),
  relinked: because('rule'),
};

/** Where one verb means something else of one kind. */
const byAction: Readonly<Partial<Record<AuditAction, Restoring>>> = {
  'call-list.deleted': because('gone'),
  'campaign.deleted': because('gone'),
  'entry.changed': because('way-back'),
  'file.deleted': because('way-back'),
  'task.deleted': because('gone'),
  'task.reopened': because('way-back'),
  'retry-ladder.deleted': because('gone'),
  'role.deleted': because('gone'),
  'webhook.deleted': because('gone'),
  'missed-call.merged': because('happened'),
};

/** How what an entry of this action tells of can be put back, or why it cannot. */
export function restoringOf(action: AuditAction): Restoring {
  return byAction[action] ?? byVerb[action.slice(action.indexOf('.') + 1) as AuditVerb];
}
