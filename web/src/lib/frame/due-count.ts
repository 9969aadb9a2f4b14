import type { LiveState } from '$contract/live-events.ts';

/** Open missed calls whose time has come (due or overdue): the figure in the bar and on the desk. */
export function countDue(state: LiveState | null): number {
  return Object.values(state?.missedCalls ?? {}).filter(({ urgency }) => urgency === 'due' || urgency === 'overdue')
    .length;
}
