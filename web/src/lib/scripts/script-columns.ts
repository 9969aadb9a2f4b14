import { m } from '$lib/paraglide/messages.js';
import type { Column } from '$lib/ui/columns.ts';

export type ScriptColumnId = 'name' | 'state' | 'steps' | 'questions' | 'when';

/** The columns of the list of scripts. */
export const scriptColumns: readonly Column<ScriptColumnId>[] = [
  { id: 'name', label: m.scripts_name, min: 200, grow: 3, rank: 0 },
  { id: 'state', label: m.scripts_state, min: 200, grow: 1, rank: 0 },
  { id: 'steps', label: m.scripts_steps_count, min: 90, rank: 2 },
  { id: 'questions', label: m.scripts_questions, min: 100, rank: 3 },
  { id: 'when', label: m.scripts_when, min: 120, rank: 1, end: true },
];
