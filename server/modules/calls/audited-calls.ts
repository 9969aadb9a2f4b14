/** Calls in the audit: whose they were, as the reader may know it, and how what people said of one comes back. */
import { callPatchSchema } from '../../contract/calls.contract.ts';
import { restorableKeys } from '../../contract/restorable-fields.ts';
import { type ActionRestorer, type AuditedKind, hasPrefix, type Values } from '../audit/audited-kinds.ts';
import { parsedPatch } from '../audit/firm-thing.ts';
import type { CallNeighbours } from './call-neighbours.ts';
import { viewCalls } from './call-reading.ts';
import type { StoredCall } from './call-row.ts';
import { readCalls } from './calls.repository.ts';
import { maySeeCall } from './calls.usecases.ts';
import { currentCallId } from './merged-calls.ts';
import { workCall } from './work-call.usecases.ts';

/** A next step is kept with the task it became. */
function patchOf({ nextStep, ...values }: Values): Values {
  if (nextStep === undefined) return values;
  const step = nextStep as StoredCall['nextStep'];
  return { ...values, nextStep: step && { text: step.text, dueAt: step.dueAt } };
}

const worked = (neighbours: CallNeighbours): ActionRestorer => ({
  fields: restorableKeys('call.worked'),
  async read(_platform, sql, reader, id) {
    const [call] = await readCalls(sql, [await currentCallId(sql, id)]);
    return call && maySeeCall(reader, 'calls.read', call) ? { ...call } : null;
  },
  change: (platform, { principal, ip }, callId, values) => {
    const patch = parsedPatch(callPatchSchema, patchOf(values));
    return workCall({ ...platform, neighbours }, { principal, callId, patch, ip: ip ?? '' });
  },
});

export const auditedCalls = (neighbours: CallNeighbours): AuditedKind => ({
  kind: 'call',
  isIdOf: hasPrefix('call'),
  async titles(sql, reader, ids) {
    const calls = (await readCalls(sql, [...ids])).filter((call) => maySeeCall(reader, 'calls.read', call));
    const views = await viewCalls(sql, neighbours, calls, reader);
    const numberOf = (view: (typeof views)[number]) => (view.direction === 'outbound' ? view.to : view.from);
    return new Map(views.map((view) => [view.id, view.contactName ?? numberOf(view).e164 ?? numberOf(view).raw ?? '']));
  },
  actions: { 'call.worked': worked(neighbours) },
});
