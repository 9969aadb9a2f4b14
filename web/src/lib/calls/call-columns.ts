import type { OwnColumnId } from '$lib/custom/own-columns.ts';
import { m } from '$lib/paraglide/messages.js';
import type { Column } from '$lib/ui/columns.ts';

export const callColumnIds = [
  'direction',
  'who',
  'number',
  'organisation',
  'outcome',
  'result',
  'queue',
  'agent',
  'dialled',
  'waited',
  'talked',
  'recording',
  'ended',
  'when',
] as const;
export type CallColumnId = (typeof callColumnIds)[number] | OwnColumnId;

/** The columns of the call log. */
export const callColumns: readonly Column<CallColumnId>[] = [
  { id: 'direction', label: m.calls_direction, min: 16, rank: 0, quiet: true },
  { id: 'who', label: m.calls_who, min: 180, grow: 3, rank: 0 },
  { id: 'number', label: m.calls_number, min: 136, rank: 4 },
  { id: 'organisation', label: m.calls_organisation, min: 130, grow: 2, rank: 7 },
  { id: 'outcome', label: m.calls_outcome, min: 112, rank: 0 },
  { id: 'result', label: m.calls_result, min: 120, grow: 1, rank: 5 },
  { id: 'queue', label: m.calls_queue, min: 88, rank: 6 },
  { id: 'agent', label: m.calls_agent, min: 130, grow: 1, rank: 3 },
  { id: 'dialled', label: m.calls_dialled, min: 140, rank: 9, off: true },
  { id: 'waited', label: m.calls_waited, min: 64, rank: 8, off: true, end: true },
  { id: 'talked', label: m.calls_talked, min: 84, rank: 2, end: true },
  { id: 'recording', label: m.calls_recorded, min: 16, rank: 2, quiet: true },
  { id: 'ended', label: m.calls_ended_by, min: 110, rank: 9, off: true },
  { id: 'when', label: m.calls_when, min: 104, rank: 0, end: true },
];
