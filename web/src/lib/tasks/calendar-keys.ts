/** What the arrows do to a task of the calendar that has the keyboard. Pure. */
export interface Step {
  across: -1 | 0 | 1;
  down: -1 | 0 | 1;
}
type Press = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey'>;

const steps: Record<string, Step> = {
  ArrowLeft: { across: -1, down: 0 },
  ArrowRight: { across: 1, down: 0 },
  ArrowUp: { across: 0, down: -1 },
  ArrowDown: { across: 0, down: 1 },
};

/** Shift and an arrow move it: left and right a column, up and down a quarter of an hour or a row. */
export function stepOf(event: Press): Step | null {
  if (!event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return null;
  return steps[event.key] ?? null;
}
