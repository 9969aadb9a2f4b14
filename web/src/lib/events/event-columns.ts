import { m } from '$lib/paraglide/messages.js';
import type { Column } from '$lib/ui/columns.ts';

export type EventColumnId = 'what' | 'record' | 'kind' | 'fields' | 'who' | 'when';

/** The columns of the list of events. */
export const eventColumns: readonly Column<EventColumnId>[] = [
  { id: 'what', label: m.events_what, min: 150, grow: 1, rank: 0 },
  { id: 'record', label: m.events_record, min: 170, grow: 2, rank: 0 },
  { id: 'kind', label: m.events_kind, min: 104, rank: 3 },
  { id: 'fields', label: m.events_fields, min: 130, grow: 2, rank: 4 },
  { id: 'who', label: m.events_who, min: 120, grow: 1, rank: 1 },
  { id: 'when', label: m.events_when, min: 104, rank: 0, end: true },
];
