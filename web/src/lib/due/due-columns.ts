import { m } from '$lib/paraglide/messages.js';
import type { Column } from '$lib/ui/columns.ts';

export const dueColumnIds = [
  'state',
  'who',
  'number',
  'there',
  'queue',
  'assignee',
  'why',
  'tries',
  'attempts',
  'waited',
  'last',
  'next',
] as const;
export type DueColumnId = (typeof dueColumnIds)[number];

/**
 * The columns of the missed calls: words at the left, figures and times at the right, so that none of both stand close. The
 * last one is when to call, or when a closed one was closed.
 */
export const dueColumns = (isOpen: boolean): readonly Column<DueColumnId>[] => [
  { id: 'state', label: m.due_col_state, min: 96, rank: 0 },
  { id: 'who', label: m.calls_who, min: 180, grow: 3, rank: 0 },
  { id: 'number', label: m.calls_number, min: 140, rank: 5 },
  { id: 'there', label: m.due_col_there, min: 72, rank: 6, off: !isOpen },
  { id: 'queue', label: m.calls_queue, min: 88, rank: 4 },
  { id: 'assignee', label: m.due_assignee, min: 130, grow: 1, rank: 2 },
  { id: 'why', label: m.due_col_why, min: 200, grow: 2, rank: 9, off: isOpen },
  { id: 'tries', label: m.due_col_tries, min: 56, rank: 1, end: true },
  { id: 'attempts', label: m.due_col_attempts, min: 72, rank: 7, end: true },
  { id: 'waited', label: m.due_col_waited, min: 64, rank: 9, off: true, end: true },
  { id: 'last', label: m.due_col_last, min: 96, rank: 3, end: true },
  { id: 'next', label: isOpen ? m.due_col_next : m.due_col_closed, min: 96, rank: 0, end: true },
];
