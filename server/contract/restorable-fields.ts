/**
 * Every field that a change of a record can write, and the key that its old value is kept under in the audit, by which it is
 * put back; what is not put back has its reason. A new field that is not said here does not compile.
 */
import type { z } from 'zod';
import type { newTeamSchema, rolePatchSchema, userPatchSchema } from './access.contract.ts';
import type { agentPatchSchema, queuePatchSchema } from './agents.contract.ts';
import type { AuditAction } from './audit-actions.ts';
import type { callListPatchSchema } from './call-lists.contract.ts';
import type { callPatchSchema, dispositionPatchSchema } from './calls.contract.ts';
import type { campaignPatchSchema } from './campaigns.contract.ts';
import type { contactPatchSchema, organisationPatchSchema } from './contacts.contract.ts';
import type { customFieldPatchSchema } from './custom-fields.contract.ts';
import type { adjustClassSchema } from './deal-scoring.contract.ts';
import type { dealPatchSchema, moveDealSchema } from './deals.contract.ts';
import type { directoryEntryPatchSchema } from './directories.contract.ts';
import type { doNotCallPatchSchema } from './do-not-call.contract.ts';
import type { callingHoursPatchSchema, ladderPatchSchema } from './missed-calls.contract.ts';
import type { lossReasonPatchSchema, pipelinePatchSchema, stagePatchSchema } from './pipelines.contract.ts';
import type { dealLinesPutSchema, productGroupPatchSchema, productPatchSchema } from './products.contract.ts';
import { because, type WhyNot } from './restoring.ts';
import type { scriptPatchSchema } from './scripts.contract.ts';
import type { segmentPatchSchema } from './segments.contract.ts';
import type { settingsPatchSchema } from './settings.contract.ts';
import type { taskPatchSchema } from './tasks.contract.ts';
import type { webFormPatchSchema } from './web-forms.contract.ts';
import type { webhookPatchSchema } from './webhooks.contract.ts';

export type FieldRestoring = string | { because: WhyNot };

/** By the key that writes it: the key of the audit, or why its old value is not put back. */
type FieldsOf<Patch extends z.ZodType> = {
  readonly [Key in Exclude<keyof z.output<Patch>, 'version'>]-?: FieldRestoring;
};

/** Written and kept under the same key. */
const same = <Key extends string>(...keys: Key[]) =>
  Object.fromEntries(keys.map((key) => [key, key])) as unknown as { readonly [One in Key]: string };

const contact: FieldsOf<typeof contactPatchSchema> = {
  ...same('name', 'role', 'organisationId', 'otherRoles', 'lifecycle', 'phones', 'emails', 'addresses', 'notes', 'vip'),
  ...same('birthday', 'mainNeed', 'satisfaction', 'sourceId', 'advertisingChannel', 'custom', 'private', 'timeZone'),
  organisationName: because('follows'),
  ownerId: 'owner',
};

const organisation: FieldsOf<typeof organisationPatchSchema> = {
  ...same('name', 'lifecycle', 'phones', 'emails', 'addresses', 'website', 'sourceId', 'custom', 'notes', 'timeZone'),
  parentId: 'parent',
  ownerId: 'owner',
};

const deal: FieldsOf<typeof dealPatchSchema> = {
  ...same('title', 'pipelineId', 'mode', 'contactId', 'organisationId', 'managers', 'contacts', 'potential', 'typeId'),
  ...same('probability', 'expectedClose', 'mainInterest', 'sourceId', 'advertisingChannel', 'custom'),
  ownerId: 'owner',
  partnerId: 'partner',
};

const task: FieldsOf<typeof taskPatchSchema> = {
  ...same('title', 'description', 'kind', 'priority', 'startAt', 'dueAt', 'allDay', 'durationMinutes', 'timeZone'),
  ...same('contactId', 'organisationId', 'dealId', 'verify', 'reminders', 'recurrence', 'custom', 'done'),
  agentId: 'agent',
};

const call: FieldsOf<typeof callPatchSchema> = {
  ...same('dispositionId', 'note', 'mainNeed', 'nextStep', 'contactId', 'custom'),
  wrapUpDone: because('happened'),
};

const product: FieldsOf<typeof productPatchSchema> = same('groupId', 'code', 'name', 'unit', 'price', 'active');
const productGroup: FieldsOf<typeof productGroupPatchSchema> = same('name', 'active', 'position');

const pipeline: FieldsOf<typeof pipelinePatchSchema> = {
  ...same('name', 'mode', 'active', 'position'),
  stageOrder: 'stages',
};
const stage: FieldsOf<typeof stagePatchSchema> = same('name', 'colour', 'probability', 'requiredFields', 'tasks');
const lossReason: FieldsOf<typeof lossReasonPatchSchema> = same('name', 'active', 'position');

const disposition: FieldsOf<typeof dispositionPatchSchema> = {
  ...same('code', 'label', 'hotkey', 'humanAnswered', 'contactReached', 'sale', 'callBack', 'doNotCall', 'active'),
  ...same('position', 'notInterested', 'machine', 'unworkable', 'minSeconds', 'maxSeconds', 'mainResultId'),
};

const settings: FieldsOf<typeof settingsPatchSchema> = {
  ...same('companyName', 'defaultRegion', 'defaultTimeZone', 'recording', 'missedCalls', 'deals', 'leads'),
  ...same('wrapUpSeconds', 'pauseReasons', 'taskKinds', 'dialledNumbers', 'routing', 'queueCallbacks'),
  ...same('dialer'),
};

const agent: FieldsOf<typeof agentPatchSchema> = {
  ...same('name', 'interface', 'teamId', 'skillIds', 'active'),
  // Kept with the account, and put back there.
  email: because('follows'),
  role: because('follows'),
};

const user: FieldsOf<typeof userPatchSchema> = {
  ...same('name', 'email', 'role', 'roleId', 'teamId', 'language', 'active'),
  password: because('secret'),
};

const webhook: FieldsOf<typeof webhookPatchSchema> = same('name', 'url', 'events', 'role', 'roleId', 'state');
const webForm: FieldsOf<typeof webFormPatchSchema> = same('name', 'origins', 'sourceId', 'thanksUrl', 'active');

const role: FieldsOf<typeof rolePatchSchema> = same('name', 'scopes', 'fields');
const team: FieldsOf<typeof newTeamSchema> = same('name');
const script: FieldsOf<typeof scriptPatchSchema> = {
  ...same('name', 'steps', 'objections'),
  // A version that calls have used stays; the next one takes its place.
  publish: because('made'),
};
const segment: FieldsOf<typeof segmentPatchSchema> = same('name', 'filter', 'shared');
const queue: FieldsOf<typeof queuePatchSchema> = same('title', 'teamId', 'recorded', 'ladderId');
const ladder: FieldsOf<typeof ladderPatchSchema> = same('name', 'steps', 'maxPerDay', 'isDefault');
const directory: FieldsOf<typeof directoryEntryPatchSchema> = same('label', 'colour', 'active', 'position');

const callingHours: FieldsOf<typeof callingHoursPatchSchema> = {
  ...same('name', 'isDefault', 'week', 'holidayRegion', 'closedDates', 'openDates', 'countries', 'callsPer30Days'),
};
const customField: FieldsOf<typeof customFieldPatchSchema> = {
  ...same('label', 'hint', 'options', 'active', 'onCard', 'roles', 'position'),
};

const doNotCall: FieldsOf<typeof doNotCallPatchSchema> = same('reason');
const callList: FieldsOf<typeof callListPatchSchema> = same('name', 'campaignId', 'active', 'priority', 'live');
const campaign: FieldsOf<typeof campaignPatchSchema> = {
  ...same(
    'name',
    'mode',
    'priority',
    'agentIds',
    'teamIds',
    'callerId',
    'callingHoursId',
    'scriptId',
    'retry',
    'limits',
  ),
  ...same(
    'pacing',
    'first',
    'autoAnswer',
    'detectMachines',
    'voicemailSound',
    'abandonedSound',
    'previewSeconds',
    'next',
  ),
  ...same('resultSeconds', 'results', 'retryPercent', 'recording', 'goal', 'cost'),
};

const dealLines: FieldsOf<typeof dealLinesPutSchema> = same('offered', 'sold');
const dealMove: FieldsOf<typeof moveDealSchema> = same('stageId', 'lossReasonId', 'lossComment');
const classAdjustment: FieldsOf<typeof adjustClassSchema> = same('adjustment');

/** By the action that writes them. */
export const restorableFields = {
  'agent.changed': agent,
  'call.worked': call,
  'call-list.changed': callList,
  'calling-hours.changed': callingHours,
  'campaign.changed': campaign,
  'contact.changed': contact,
  'custom-field.changed': customField,
  'deal.changed': deal,
  'deal.class-adjusted': classAdjustment,
  'deal.lines-changed': dealLines,
  'deal.moved': dealMove,
  'directory.changed': directory,
  'disposition.changed': disposition,
  'do-not-call.changed': doNotCall,
  'loss-reason.changed': lossReason,
  'organisation.changed': organisation,
  'pipeline.changed': pipeline,
  'pipeline.stage-changed': stage,
  'product.changed': product,
  'product-group.changed': productGroup,
  'queue.changed': queue,
  'retry-ladder.changed': ladder,
  'role.changed': role,
  'script.changed': script,
  'segment.changed': segment,
  'settings.changed': settings,
  'task.changed': task,
  'team.changed': team,
  'user.changed': user,
  'web-form.changed': webForm,
  'webhook.changed': webhook,
} as const satisfies Partial<Record<AuditAction, Readonly<Record<string, FieldRestoring>>>>;

/** Keys of old values in the audit that can be put back. @example restorableKeys('team.changed') // ['name'] */
export const restorableKeys = (action: keyof typeof restorableFields): string[] =>
  Object.values<FieldRestoring>(restorableFields[action]).filter((field) => typeof field === 'string');
