import { expect, it } from 'vitest';
import type { z } from 'zod';
import { newTeamSchema, rolePatchSchema, userPatchSchema } from '../contract/access.contract.ts';
import { agentPatchSchema, queuePatchSchema } from '../contract/agents.contract.ts';
import { type AuditAction, auditActions } from '../contract/audit-actions.ts';
import { callListPatchSchema } from '../contract/call-lists.contract.ts';
import { callPatchSchema, dispositionPatchSchema } from '../contract/calls.contract.ts';
import { campaignPatchSchema } from '../contract/campaigns.contract.ts';
import { contactPatchSchema, organisationPatchSchema } from '../contract/contacts.contract.ts';
import { customFieldPatchSchema } from '../contract/custom-fields.contract.ts';
import { adjustClassSchema } from '../contract/deal-scoring.contract.ts';
import { dealPatchSchema, moveDealSchema } from '../contract/deals.contract.ts';
import { directoryEntryPatchSchema } from '../contract/directories.contract.ts';
import { doNotCallPatchSchema } from '../contract/do-not-call.contract.ts';
import { callingHoursPatchSchema, ladderPatchSchema } from '../contract/missed-calls.contract.ts';
import { lossReasonPatchSchema, pipelinePatchSchema, stagePatchSchema } from '../contract/pipelines.contract.ts';
import { dealLinesPutSchema, productGroupPatchSchema, productPatchSchema } from '../contract/products.contract.ts';
import { restorableFields } from '../contract/restorable-fields.ts';
import { restoringOf, whyNotRestorable } from '../contract/restoring.ts';
import { scriptPatchSchema } from '../contract/scripts.contract.ts';
import { segmentPatchSchema } from '../contract/segments.contract.ts';
import { settingsPatchSchema } from '../contract/settings.contract.ts';
import { taskPatchSchema } from '../contract/tasks.contract.ts';
import { webFormPatchSchema } from '../contract/web-forms.contract.ts';
import { webhookPatchSchema } from '../contract/webhooks.contract.ts';
import { restorerOf } from '../modules/audit/restorable-entries.ts';
import type { App } from './app.ts';
import { auditedKinds } from './audited-kinds.ts';

/** What writes the fields of each action: the shapes that the routes take. */
const writes: Readonly<Record<keyof typeof restorableFields, z.ZodObject>> = {
  'agent.changed': agentPatchSchema,
  'call.worked': callPatchSchema,
  'call-list.changed': callListPatchSchema,
  'calling-hours.changed': callingHoursPatchSchema,
  'campaign.changed': campaignPatchSchema,
  'contact.changed': contactPatchSchema,
  'custom-field.changed': customFieldPatchSchema,
  'deal.changed': dealPatchSchema,
  'deal.class-adjusted': adjustClassSchema,
  'deal.lines-changed': dealLinesPutSchema,
  'deal.moved': moveDealSchema,
  'directory.changed': directoryEntryPatchSchema,
  'disposition.changed': dispositionPatchSchema,
  'do-not-call.changed': doNotCallPatchSchema,
  'loss-reason.changed': lossReasonPatchSchema,
  'organisation.changed': organisationPatchSchema,
  'pipeline.changed': pipelinePatchSchema,
  'pipeline.stage-changed': stagePatchSchema,
  'product.changed': productPatchSchema,
  'product-group.changed': productGroupPatchSchema,
  'queue.changed': queuePatchSchema,
  'retry-ladder.changed': ladderPatchSchema,
  'role.changed': rolePatchSchema,
  'script.changed': scriptPatchSchema,
  'segment.changed': segmentPatchSchema,
  'settings.changed': settingsPatchSchema,
  'task.changed': taskPatchSchema,
  'team.changed': newTeamSchema,
  'user.changed': userPatchSchema,
  'web-form.changed': webFormPatchSchema,
  'webhook.changed': webhookPatchSchema,
};

// Kinds are made of functions that ask nothing before an event is shown.
const kinds = auditedKinds({ platform: {}, calls: { neighbours: {} }, missedCalls: {} } as unknown as App);
const kindOf = (action: string) => kinds.find(({ kind }) => action.startsWith(`${kind}.`));
const actions = Object.entries(auditActions).flatMap(([kind, verbs]) =>
  verbs.map((verb) => `${kind}.${verb}` as AuditAction),
);

it.each(Object.entries(writes))(
  '[ACC-2] every field that %s can write comes back or says why not',
  (action, schema) => {
    const table: Record<string, string | { because: string }> =
      restorableFields[action as keyof typeof restorableFields];
    const writable = Object.keys(schema.shape).filter((key) => key !== 'version');
    expect(Object.keys(table).sort()).toEqual(writable.sort());
    const kind = kindOf(action);
    const restored = (kind && restorerOf(kind, action)?.fields) ?? [];
    for (const [field, told] of Object.entries(table)) {
      if (typeof told === 'string') expect(restored, field).toContain(told);
      else expect(whyNotRestorable, field).toContain(told.because);
    }
  },
);

it.each(actions)('[ACC-2] %s can be put back, or the table says why not', (action) => {
  const restoring = restoringOf(action);
  const kind = kindOf(action);
  if (restoring === 'values') {
    expect(kind && restorerOf(kind, action)?.fields.length).toBeGreaterThan(0);
  } else if (restoring === 'deletion') {
    expect(kind?.restorer?.undelete).toBeDefined();
  } else {
    expect(whyNotRestorable).toContain(restoring.because);
  }
});

it('[ACC-2] no restorer puts back an action of which the table says that it is not', () => {
  const known = kinds.flatMap(({ actions: own = {} }) => Object.keys(own));
  expect(known.filter((action) => restoringOf(action as AuditAction) !== 'values')).toEqual([]);
});
