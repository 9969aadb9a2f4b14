import type { OwnColumnId } from '$lib/custom/own-columns.ts';
import { m } from '$lib/paraglide/messages.js';
import type { Column } from '$lib/ui/columns.ts';

export const taskColumnIds = ['title', 'state', 'kind', 'who', 'about', 'agent', 'creator', 'due'] as const;
export type TaskColumnId = (typeof taskColumnIds)[number] | OwnColumnId;

export const taskColumns: readonly Column<TaskColumnId>[] = [
  { id: 'title', label: m.tasks_col_title, min: 220, grow: 3, rank: 0 },
  { id: 'state', label: m.tasks_col_state, min: 120, rank: 3 },
  { id: 'kind', label: m.tasks_col_kind, min: 100, rank: 5 },
  { id: 'who', label: m.calls_who, min: 150, grow: 1, rank: 2 },
  { id: 'about', label: m.people_organisation, min: 140, grow: 1, rank: 6 },
  { id: 'agent', label: m.tasks_col_agent, min: 130, grow: 1, rank: 1 },
  { id: 'creator', label: m.tasks_col_creator, min: 120, rank: 7, off: true },
  { id: 'due', label: m.tasks_col_due, min: 110, rank: 0, end: true },
];
