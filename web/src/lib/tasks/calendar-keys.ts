/** What Shift and an arrow do to a task of the calendar: left and right a column, up and down a quarter of an hour or a row. Pure. */
export interface Step {
  across: -1 | 0 | 1;
  down: -1 | 0 | 1;
}

const steps: Record<string, Step> = {
  ArrowLeft: { across: -1, down: 0 },
  ArrowRight: { across: 1, down: 0 },
  ArrowUp: { across: 0, down: -1 },
  ArrowDown: { across: 0, down: 1 },
};

export function stepOf(event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey'>): Step | null {
  if (!event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return null;
  return steps[event.key] ?? null;
}
