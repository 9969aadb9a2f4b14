/** Calls in the audit: whose they were, as the reader may know it. */
import { type AuditedKind, hasPrefix } from '../audit/audited-kinds.ts';
import type { ViewNeighbours } from './call-neighbours.ts';
import { viewCalls } from './call-reading.ts';
import { readCalls } from './calls.repository.ts';
import { maySeeCall } from './calls.usecases.ts';

export const auditedCalls = (neighbours: ViewNeighbours): AuditedKind => ({
  kind: 'call',
  isIdOf: hasPrefix('call'),
  async titles(sql, reader, ids) {
    const calls = (await readCalls(sql, [...ids])).filter((call) => maySeeCall(reader, 'calls.read', call));
    const views = await viewCalls(sql, neighbours, calls, reader);
    const numberOf = (view: (typeof views)[number]) => (view.direction === 'outbound' ? view.to : view.from);
    return new Map(views.map((view) => [view.id, view.contactName ?? numberOf(view).e164 ?? numberOf(view).raw ?? '']));
  },
});
