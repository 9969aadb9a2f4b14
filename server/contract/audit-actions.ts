/**
 * Everything that the audit tells of: kinds of records, and what is done to them in the past tense. An action that is not
 * here cannot be written down, and the console has words for each.
 */
const saved = ['created', 'changed'] as const;
/** Of the firm's own things: old values come back. */
const kept = [...saved, 'change-restored'] as const;
const exported = ['export-asked', 'exported', 'export-fetched'] as const;
const recordLife = [...saved, 'deleted', 'restored', 'change-restored', 'noted'] as const;
const complaints = ['complaint-settled', 'complaint-reopened'] as const;
const handed = ['handed-over', 'handed-back'] as const;
const merged = ['merged', 'merged-into', 'unmerged'] as const;

export const auditActions = {
  abc: exported,
  agent: [...kept, 'paused', 'unpaused'],
  'api-key': ['created', 'revoked'],
  call: ['placed', 'worked', 'hung-up', 'transferred', 'script-answered', 'callback-cancelled', 'change-restored'],
  board: exported,
  'call-list': [...kept, 'deleted'],
  'calling-hours': kept,
  campaign: [...kept, 'started', 'paused', 'finished', 'deleted'],
  calls: exported,
  contact: ['private-read', ...recordLife, ...complaints, ...merged, ...handed, 'not-duplicate', 'lead-given'],
  contacts: exported,
  'custom-field': kept,
  deal: [
    ...recordLife,
    ...handed,
    'seat-handed-over',
    'seat-handed-back',
    'moved',
    'move-undone',
    'lines-changed',
    'class-adjusted',
  ],
  deals: exported,
  directory: kept,
  'do-not-call': [...kept, 'deleted', 'restored'],
  duplicates: exported,
  disposition: kept,
  events: exported,
  file: ['added', 'downloaded', 'deleted', 'restored'],
  import: [
    'uploaded',
    'check',
    'start',
    'pause',
    'resume',
    'cancel',
    'undo',
    'finished',
    'undone',
    'rows-read',
    'errors-fetched',
  ],
  'lead-sources': exported,
  leads: exported,
  job: ['run-again', 'dismissed'],
  'loss-reason': kept,
  message: ['written', 'taken-back', 'resent'],
  'missed-call': [
    ...['opened', 'missed-again', 'claimed', 'released', 'attempted', 'attempt-corrected', 'resolved', 'archived'],
    ...['reopened', 'assigned', 'rescheduled', 'due', 'escalated', 'relinked', 'merged'],
    ...[...handed, 'change-restored'],
  ],
  'missed-calls': exported,
  number: ['revealed'],
  organisation: [...recordLife, ...complaints, ...merged, ...handed, 'not-duplicate'],
  'organisation-duplicates': exported,
  organisations: exported,
  pipeline: [...kept, 'stage-created', 'stage-changed', 'stage-deleted'],
  product: kept,
  'product-group': kept,
  products: exported,
  queue: ['changed', 'change-restored'],
  recording: ['played', 'stopped', 'discarded', 'erased', 'paused', 'resumed'],
  entry: ['changed'],
  'retry-ladder': [...kept, 'deleted'],
  role: [...kept, 'deleted'],
  script: [...kept, 'deleted', 'restored'],
  segment: [...kept, 'deleted', 'restored'],
  session: ['began', 'ended', 'refused'],
  settings: ['changed', 'change-restored'],
  'slipping-deals': exported,
  task: [
    ...[...saved, 'deleted', 'restored', 'change-restored', 'repeated', 'dropped'],
    ...['accepted', 'executed', 'verified', 'returned', 'reopened', ...handed],
  ],
  tasks: exported,
  team: kept,
  user: kept,
  'web-form': [...kept, 'submission-accepted', 'submission-refused'],
  webhook: [...kept, 'deleted', 'tested', 'resent', 'paused', 'secret-renewed'],
} as const satisfies Record<string, readonly string[]>;

/** What a time-line tells by items of their own (a note, a stage, a file), or not at all: no line of change says it again. */
export const toldByItems: ReadonlySet<string> = new Set<AuditAction>([
  'contact.noted',
  'contact.private-read',
  'deal.created',
  'deal.moved',
  'deal.move-undone',
  'deal.noted',
  'file.added',
  'file.downloaded',
  'message.resent',
  'message.taken-back',
  'message.written',
  'organisation.noted',
]);

type Actions = typeof auditActions;
export type AuditKind = keyof Actions;
export type AuditAction = { [Kind in AuditKind]: `${Kind}.${Actions[Kind][number]}` }[AuditKind];
/** What is done, whatever it is done to. */
export type AuditVerb = Actions[AuditKind][number];
/** Kinds of which this can be done: `KindsOf<'exported'>` are the lists that can be exported. */
export type KindsOf<Verb extends string> = {
  [Kind in AuditKind]: Verb extends Actions[Kind][number] ? Kind : never;
}[AuditKind];
